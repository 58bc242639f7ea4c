import { checkedIndices, expandPointers, type SparseLayout, sizesText } from './sparse-arrays.ts';

/** scipy's block rows: data [blocks, height, width], compressed rows of blocks; zeros inside a block are stored and no non-zeros. */
export const bsr: SparseLayout = {
  name: 'bsr',
  recognise: ({ has, array }) => has('indptr') && has('indices') && array('data').shape.length === 3,
  read(arrays) {
    const { shape, array, fail } = arrays;
    const data = array('data');
    const [blocks, height, width] = data.shape;
    if (data.shape.length !== 3 || shape[0] % height !== 0 || shape[1] % width !== 0)
      fail(`blocks of shape ${sizesText(data.shape)} for a matrix of ${sizesText(shape)}`);
    const column = checkedIndices(arrays, 'indices', array('indices').values, shape[1] / width, blocks);
    const row = expandPointers(arrays, array('indptr').values, shape[0] / height, blocks);
    const blockOf = (at: number): number => Math.floor(at / (height * width));
    return {
      values: data.values,
      places: [
        Float64Array.from(data.values, (_, at) => row[blockOf(at)] * height + (Math.floor(at / width) % height)),
        Float64Array.from(data.values, (_, at) => column[blockOf(at)] * width + (at % width)),
      ],
    };
  },
};
