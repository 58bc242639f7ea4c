// How many of the ONNX standard's own cases pass, fail, or are refused by name: npm run conformance [FOLDER]
import { existsSync } from 'node:fs';
import { conformance } from '../test/oracles/conformance.ts';

const [, , folder = '../shared/data/onnx-node-cases'] = process.argv;
if (existsSync(folder)) {
  const { passed, refused, failed, incomplete } = await conformance(folder);
  for (const { name, reason } of refused) console.log(`refused ${name}: ${reason}`);
  for (const { name, reason } of failed) console.log(`FAILED ${name}: ${reason}`);
  for (const name of incomplete) console.log(`left out ${name}: the case lacks a tensor attribute`);
  console.log(
    `${passed.length} passed, ${failed.length} failed, ${refused.length} refused by name, ${incomplete.length} left out`,
  );
  if (failed.length > 0) process.exitCode = 1;
} else {
  console.error(`no cases in ${folder}`);
  process.exitCode = 1;
}
