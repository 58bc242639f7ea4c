// Rewrites every committed result: reports/* and the expected.json of each example. Look at the difference before you commit it.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { examples, expectedOf, type Golden, keptFiles, pick, prepare, reports } from '../test/golden/goldens.ts';
import { runCli } from '../test/run-cli.ts';

/** Runs the command, replaces the committed files by those that it wrote, and returns what it printed. */
async function rewrite({ folder, argv, keep }: Golden, ...more: string[]): Promise<string> {
  const made = mkdtempSync(join(tmpdir(), 'picojoule-golden-'));
  const { code, out, err } = await runCli(...argv, ...more, '--out', made);
  if (code !== 0) throw new Error(`picojoule ${argv.join(' ')} ended with ${code}:\n${err}`);
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(folder)) rmSync(join(folder, file));
  for (const file of keptFiles(made, keep)) cpSync(join(made, file), join(folder, file));
  rmSync(made, { recursive: true });
  console.log(folder);
  return out;
}

for (const report of reports) await rewrite(report);
for (const example of examples()) {
  if (example.missing !== undefined) {
    console.log(`${example.folder}: skipped, ${example.missing} is not installed`);
    continue;
  }
  prepare(example);
  const [first, ...sweeps] = example.reports;
  const record: unknown = JSON.parse(await rewrite(first, '--json'));
  for (const sweep of sweeps) await rewrite(sweep);
  writeFileSync(
    join(example.folder, 'expected.json'),
    `${JSON.stringify(pick(record, expectedOf(example)), null, 2)}\n`,
  );
}
