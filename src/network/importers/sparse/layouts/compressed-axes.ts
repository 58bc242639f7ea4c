import { checkedIndices, expandPointers, type SparseArrays, type SparseLayout, sizesText } from './sparse-arrays.ts';

/** scipy's compressed rows. */
export const csr: SparseLayout = {
  name: 'csr',
  recognise: ({ has, array, shape }) => isCompressed(has) && array('indptr').values.length === shape[0] + 1,
  read: (arrays) => readCompressed(arrays, [0]),
};

/** scipy's compressed columns. */
export const csc: SparseLayout = {
  name: 'csc',
  recognise: ({ has, array, shape }) => isCompressed(has) && array('indptr').values.length === shape[1] + 1,
  read: (arrays) => readCompressed(arrays, [1]),
};

/**
 * GCXS of pydata/sparse: compressed rows of a matrix whose rows are the axes `compressed_axes` together and whose columns are all others together,
 * the last of each fastest.
 */
export const gcxs: SparseLayout = {
  name: 'gcxs',
  recognise: ({ has }) => isCompressed(has) && has('compressed_axes'),
  read(arrays) {
    const axes = [...arrays.array('compressed_axes').values];
    if (axes.some((axis) => !(Number.isInteger(axis) && axis >= 0 && axis < arrays.shape.length)))
      arrays.fail(`compressed_axes: ${axes.join(', ')} of an array of ${arrays.shape.length} axes`);
    return readCompressed(arrays, axes);
  },
};

function isCompressed(has: SparseArrays['has']): boolean {
  return has('indptr') && has('indices');
}

function readCompressed(arrays: SparseArrays, majorAxes: readonly number[]): ReturnType<SparseLayout['read']> {
  const { shape, array, fail } = arrays;
  const { values, shape: dataShape } = array('data');
  if (dataShape.length !== 1) fail(`data: expected one dimension, found ${sizesText(dataShape)}`);
  const minorAxes = shape.map((_, axis) => axis).filter((axis) => !majorAxes.includes(axis));
  const sizeOf = (axes: readonly number[]): number => axes.reduce((product, axis) => product * shape[axis], 1);
  const minor = checkedIndices(arrays, 'indices', array('indices').values, sizeOf(minorAxes), values.length);
  const major = expandPointers(arrays, array('indptr').values, sizeOf(majorAxes), values.length);
  const places: Float64Array[] = [];
  for (const [axes, index] of [
    [majorAxes, major],
    [minorAxes, minor],
  ] as const)
    axes.forEach((axis, at) => {
      const inner = sizeOf(axes.slice(at + 1));
      places[axis] = Float64Array.from(index, (one) => Math.floor(one / inner) % shape[axis]);
    });
  return { places, values };
}
