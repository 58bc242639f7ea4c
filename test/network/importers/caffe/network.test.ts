import test from 'ava';
import { UserError } from '../../../../src/base/user-error.ts';
import { executeGraph } from '../../../../src/network/graph/execute-graph.ts';
import { readCaffeNetwork } from '../../../../src/network/importers/caffe/network.ts';
import { parsePrototxt } from '../../../../src/network/importers/caffe/prototxt.ts';

const read = (layer: string) =>
  readCaffeNetwork(
    'f.prototxt',
    parsePrototxt(
      'f.prototxt',
      `input: "data" input_dim: 1 input_dim: 2 input_dim: 4 input_dim: 4
       layer { name: "l" bottom: "data" top: "l" ${layer} }`,
    ),
  );

const refuses = test.macro<[string, RegExp]>({
  exec: (t, layer, message) => {
    t.throws(() => read(layer), { instanceOf: UserError, message });
  },
  title: (_given, layer) => `not read, and told: ${layer}`,
});

test(refuses, 'type: "ReLU" relu_param { negative_slope: 0.1 }', /l: relu_param\.negative_slope: 0\.1 is not read/);
test(refuses, 'type: "Eltwise" eltwise_param { operation: PROD }', /eltwise_param\.operation: PROD is not read/);
test(refuses, 'type: "LRN" lrn_param { norm_region: WITHIN_CHANNEL }', /norm_region: WITHIN_CHANNEL/);
test(refuses, 'type: "Pooling" pooling_param { pool: STOCHASTIC kernel_size: 2 }', /pool: STOCHASTIC/);
test(
  refuses,
  'type: "Convolution" convolution_param { num_output: 2 kernel_size: 3 kernel_size: 1 }',
  /kernel_size: expected one value, found 3, 1 \(give kernel_h and kernel_w\)/,
);
test(refuses, 'type: "Sigmoid" mystery_param { depth: 2 }', /mystery_param of a Sigmoid layer is not read/);

test('an inner product takes an image as one vector', (t) => {
  const { nodes, inputs, outputs } = read('type: "InnerProduct" inner_product_param { num_output: 3 }');
  const seen: number[] = [];
  const multiply = (_: string, input: Float32Array): Float32Array => {
    seen.push(input.length);
    return new Float32Array(3);
  };
  const image = { type: 'fp32', shape: [1, 2, 4, 4], values: new Float32Array(32) };
  const results = executeGraph({ inputs, outputs, nodes, constants: new Map() }, new Map([['data', image]]), multiply);
  t.deepEqual([seen, results.get('l')!.shape], [[32], [1, 3]]);
});
