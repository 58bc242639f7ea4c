import test from 'ava';
import { zipSync } from 'fflate';
import { UserError } from '../../../../src/base/user-error.ts';
import type { ImportedWeights } from '../../../../src/network/imported-weights.ts';
import { npz } from '../../../../src/network/importers/numpy/npz.ts';
import { importWeights } from '../../../../src/node/read-networks.ts';
import { reads, testFiles } from '../case-files.ts';
import { allValues, REAL_FILES, testRealFile } from '../real-files.ts';

/** An archive of arrays of doubles, by member name. */
async function archive(
  arrays: Readonly<Record<string, readonly [shape: readonly number[], values: readonly number[]]>>,
): Promise<ImportedWeights> {
  const members = Object.entries(arrays).map(([name, [shape, values]]) => {
    const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
    const text = `{'descr': '<f8', 'fortran_order': False, 'shape': (${sizes}), }\n`;
    const head = Buffer.concat([
      Buffer.from([0x93]),
      Buffer.from('NUMPY'),
      Buffer.from([1, 0, text.length, 0]),
      Buffer.from(text),
    ]);
    return [
      `${name}.npy`,
      new Uint8Array(Buffer.concat([head, Buffer.from(Float64Array.from(values).buffer)])),
    ] as const;
  });
  return npz.read({ file: 'a.npz', bytes: zipSync(Object.fromEntries(members)) }, {});
}

const SCIPY = 'csr_matrix csr_array csc_matrix coo_matrix coo_array bsr_matrix bsr_array dia_matrix dia_array';
for (const name of SCIPY.split(' '))
  testRealFile(`scipy ${name} holds what its dense array holds`, `arr/${name}.npz`, async (t, { layers }) => {
    const dense = await importWeights(`${REAL_FILES}/arr/dense.npy`);
    t.deepEqual(allValues(layers[0]), allValues(dense.layers[0]));
  });

testFiles('../networks', {
  'npz/pydata_coo.npz': reads(4, 6, 4),
  'npz/scipy_bsr.npz': reads(4, 6, 4),
  'npz/scipy_coo_coords.npz': reads(4, 6, 4),
});

test('pydata/sparse COO of four axes is a convolution', async (t) => {
  const { layers } = await archive({
    data: [[3], [5, 6, 7]],
    coords: [
      [4, 3],
      [0, 1, 1, 0, 0, 2, 1, 0, 1, 0, 1, 1],
    ],
    shape: [[4], [2, 3, 2, 2]],
    fill_value: [[], [0]],
  });
  t.is(layers[0].kind, 'convolution');
  t.deepEqual([layers[0].matrix.rows, layers[0].matrix.columns], [2, 12]);
  const values = allValues(layers[0]);
  const place = (out: number, channel: number, y: number, x: number) => ((out * 3 + channel) * 2 + y) * 2 + x;
  const expected = values.map(() => 0);
  expected[place(0, 0, 1, 0)] = 5;
  expected[place(1, 0, 0, 1)] = 6;
  expected[place(1, 2, 1, 1)] = 7;
  t.deepEqual(values, expected);
});

for (const [axes, indptr, indices, expected] of [
  [[0], [0, 2, 3], [0, 4, 5], [1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 3]],
  [[1], [0, 1, 2, 3], [0, 2, 3], [1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 3]],
  [
    [1, 2],
    [0, 1, 1, 1, 1, 2, 3],
    [0, 0, 1],
    [1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 3],
  ],
] as const)
  test(`GCXS of 2 x 3 x 2 with compressed axes ${axes.join(', ')}`, async (t) => {
    const { layers } = await archive({
      data: [[3], [1, 2, 3]],
      indices: [[3], indices],
      indptr: [[indptr.length], indptr],
      compressed_axes: [[axes.length], axes],
      shape: [[3], [2, 3, 2]],
      fill_value: [[], [0]],
    });
    t.deepEqual(allValues(layers[0]), [...expected]);
  });

test('sets of arrays under a common beginning are sparse matrices, dense ones beside them stay', async (t) => {
  const { layers } = await archive({
    adj_data: [[3], [1, 1, 1]],
    adj_indices: [[3], [2, 0, 1]],
    adj_indptr: [[3], [0, 1, 3]],
    adj_shape: [[2], [2, 3]],
    features: [
      [2, 2],
      [1, 2, 3, 4],
    ],
  });
  t.deepEqual(
    layers.map(({ name }) => name),
    ['adj', 'features'],
  );
  t.deepEqual(allValues(layers[0]), [0, 0, 1, 1, 1, 0]);
});

const refused = test.macro<[Parameters<typeof archive>[0], RegExp]>(async (t, arrays, message) => {
  await t.throwsAsync(archive(arrays), { instanceOf: UserError, message });
});
const COO = {
  data: [[1], [5]],
  coords: [
    [2, 1],
    [0, 1],
  ],
  shape: [[2], [2, 2]],
} as const;
test(
  'one dimension is refused with its rank',
  refused,
  { ...COO, coords: [[1, 1], [1]], shape: [[1], [4]] },
  /expected 2 to 4 dimensions, found one dimension, shape \(4,\)/,
);
test(
  'a fill value other than 0 is refused',
  refused,
  { ...COO, fill_value: [[], [1]] },
  /every place that is not stored is 1 \(fill_value\), not 0/,
);
test(
  'a coordinate outside is refused',
  refused,
  {
    ...COO,
    coords: [
      [2, 1],
      [0, 2],
    ],
  },
  /coords\[1\]\[0\]: expected an index from 0 to 1, found 2/,
);
test(
  'blocks that do not tile the matrix are refused',
  refused,
  {
    data: [
      [1, 2, 2],
      [1, 2, 3, 4],
    ],
    indices: [[1], [0]],
    indptr: [[2], [0, 1]],
    shape: [[2], [2, 3]],
  },
  /blocks of shape 1 x 2 x 2 for a matrix of 2 x 3/,
);

test('a set without its shape is listed as not read', async (t) => {
  const { layers, skipped } = await archive({
    data: COO.data,
    coords: COO.coords,
    w: [
      [2, 2],
      [1, 2, 3, 4],
    ],
  });
  t.deepEqual(
    layers.map(({ name }) => name),
    ['w'],
  );
  t.like(skipped[0], { name: 'a', kind: 'unread', reason: 'a sparse array without its shape, not read: data, coords' });
});
