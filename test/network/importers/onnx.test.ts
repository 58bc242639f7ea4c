import { existsSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { UserError } from '../../../src/base/user-error.ts';
import { onnx } from '../../../src/network/importers/onnx.ts';
import { nodeFiles } from '../../../src/node/node-files.ts';
import { importWeights } from '../../../src/node/read-networks.ts';
import { type Initializer, onnxModel } from '../../oracles/onnx-model.ts';
import { caseFile, testWithData } from '../../oracles/shared-folder.ts';
import { element, reads, refuses, testFiles } from './case-files.ts';

const SMALL = reads(2, 3, 3, 6);

testFiles('onnx', {
  'made_gemm_transB1.onnx': SMALL,
  'made_gemm_transB0.onnx': SMALL,
  'made_matmul.onnx': SMALL,
  'made_transpose_matmul.onnx': SMALL,
  'made_ir3_input_listed.onnx': SMALL,
  'made_dim_param.onnx': SMALL,
  'made_float_data.onnx': SMALL,
  'made_double.onnx': SMALL,
  'made_fp16_int32data.onnx': SMALL,
  'made_bf16_int32data.onnx': SMALL,
  'made_dq_weights.onnx': SMALL,
  'made_ext_ok.onnx': SMALL,
  'made_sparse_init.onnx': SMALL,
  'made_int8_int32data.onnx': reads(2, 3, 3, -2),
  'made_int4.onnx': reads(2, 3, 4, -1),
  'made_shared_weight.onnx': {
    layers: [
      [2, 3, 3, 6],
      [3, 2, 3, 6],
    ],
  },
  'test_Linear.onnx': reads(8, 10, 80, 0.8897878081),
  'test_Linear_no_bias.onnx': reads(8, 10, 80, -0.2224792689),
  'test_Conv1d.onnx': reads(5, 12, 60, 0.2294442356),
  'test_Conv2d.onnx': reads(4, 18, 72, -1.430073552),
  'test_Conv2d_no_bias.onnx': reads(4, 18, 72, -0.6576888412),
  'test_Conv2d_depthwise.onnx': { layers: [[4, 9, 36]] },
  'test_Conv2d_groups.onnx': { layers: [[6, 12, 72]] },
  // Weights [3, 4, 3, 3]: a kernel of sums for each of four outputs, from three inputs.
  'test_ConvTranspose2d.onnx': reads(36, 3, 108, -1.0402284860610962),
  'test_Conv3d.onnx': reads(4, 72, 288, -0.2871726081),
  'test_operator_conv.onnx': reads(13, 144, 1872, 3.048429694),
  'light_bvlc_alexnet.onnx': refuses(
    /no weight layers[\s\S]*conv1_w_0: ConstantOfShape[\s\S]*conv1_w_0__SHAPE: one-dimensional/,
  ),
  'light_squeezenet.onnx': refuses(/no weight layers[\s\S]*ConstantOfShape/),
  'test_Embedding.onnx': refuses(/no weight layers[\s\S]*Gather: a table look-up/),
  'test_expand_shape_model1.onnx': refuses(/no weight layers[\s\S]*Expand/),
  'test_operator_addconstant.onnx': refuses(/no weight layers[\s\S]*Add/),
  'test_operator_addmm.onnx': refuses(/no weight layers[\s\S]*Gemm: no operand is a constant/),
  'test_operator_mm.onnx': refuses(/no weight layers[\s\S]*Gemm: no operand is a constant/),
  'test_single_relu_model.onnx': refuses(/no weight layers[\s\S]*Relu/),
  'made_raw_short.onnx': refuses(/w: .*20 bytes, needs 24/),
  'made_text.onnx': refuses(/Git LFS pointer/),
  'made_truncated.onnx': refuses(/byte 2: .*needs 136 bytes, the file has 55/),
  'zigzag_resnet18_noweights.onnx': refuses(/fc\.weight: external data: "resnet18\.external" is missing/),
});

testWithData(caseFile('onnx/made_matmul.onnx'))(
  'four ways to write one layer give the same elements: inputs are columns',
  async (t) => {
    for (const name of ['gemm_transB1', 'gemm_transB0', 'matmul', 'transpose_matmul']) {
      const { layers } = await importWeights(caseFile(`onnx/made_${name}.onnx`));
      const values = [0, 1].map((row) => [0, 1, 2].map((column) => element(layers[0], row, column)));
      t.deepEqual(
        values,
        [
          [0, 1, 0],
          [2, 0, 3],
        ],
        name,
      );
    }
  },
);

testWithData(caseFile('onnx/made_int4.onnx'))('sub-byte and 8-bit values keep their sign', async (t) => {
  const valuesOf = async (name: string) => [
    ...(await importWeights(caseFile(`onnx/${name}.onnx`))).layers[0].matrix.values,
  ];
  t.deepEqual(await valuesOf('made_int4'), [0, -8, 7, 1, 0, -1]);
  t.deepEqual(await valuesOf('made_int8_int32data'), [0, -1, 0, 127, 0, -128]);
});

/** A model of one node. */
const model = (
  operator: string,
  attributes: Readonly<Record<string, number>>,
  inputs: readonly string[],
  initializers: readonly Initializer[],
): Uint8Array => onnxModel([{ operator, attributes, inputs, outputs: ['y'] }], initializers);

const readModel = async (bytes: Uint8Array, file = 'f.onnx') => onnx.read({ files: nodeFiles, file, bytes }, {});

test('alpha scales the weights and beta the bias', async (t) => {
  const bytes = model(
    'Gemm',
    { alpha: 0.5, beta: 2.5, transB: 1 },
    ['x', 'w', 'b'],
    [
      { name: 'w', dims: [2, 1], floats: [2, 4] },
      { name: 'b', dims: [2], floats: [2, 4] },
    ],
  );
  const { layers } = await readModel(bytes);
  t.deepEqual([...layers[0].matrix.values], [1, 2]);
  t.deepEqual([...layers[0].bias!], [5, 10]);
});

test('an LSTM is one matrix [W R] of 4 hidden x (inputs + hidden), its two biases added', async (t) => {
  const count = (length: number, from: number) => Array.from({ length }, (_, index) => from + index);
  const bytes = model(
    'LSTM',
    { hidden_size: 1 },
    ['x', 'W', 'R', 'B'],
    [
      { name: 'W', dims: [1, 4, 2], floats: count(8, 1) },
      { name: 'R', dims: [1, 4, 1], floats: count(4, 101) },
      { name: 'B', dims: [1, 8], floats: count(8, 1) },
    ],
  );
  const { layers } = await readModel(bytes);
  t.is(layers[0].kind, 'lstm');
  t.deepEqual([...layers[0].matrix.values], [1, 2, 101, 3, 4, 102, 5, 6, 103, 7, 8, 104]);
  t.deepEqual([...layers[0].bias!], [6, 8, 10, 12]);
});

test('a GRU is two matrices, for the input and for the recurrence', async (t) => {
  const bytes = model(
    'GRU',
    { hidden_size: 1 },
    ['x', 'W', 'R'],
    [
      { name: 'W', dims: [1, 3, 2], floats: [1, 2, 3, 4, 5, 6] },
      { name: 'R', dims: [1, 3, 1], floats: [7, 8, 9] },
    ],
  );
  const { layers } = await readModel(bytes);
  t.deepEqual(
    layers.map(({ name, matrix }) => [name, matrix.rows, matrix.columns]),
    [
      ['W.input', 3, 2],
      ['W.recurrent', 3, 1],
    ],
  );
});

const outside = test.macro({
  exec: async (t, location: string, message: RegExp) => {
    const folder = mkdtempSync(join(tmpdir(), 'picojoule-'));
    writeFileSync(join(folder, '..', 'picojoule-outside.bin'), new Uint8Array(24));
    mkdirSync(join(folder, 'folder'));
    if (!existsSync(join(folder, 'link.bin')))
      symlinkSync(join(folder, '..', 'picojoule-outside.bin'), join(folder, 'link.bin'));
    const bytes = model('Gemm', { transB: 1 }, ['x', 'w'], [{ name: 'w', dims: [2, 3], external: { location } }]);
    await t.throwsAsync(readModel(bytes, join(folder, 'm.onnx')), { instanceOf: UserError, message });
  },
  title: (_given, location: string) => `external data at ${location} is refused`,
});
test(outside, '../picojoule-outside.bin', /w: external data: location .* is not inside the folder/);
test(outside, '/etc/hostname', /is not inside the folder/);
test(outside, 'link.bin', /leads outside the folder/);
test(outside, 'folder', /"folder" is no file/);

const WEIGHTS = { name: 'w', dims: [1, 1, 1, 2], floats: [1, 2] } as const;
const refusesNode = test.macro<[Uint8Array, RegExp]>(async (t, bytes, message) => {
  const read = async () => {
    const { layers, skipped } = await readModel(bytes);
    t.is(layers.length, 0);
    return skipped.map(({ name, reason }) => `${name}: ${reason}`).join('\n');
  };
  const text = await read().catch((cause: unknown) => {
    if (cause instanceof UserError) return cause.message;
    throw cause;
  });
  t.regex(text, message);
});
test(
  'two initialisers of one name are refused',
  refusesNode,
  model('Conv', {}, ['x', 'w'], [WEIGHTS, WEIGHTS]),
  /f\.onnx w: two initialisers of this name/,
);
test(
  'a group of 0 is refused',
  refusesNode,
  model('Conv', { group: 0 }, ['x', 'w'], [WEIGHTS]),
  /Conv: 1 outputs do not divide into 0 groups/,
);
test(
  'weights without rows are no layer',
  refusesNode,
  model('MatMul', {}, ['x', 'w'], [{ name: 'w', dims: [2, 0], floats: [] }]),
  /MatMul: empty weights of shape \[2, 0\]/,
);
test(
  'a hidden_size that the weights do not have is refused',
  refusesNode,
  model(
    'LSTM',
    { hidden_size: 2 },
    ['x', 'w', 'r'],
    [
      { name: 'w', dims: [1, 4, 1], floats: [1, 2, 3, 4] },
      { name: 'r', dims: [1, 4, 1], floats: [1, 2, 3, 4] },
    ],
  ),
  /LSTM: hidden_size 2, R of shape \[1, 4, 1\]/,
);
test('a Conv needs no kernel_shape: its weights tell it', async (t) => {
  const { graph } = await readModel(model('Conv', {}, ['x', 'w'], [WEIGHTS]));
  t.deepEqual(graph!.nodes[0].attributes, { kernel_shape: [1, 2] });
});

test('weights of the graph around an If that a branch of it uses are a layer, and not told to be none', async (t) => {
  const product = (weight: string, output: string) => ({
    operator: 'MatMul',
    inputs: ['x', weight],
    outputs: [output],
  });
  const file = onnxModel(
    [
      {
        operator: 'If',
        inputs: ['condition'],
        outputs: ['y'],
        graphs: {
          then_branch: { nodes: [product('outer', 't')] },
          else_branch: {
            nodes: [product('inner', 'e')],
            initializers: [{ name: 'inner', dims: [2, 3], floats: [1, 2, 3, 4, 5, 6] }],
          },
        },
      },
    ],
    [
      { name: 'outer', dims: [2, 3], floats: [6, 5, 4, 3, 2, 1] },
      { name: 'idle', dims: [2, 2], floats: [1, 2, 3, 4] },
    ],
    { x: [1, 2], condition: [] },
    { kinds: { condition: 'bool' } },
  );
  const { layers, skipped } = await readModel(file);
  t.deepEqual(
    layers.map(({ name }) => name),
    ['outer', 'inner'],
  );
  t.deepEqual(
    skipped.map(({ name }) => name),
    ['idle'],
  );
});
