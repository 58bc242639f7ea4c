// Rewrites every committed result: reports/* and the expected.json of each example. Look at the difference before you commit it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { examples, expectedOf, pick, prepare, reports } from '../test/golden/goldens.ts';
import { runCli } from '../test/run-cli.ts';

async function run(...argv: string[]): Promise<string> {
  const { code, out, err } = await runCli(...argv);
  if (code !== 0) throw new Error(`picojoule ${argv.join(' ')} ended with ${code}:\n${err}`);
  return out;
}

for (const { folder, argv } of reports) {
  await run(...argv, '--out', folder);
  console.log(folder);
}
for (const example of examples()) {
  if (example.missing !== undefined) {
    console.log(`${example.folder}: skipped, ${example.missing} is not installed`);
    continue;
  }
  prepare(example);
  const record: unknown = JSON.parse(await run(...example.argv));
  writeFileSync(
    join(example.folder, 'expected.json'),
    `${JSON.stringify(pick(record, expectedOf(example)), null, 2)}\n`,
  );
  console.log(example.folder);
}
