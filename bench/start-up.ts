import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { textTable } from './text-table.ts';

const ROUNDS = 15;

/** A network of one small layer. */
export const TINY =
  'name: tiny\nlayers:\n  - name: fc\n    generate: { rows: 64, columns: 64, weightDensity: 0.1, activationDensity: 0.3 }\n';

/** CPU time of whole processes of the built program, and how much more that is than what Node takes to do nothing: the least of some rounds, by turns. */
export function startUpTable(): string {
  const folder = mkdtempSync(join(tmpdir(), 'picojoule-start-'));
  writeFileSync(join(folder, 'empty.mjs'), '');
  writeFileSync(join(folder, 'tiny.yaml'), TINY);
  const program = resolve('dist/bin.js');
  const commands = {
    'empty Node process': ['empty.mjs'],
    '--version': [program, '--version'],
    '--help': [program, '--help'],
    'run of a tiny layer': [program, 'run', 'eie-64pe', 'tiny.yaml', '--json'],
    'inspect of a tiny network': [program, 'inspect', 'tiny.yaml'],
  };
  const least = new Map(Object.keys(commands).map((name) => [name, Number.POSITIVE_INFINITY]));
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, argv] of Object.entries(commands))
      least.set(name, Math.min(least.get(name)!, cpuMs(argv, folder)));
  const empty = least.get('empty Node process')!;
  const rows = [...least].map(([name, ms]) => [name, ms.toFixed(0), (ms - empty).toFixed(0)]);
  return textTable(['start-up', 'CPU ms', 'above an empty process'], rows);
}

/** User and system time of a Node process and its threads, as bash measures it. */
export function cpuMs(argv: readonly string[], cwd: string): number {
  const line = `TIMEFORMAT='%3U %3S'; time "$@" >/dev/null 2>&1`;
  const { stderr, status } = spawnSync('bash', ['-c', line, 'bash', process.execPath, ...argv], {
    cwd,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${argv.join(' ')}: exit ${status}`);
  const [user, system] = stderr.trim().split(' ').map(Number);
  return 1000 * (user + system);
}
