import { checkedIndices, type SparseLayout, sizesText } from './sparse-arrays.ts';

/** Coordinates: one array for each axis (scipy: row, col), or one of [axes, elements] (scipy for any number of axes, pydata/sparse COO). */
export const coordinates: SparseLayout = {
  name: 'coo',
  recognise: ({ has }) => has('coords') || (has('row') && has('col')),
  read(arrays) {
    const { shape, array, has, fail } = arrays;
    const { values } = array('data');
    const count = values.length;
    if (!has('coords')) {
      if (shape.length !== 2) fail(`expected a matrix of row and col, found shape ${sizesText(shape)}`);
      const places = ['row', 'col'].map((name, axis) =>
        checkedIndices(arrays, name, array(name).values, shape[axis], count),
      );
      return { places, values };
    }
    const coords = array('coords');
    if (coords.shape.length !== 2 || coords.shape[0] !== shape.length)
      fail(`coords: expected shape ${shape.length} x ${count}, found ${sizesText(coords.shape)}`);
    const places = shape.map((size, axis) => {
      const own = coords.values.subarray(axis * coords.shape[1], (axis + 1) * coords.shape[1]);
      return checkedIndices(arrays, `coords[${axis}]`, own, size, count);
    });
    return { places, values };
  },
};
