import { existsSync } from 'node:fs';
import test from 'ava';
import { conformance } from '../../oracles/conformance.ts';
import { sharedPath } from '../../oracles/shared-folder.ts';

const folder = sharedPath('data', 'onnx-node-cases');

test("none of the standard's cases gives a wrong answer: each passes or is refused by name", async (t) => {
  if (!existsSync(folder)) {
    t.log('skipped: the cases are not here');
    t.pass();
    return;
  }
  const { passed, refused, failed, incomplete } = await conformance(folder);
  t.log(`${passed.length} passed, ${refused.length} refused by name, ${incomplete.length} left out`);
  t.deepEqual(failed, []);
  t.true(passed.length >= 450);
  for (const { reason } of refused) t.regex(reason, /is not executed/);
});
