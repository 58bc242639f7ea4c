import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import test from 'ava';
import { onnxModel } from '../../oracles/onnx-model.ts';

/** Runs the program on a terminal of its own (script of util-linux). Ended by force, its status is null. */
function onTerminal(...argv: string[]): { status: number | null; out: string } | undefined {
  const command = [process.execPath, resolve('build/src/bin.js'), ...argv].join(' ');
  const { status, stdout, error } = spawnSync('script', ['-qec', command, '/dev/null'], {
    timeout: 60_000,
    encoding: 'utf8',
  });
  return error !== undefined && 'code' in error && error.code === 'ENOENT' ? undefined : { status, out: stdout };
}

test('a run that fails on a terminal ends all the same: the progress bar goes with it', (t) => {
  const file = join(mkdtempSync(join(tmpdir(), 'picojoule-')), 'wide.onnx');
  const weights = { name: 'w', dims: [1, 1, 1, 2], floats: [1, 2] };
  const conv = { operator: 'Conv', inputs: ['x', 'w'], outputs: ['y'] };
  writeFileSync(file, onnxModel([conv], [weights], { x: [1, 1, 1, 1] }));
  const run = onTerminal('run', 'eie-64pe', file);
  if (run === undefined) return t.pass('no script on this machine');
  t.is(run.status, 1, run.out);
  t.regex(run.out, /0\/1 layers/);
  t.regex(run.out, /a kernel of 1 x 2 does not fit into 1 x 1/);
});
