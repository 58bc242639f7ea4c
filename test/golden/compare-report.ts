import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { runCli } from '../run-cli.ts';
import { type Golden, keptFiles } from './goldens.ts';

/** Runs the command of a committed result, compares the files that are kept byte for byte, and returns what it printed. */
export async function compareReport(t: ExecutionContext, { folder, argv, keep }: Golden, ...more: string[]): Promise<string> {
  const rebuilt = join(mkdtempSync(join(tmpdir(), 'picojoule-')), 'rebuilt');
  const { code, out, err } = await runCli(...argv, ...more, '--out', rebuilt);
  t.is(code, 0, err);
  const files = keptFiles(rebuilt, keep);
  t.true(files.length > 0);
  t.deepEqual(keptFiles(folder, /./), files);
  for (const file of files) {
    const same = readFileSync(join(rebuilt, file), 'utf8') === readFileSync(join(folder, file), 'utf8');
    t.true(same, `${folder}/${file} differs; run \`npm run golden\` and look at the difference`);
  }
  return out;
}
