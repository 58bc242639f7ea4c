import test from 'ava';
import { zipSync } from 'fflate';
import { memoryFiles } from '../../../src/base/files/files.ts';
import { UserError } from '../../../src/base/user-error.ts';
import { importWeights } from '../../../src/network/importers/index.ts';

const refused = test.macro({
  async exec(t, contents: Readonly<Record<string, string | Uint8Array>>, message: RegExp) {
    const [file] = Object.keys(contents);
    const error = await t.throwsAsync(importWeights(memoryFiles(contents), file, { prototxt: 'net.prototxt' }), {
      instanceOf: UserError,
    });
    t.regex(error?.message ?? '', message);
  },
  title: (what = '') => `${what} is refused`,
});

/** A .npy file of doubles, or of bytes of text. */
function npy(values: Float64Array | string, shape: string): Uint8Array {
  const [descr, data] =
    typeof values === 'string'
      ? [`|S${values.length}`, new TextEncoder().encode(values)]
      : ['<f8', new Uint8Array(values.buffer)];
  const words = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape}), }`;
  const header = `${words.padEnd(117)}\n`;
  return Uint8Array.from([
    0x93,
    ...new TextEncoder().encode('NUMPY'),
    1,
    0,
    header.length,
    0,
    ...new TextEncoder().encode(header),
    ...data,
  ]);
}

function coo(rows: number, columns: number): Uint8Array {
  return zipSync({
    'format.npy': npy('coo', ''),
    'shape.npy': npy(Float64Array.of(rows, columns), '2,'),
    'data.npy': npy(Float64Array.of(1), '1,'),
    'row.npy': npy(Float64Array.of(0), '1,'),
    'col.npy': npy(Float64Array.of(0), '1,'),
  });
}

test('a whole shape is read', async (t) => {
  const { layers } = await importWeights(memoryFiles({ 'a.npz': coo(2, 3) }), 'a.npz');
  t.is(layers[0].matrix.columns, 3);
});
test(
  'a matrix of 2.5 rows',
  refused,
  { 'a.npz': coo(2.5, 3) },
  /rows: expected a whole number from 1 to 16777216, found 2\.5/,
);
test(
  'a matrix of NaN columns',
  refused,
  { 'a.npz': coo(2, NaN) },
  /columns: expected a whole number from 1 to 16777216, found NaN/,
);
test(
  'a matrix of 2e9 columns',
  refused,
  { 'a.npz': coo(2, 2e9) },
  /columns: expected a whole number from 1 to 16777216, found 2000000000/,
);

const caffe = (inner: string, input = 'dim: 1 dim: 4') => ({
  'n.net': new Uint8Array(100),
  'net.prototxt': `layer { name: "in" type: "Input" top: "x" input_param { shape { ${input} } } }\n${inner}\n`,
});
const product = (field: string) =>
  caffe(`layer { name: "fc" type: "InnerProduct" bottom: "x" top: "y" inner_product_param { ${field} } }`);
const kernel = (fields: string) =>
  caffe(
    `layer { name: "c" type: "Convolution" bottom: "x" top: "y" convolution_param { num_output: 4 ${fields} } }`,
    'dim: 1 dim: 4 dim: 8 dim: 8',
  );

test(
  'a layer of 2.5 outputs',
  refused,
  product('num_output: 2.5'),
  /net\.prototxt fc: num_output: expected a whole number from 1 to 16777216, found 2\.5/,
);
test(
  'a layer of 1e9 outputs',
  refused,
  product('num_output: 1000000000'),
  /fc: num_output: expected a whole number .*found 1000000000/,
);
test(
  'a layer of "many" outputs',
  refused,
  product('num_output: "many"'),
  /fc: num_output: expected a number, found "many"/,
);
test(
  'a layer that tells no number of outputs',
  refused,
  product('bias_term: false'),
  /fc: num_output: expected a number, found none/,
);
test('1e9 groups', refused, kernel('group: 1000000000'), /c: group: expected a whole number/);
test(
  'groups that do not divide the channels',
  refused,
  kernel('group: 3'),
  /c: group: 4 outputs and 4 inputs cannot be dealt to 3 groups/,
);
test('a window larger than its input', refused, kernel('kernel_size: 9'), /c: its output has no size: 4 x 0 x 0/);
test(
  'a layer without a bottom',
  refused,
  caffe('layer { name: "r" type: "ReLU" top: "y" }'),
  /r: expected a bottom and a top/,
);
test('an input of no size', refused, caffe('', 'dim: 1 dim: -4'), /x: expected sizes from 1, found "1 -4"/);
