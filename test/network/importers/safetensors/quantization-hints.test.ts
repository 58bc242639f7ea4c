import test from 'ava';
import { memoryFiles } from '../../../../src/base/files/files.ts';
import { importWeights, weightFiles } from '../../../../src/network/importers/index.ts';

/** A safetensors file of int32 tensors. */
function packed(
  tensors: Readonly<Record<string, readonly [shape: readonly number[], words: readonly number[]]>>,
): Uint8Array {
  let end = 0;
  const header = Object.entries(tensors).map(([name, [shape, words]]) => {
    const start = end;
    end += 4 * words.length;
    return [name, { dtype: 'I32', shape, data_offsets: [start, end] }] as const;
  });
  const text = JSON.stringify(Object.fromEntries(header));
  const head = Buffer.alloc(8);
  head.writeUInt32LE(text.length);
  const data = Object.values(tensors).map(([, words]) => Buffer.from(Int32Array.from(words).buffer));
  return new Uint8Array(Buffer.concat([head, Buffer.from(text), ...data]));
}

/** 8 inputs of one output: fields 1 to 8, zero 2 (stored as 1 in version 1), scale 1 as bits of fp32 in int32 is not needed: scales are whole numbers. */
const GPTQ = packed({
  'fc.qweight': [
    [1, 8],
    [1, 2, 3, 4, 5, 6, 7, 8],
  ],
  'fc.qzeros': [[1, 1], [0x11111111]],
  'fc.scales': [
    [1, 8],
    [1, 1, 1, 1, 1, 1, 1, 1],
  ],
});

for (const [config, first] of [
  [{ quantization_config: { bits: 4, checkpoint_format: 'gptq' } }, 1 - 2],
  [{ quantization_config: { bits: 4, checkpoint_format: 'gptq_v2' } }, 1 - 1],
] as const)
  test(`config.json beside the file tells the version: ${config.quantization_config.checkpoint_format}`, async (t) => {
    const files = memoryFiles({ 'm/model.safetensors': GPTQ, 'm/config.json': JSON.stringify(config) });
    const { layers, warnings } = await importWeights(files, 'm/model.safetensors');
    t.is(layers[0].matrix.values[0], first);
    t.deepEqual(warnings, []);
    t.deepEqual(await weightFiles(files, 'm/model.safetensors'), ['m/model.safetensors', 'm/config.json']);
  });

test('a config that is no JSON says nothing, and the version is then taken from the zero points', async (t) => {
  const files = memoryFiles({ 'm/model.safetensors': GPTQ, 'm/config.json': '{' });
  t.regex((await importWeights(files, 'm/model.safetensors')).warnings[0], /version 1 of GPTQ taken/);
});

test('bits that all groups of compressed-tensors share are taken', async (t) => {
  const config = { quantization_config: { config_groups: { a: { weights: { num_bits: 3 } } } } };
  const ones = 0b001_001_001_001_001_001_001_001; // eight fields of 3 bits, each 1 and so 1 - 4
  const model = {
    'fc.weight_packed': [[1, 1], [ones]],
    'fc.weight_scale': [[1, 1], [1]],
    'fc.weight_shape': [[2], [1, 8]],
  } as const;
  const files = memoryFiles({ 'm/model.safetensors': packed(model), 'm/config.json': JSON.stringify(config) });
  const { layers } = await importWeights(files, 'm/model.safetensors');
  t.deepEqual(
    [...layers[0].matrix.values],
    Array.from({ length: 8 }, () => -3),
  );
});

test('a shard says of how many it is one', async (t) => {
  const files = memoryFiles({ 'm/model-00001-of-00002.safetensors': GPTQ });
  t.is(
    (await importWeights(files, 'm/model-00001-of-00002.safetensors')).warnings[0],
    'model-00001-of-00002.safetensors is shard 1 of 2, a part of a network: its folder holds the whole',
  );
});
