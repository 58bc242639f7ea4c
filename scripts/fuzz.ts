// Reads damaged inputs of every kind: `npm run fuzz [-- executions [seed]]`, a million by default. Findings are told with the bytes that cause them.
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fuzz } from '../test/fuzz/fuzz.ts';

const [executions = '1000000', seed = '1'] = process.argv.slice(2);
const { outcomes, findings } = await fuzz(Number(executions), Number(seed), (target, execution, seconds) =>
  console.log(`slow: ${target}, execution ${execution}: ${seconds.toFixed(1)} s`),
);
for (const [name, { results, errors }] of outcomes)
  console.log(`${name}: ${results} results, ${errors} errors of the tool`);
for (const [index, { target, execution, error, input }] of findings.entries()) {
  const file = join(tmpdir(), `picojoule-finding-${index}`);
  writeFileSync(file, input);
  console.log(
    `\n${target}, execution ${execution}, input in ${file}:\n${error instanceof Error ? error.stack : String(error)}`,
  );
}
console.log(`\n${executions} executions from seed ${seed}: ${findings.length} findings`);
process.exitCode = findings.length > 0 ? 1 : 0;
