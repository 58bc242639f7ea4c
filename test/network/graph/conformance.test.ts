import { conformance } from '../../oracles/conformance.ts';
import { sharedPath, testWithData } from '../../oracles/shared-folder.ts';

const folder = sharedPath('data', 'onnx-node-cases');

testWithData(folder)(
  "none of the standard's cases gives a wrong answer: each passes or is refused by name",
  async (t) => {
    const { passed, refused, failed, incomplete } = await conformance(folder);
    t.log(`${passed.length} passed, ${refused.length} refused by name, ${incomplete.length} left out`);
    t.deepEqual(failed, []);
    t.true(passed.length >= 450);
    for (const { reason } of refused) t.regex(reason, /is not executed/);
  },
);
