import test from 'ava';
import { UserError } from '../../../../src/base/user-error.ts';
import { compressNetwork } from '../../../../src/compress/compress-network.ts';
import { writeCompressed } from '../../../../src/network/compressed/write-compressed.ts';
import type { Graph } from '../../../../src/network/graph/graph.ts';
import type { ImportedWeights } from '../../../../src/network/imported-weights.ts';
import { compressed, readCompressed } from '../../../../src/network/importers/compressed/compressed.ts';
import { readSafetensorsFile } from '../../../../src/network/importers/safetensors/safetensors-file.ts';
import { element } from '../case-files.ts';

const matrix = {
  kind: 'dense',
  rows: 40,
  columns: 3,
  values: Float32Array.from({ length: 120 }, (_, index) => (index % 7 === 0 ? Math.sin(index) : 0)),
} as const;
const imported: ImportedWeights = {
  format: 'test',
  layers: [
    {
      name: 'fc/1',
      kind: 'fullyConnected',
      shape: [40, 3],
      numberFormat: 'fp32',
      matrix,
      bias: Float32Array.from({ length: 40 }, (_, row) => row / 8),
    },
  ],
  skipped: [],
  warnings: [],
  graph: {
    inputs: [{ name: 'x', shape: [null, 3] }],
    outputs: ['z'],
    nodes: [
      {
        name: 'n',
        operator: 'Gemm',
        inputs: ['x', 'w'],
        outputs: ['y'],
        attributes: { transB: 1 },
        layers: ['fc/1'],
        weightInputs: [1],
      },
      { name: 'm', operator: 'Add', inputs: ['y', 'c'], outputs: ['z'], attributes: {}, layers: [] },
    ],
    constants: new Map([
      ['c', { shape: [1], values: Float32Array.of(0.5), type: 'fp32' }],
      ['w', { shape: [40, 3], values: matrix.values, type: 'fp32' }],
    ]),
  },
};
const rules = { share: { codeBits: 4 }, processingElements: 2, indexBits: 2 } as const;
const bytes = writeCompressed(compressNetwork(imported, rules).network);

test('what is read back gives the same bytes', (t) => {
  t.deepEqual(writeCompressed(readCompressed({ file: 'f', bytes })), bytes);
});

test('the layer that is read is the layer that was shared, padding gone, bias and graph kept', async (t) => {
  t.true(compressed.matches(bytes.subarray(0, 4096)));
  const { layers, graph } = await compressed.read({ file: 'f', bytes }, {});
  const [layer] = layers;
  t.is(layer.matrix.values.length, matrix.values.filter((value) => value !== 0).length);
  t.true(layer.shared!.paddingZeros > 0);
  for (let row = 0; row < 40; row++)
    for (let column = 0; column < 3; column++) {
      const original = matrix.values[row * 3 + column];
      t.is(element(layer, row, column) === 0, original === 0);
      t.true(Math.abs(element(layer, row, column) - original) < 0.1);
    }
  t.deepEqual([...layer.bias!], [...imported.layers[0].bias!]);
  t.deepEqual(graph!.nodes, imported.graph!.nodes);
  t.deepEqual([...graph!.constants.keys()], ['c'], 'a constant that the layer holds is not stored twice');
});

test('compressing it again changes nothing', async (t) => {
  const again = compressNetwork(await compressed.read({ file: 'f', bytes }, {}), rules);
  t.deepEqual(writeCompressed(again.network), bytes);
});

test('the graphs of an If keep their constants', async (t) => {
  const constant = (value: number) => new Map([['k', { shape: [1], values: Float32Array.of(value), type: 'fp32' }]]);
  const branch = (value: number): Graph => ({
    inputs: [],
    outputs: ['z'],
    nodes: [{ name: 'add', operator: 'Add', inputs: ['y', 'k'], outputs: ['z'], attributes: {}, layers: [] }],
    constants: constant(value),
  });
  const node = {
    name: 'if',
    operator: 'If',
    inputs: ['x'],
    outputs: ['w'],
    attributes: {},
    layers: [],
    branches: { whenTrue: branch(1), whenFalse: branch(2) },
  };
  const graph: Graph = { inputs: [{ name: 'x', shape: [1] }], outputs: ['w'], nodes: [node], constants: constant(3) };
  const written = writeCompressed(compressNetwork({ ...imported, graph }, rules).network);
  const read = await compressed.read({ file: 'f', bytes: written }, {});
  t.deepEqual(read.graph!.nodes, graph.nodes);
  t.deepEqual(writeCompressed(compressNetwork(read, rules).network), written);
});

test('another tool sees plain tensors', (t) => {
  const { tensors } = readSafetensorsFile('f', bytes);
  t.deepEqual(tensors.map(({ name }) => name).toSorted(), [
    'constant:c',
    'fc/1.bias',
    'fc/1.codebook',
    'fc/1.codes',
    'fc/1.pointers',
    'fc/1.relativeIndices',
  ]);
  t.deepEqual(tensors.find(({ name }) => name === 'fc/1.pointers')?.shape, [4, 2]);
});

const damaged = test.macro({
  exec: async (t, from: string, to: string, message: RegExp) => {
    const text = Buffer.from(bytes).toString('latin1').replace(from, to);
    t.is(text.length, bytes.length);
    await t.throwsAsync(async () => compressed.read({ file: 'f', bytes: Buffer.from(text, 'latin1') }, {}), {
      instanceOf: UserError,
      message,
    });
  },
  title: (claim) => claim ?? '',
});
test('a missing tensor is named', damaged, '"fc/1.codes"', '"fc/1.cod3s"', /^f fc\/1\.codes: no tensor of that name/);
test(
  'another number of PEs than the pointers have is refused',
  damaged,
  '"processingElements":"2"',
  '"processingElements":"3"',
  /^f fc\/1\.pointers: expected 4 x 3, found 8/,
);

for (const [from, to, message] of [
  ['"dtype":"F32","shape":[16]', '"dtype":"U32","shape":[16]', /^f fc\/1\.codebook: expected F32, found U32/],
  ['shape\\":[40,3]', 'shape\\":[40,4]', /"fc\/1": a shape of 40 x 4 is 160 weights, 40 rows of 3 columns are 120/],
  ['\\"fp32\\"', '\\"fp33\\"', /^f metadata "layers": "fc\/1"\.numberFormat: .*"fp33"/],
  ['"indexBits":"2"', '"indexBits":"x"', /indexBits: expected a whole number from 0 to 32, found "x"/],
  ['network, version 1', 'network, version 2', /expected the format ".*, version 1", found ".*, version 2"/],
] as const)
  test(`${to} instead of ${from} is refused`, damaged, from, to, message);

/** The file with another byte in one of its tensors. */
function withByte(name: string, at: number, value: number): Uint8Array {
  const tensor = readSafetensorsFile('f', bytes).tensors.find((one) => one.name === name)!;
  const dataStart = 8 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const copy = Uint8Array.from(bytes);
  copy[dataStart + tensor.from + at] = value;
  return copy;
}

const misled = test.macro({
  exec: async (t, part: string, at: number, value: number, message: string) => {
    const source = { file: 'f', bytes: withByte(`fc/1.${part}`, at, value) };
    const error = await t.throwsAsync(async () => compressed.read(source, {}), { instanceOf: UserError });
    t.is(error.message.replace(/ \[.*/, ''), `f${message}`);
  },
  title: (claim) => claim ?? '',
});
test(
  'pointers that do not begin at 0 are refused with their place',
  misled,
  'pointers',
  1,
  3,
  ' fc/1.pointers: column 0, PE 1: expected 0, found 3',
);
test(
  'pointers that fall are refused with their place',
  misled,
  'pointers',
  2,
  200,
  ' fc/1.pointers: column 2, PE 0: expected at least 200, as of the column before, found 9',
);
test(
  'pointers that do not cover the entries are refused with both numbers',
  misled,
  'pointers',
  7,
  90,
  ' fc/1.pointers: they tell of 104 entries, the file has 31',
);
test(
  'entries that lead beyond the last row are refused with the row',
  misled,
  'relativeIndices',
  20,
  3,
  ' fc/1.relativeIndices: PE 1: they lead to row 43, the layer has rows 0 to 39',
);
test(
  'an index that its bits do not hold is refused with its entry',
  misled,
  'relativeIndices',
  3,
  4,
  ' fc/1.relativeIndices: entry 4 skips 4 rows, which 2 bits (indexBits) do not hold',
);
