import { readFileSync } from 'node:fs';
import test from 'ava';
import { importWeights, inspectFile } from '../../../../src/node/read-networks.ts';

/** Written and read back by ggml itself (test/data/README.md): base64 of little-endian fp32. */
const TRUTH: Readonly<Record<string, string>> = JSON.parse(readFileSync('test/data/gguf/blocks.truth.json', 'utf8'));

for (const [name, truth] of Object.entries(TRUTH))
  test(`${name}: every value is the one that ggml reads`, async (t) => {
    const { layers } = await importWeights('test/data/gguf/blocks.gguf');
    const layer = layers.find((one) => one.name === name)!;
    const bytes = Buffer.from(truth, 'base64');
    const expected = Float32Array.from({ length: bytes.length / 4 }, (_, k) => bytes.readFloatLE(4 * k));
    t.deepEqual([layer.matrix.rows, layer.matrix.columns], [2, 256]);
    // a negative zero is a zero
    t.deepEqual(
      [...layer.matrix.values].map((x) => x + 0),
      [...expected].map((x) => x + 0),
    );
  });

test('stored bits of a weight count the scales of its block', async (t) => {
  const { layers } = await inspectFile('test/data/gguf/blocks.gguf');
  const bits = Object.fromEntries(layers.map((layer) => [layer.numberFormat, layer.storedBitsPerWeight]));
  // ggml's own block sizes and bytes (../shared/papers/language-models.md, section 2)
  t.like(bits, { q4_0: 4.5, q4_1: 5, q5_0: 5.5, q5_1: 6, q8_0: 8.5, q2_K: 2.625, q3_K: 3.4375, q4_K: 4.5, q5_K: 5.5 });
  t.like(bits, { q6_K: 6.5625, iq4_nl: 4.5, iq4_xs: 4.25, mxfp4: 4.25, nvfp4: 4.5, bf16: 16, fp16: 16, fp32: 32 });
});
