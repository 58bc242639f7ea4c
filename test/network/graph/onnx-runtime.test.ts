import test from 'ava';
import { conformance } from '../../oracles/conformance.ts';

test("ONNX Runtime's own operators give what ONNX Runtime gives, integers exactly", async (t) => {
  const { passed, refused, failed } = await conformance('test/network/graph/fixtures/onnx-runtime');
  t.deepEqual([refused, failed], [[], []]);
  t.true(passed.length >= 50);
});
