import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';

const GUIDE = readFileSync('CONTRIBUTING.md', 'utf8');

/** The sources of the program with every recipe of the guide applied, compiled. */
async function cooked(): Promise<string> {
  const copy = mkdtempSync(join(tmpdir(), 'picojoule-recipes-'));
  for (const part of ['src', 'configs', 'generated', 'package.json', 'tsconfig.json'])
    cpSync(part, join(copy, part), { recursive: true });
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
  for (const [, kind, file, block] of GUIDE.matchAll(/^```(ts|diff) (\S+)\n([\s\S]*?)^```$/gm))
    if (kind === 'ts') {
      mkdirSync(dirname(join(copy, file)), { recursive: true });
      writeFileSync(join(copy, file), block);
    } else writeFileSync(join(copy, file), patched(readFileSync(join(copy, file), 'utf8'), block, file));
  const { writeKernels } = await import(pathToFileURL(resolve('scripts', 'kernels.mjs')).href);
  await writeKernels(copy);
  const tsc = join(copy, 'node_modules', 'typescript', 'bin', 'tsc');
  const config = { extends: './tsconfig.json', include: ['src', 'generated'] };
  writeFileSync(join(copy, 'tsconfig.recipes.json'), JSON.stringify(config));
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.recipes.json'], { cwd: copy, encoding: 'utf8' });
  return copy;
}

/** Lines that begin with a blank or `-` stand in the text, one behind the other, exactly once; in their place come those that begin with a blank or `+`. */
function patched(text: string, block: string, file: string): string {
  const lines = block.trimEnd().split('\n');
  const taken = (signs: string) =>
    lines
      .filter((line) => signs.includes(line[0]))
      .map((line) => `${line.slice(1)}\n`)
      .join('');
  const parts = text.split(`\n${taken(' -')}`);
  if (parts.length !== 2) throw new Error(`${file}: ${parts.length - 1} places for\n${block}`);
  return parts.join(`\n${taken(' +')}`);
}

let copy = '';
let run: (...argv: string[]) => Promise<{ code: number; out: string; err: string }>;

test.before('the recipes compile', async () => {
  copy = await cooked();
  const { main } = (await import(
    pathToFileURL(join(copy, 'build', 'src', 'cli', 'main.js')).href
  )) as typeof import('../src/cli/main.ts');
  run = async (...argv) => {
    const said = { out: '', err: '' };
    const code = await main(argv, {
      out: (text) => void (said.out += text),
      err: (text) => void (said.err += text),
      columns: undefined,
      interactive: false,
      signal: new AbortController().signal,
    });
    return { code, ...said };
  };
});

const SMALL = ['eie-benchmark', '--layer', 'NT-We', '--json'];

test.serial('the importer reads its files and refuses others by line', async (t) => {
  writeFileSync(join(copy, 'w.rcv'), '2 3\n0 2 1.5\n1 0 -2\n');
  const { out, err } = await run('inspect', join(copy, 'w.rcv'), '--json');
  t.like(JSON.parse(out || '{}').layers?.[0], { name: 'w', rows: 2, columns: 3, nonZeroWeights: 2 }, err);
  writeFileSync(join(copy, 'bad.rcv'), '2 3\n0 2\n');
  t.regex((await run('inspect', join(copy, 'bad.rcv'))).err, /bad\.rcv:2: expected row, column and value/);
});

test.serial('the chart is drawn with the others', async (t) => {
  const folder = join(copy, 'out');
  t.is((await run('run', 'eie-64pe', ...SMALL.slice(0, -1), '--out', folder, '--format', 'vl.json')).code, 0);
  t.true(readdirSync(folder).includes('cycles-by-layer.vl.json'));
});

test.serial(
  'the component is counted, charged, leaks and takes area; the counter and the format are there',
  async (t) => {
    const { out, err } = await run('run', 'eie-64pe', ...SMALL, '--set', 'arithmetic.accumulator=fp24');
    const { layers, totals, area, hardware } = JSON.parse(out || '{}');
    t.is(layers[0].actionCounts['outputLatch.write'], 600, err);
    t.true(layers[0].energyPj.byComponent.outputLatch > 0);
    t.true(layers[0].actionCounts['outputLatch.leakage'] > 0);
    t.true(area.perProcessingElementMm2.outputLatch > 0);
    t.is(layers[0].paddingShare, layers[0].paddingZeros / layers[0].entries);
    t.is(totals.paddingShare, totals.paddingZeros / totals.entries);
    t.is(hardware.arithmetic.accumulator, 'fp24');
  },
);

test.serial('the kernel finds what its twin finds', async (t) => {
  const own = (name: string) => import(pathToFileURL(join(copy, 'build', 'src', 'kernels', name)).href);
  const { countZeros, countZerosTwin } = await own('count-zeros.js');
  const bytes = Uint8Array.from({ length: 1000 }, (_, k) => (k * k) % 7);
  t.is(countZerosTwin(bytes), bytes.filter((byte) => byte === 0).length);
  t.is(countZeros(bytes), countZerosTwin(bytes));
  t.is(typeof (await own('loaded.js')).loaded().call.countZeros, 'function');
});

test.serial('the paper is recomputed, with the machine that --set changes', async (t) => {
  const { code, out, err } = await run('reproduce', 'peak', '--set', 'processingElements=32', '--json');
  t.is(code, 0, err);
  const [{ rows }] = JSON.parse(out).sections;
  t.deepEqual(rows[0].ours, [51.2]);
  t.is(rows[0].id, 'peak/peak/operations');
});

test.serial('the machine is chosen by its name and counts what its passes count', async (t) => {
  const eie = readFileSync(join(copy, 'configs', 'hardware', 'eie-64pe.yaml'), 'utf8');
  const file = join(copy, 'configs', 'hardware', 'twin.yaml');
  writeFileSync(file, `${eie}\nmachine: twin\n`);
  const [own, twin] = [await run('run', 'eie-64pe', ...SMALL), await run('run', file, ...SMALL)];
  t.is(twin.code, 0, twin.err);
  t.is(JSON.parse(twin.out).hardware.machine, 'twin');
  t.is(JSON.parse(twin.out).totals.cycles, JSON.parse(own.out).totals.cycles);
});

test('every floor of the house is in the guide, and every path that the guide names is there', (t) => {
  const floors = readdirSync('src', { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `src/${name}`);
  t.deepEqual(
    floors.filter((floor) => !GUIDE.includes(`\`${floor}\``)),
    [],
  );
  const named = [...GUIDE.matchAll(/`((?:src|test|scripts|configs)\/[\w/.-]+)`/g)].map(([, path]) => path);
  t.true(named.length > 20);
  t.deepEqual(
    named.filter((path) => !existsSync(path)),
    [],
  );
});
