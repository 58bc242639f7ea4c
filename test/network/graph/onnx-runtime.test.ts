import test from 'ava';
import { conformance } from '../../oracles/conformance.ts';

test("ONNX Runtime's own operators give what ONNX Runtime gives, integers exactly", async (t) => {
  const { passed, refused, failed } = await conformance('test/network/graph/fixtures/onnx-runtime');
  t.deepEqual([refused, failed], [[], []]);
  t.true(passed.length >= 100);
});

test("operators that ONNX Runtime lacks give what the standard's reference gives", async (t) => {
  const { passed, refused, failed } = await conformance('test/network/graph/fixtures/onnx-reference');
  t.deepEqual([refused, failed], [[], []]);
  t.true(passed.length >= 12);
});
