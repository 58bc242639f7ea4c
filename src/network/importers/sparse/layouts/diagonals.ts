import { type SparseLayout, sizesText } from './sparse-arrays.ts';

/** scipy's diagonals: data [diagonals, columns]; element (d, column) lies in row column - offsets[d], and outside of the matrix counts for nothing. */
export const dia: SparseLayout = {
  name: 'dia',
  recognise: ({ has }) => has('offsets'),
  read({ shape, array, fail }) {
    const data = array('data');
    const offsets = array('offsets').values;
    if (data.shape.length !== 2 || data.shape[0] !== offsets.length)
      fail(`${offsets.length} offsets for data of shape ${sizesText(data.shape)}`);
    const length = data.shape[1];
    const rows: number[] = [];
    const columns: number[] = [];
    const values: number[] = [];
    data.values.forEach((value: number, at: number) => {
      const column = at % length;
      const row = column - offsets[Math.floor(at / length)];
      if (!(row >= 0 && row < shape[0] && column < shape[1])) return;
      rows.push(row);
      columns.push(column);
      values.push(value);
    });
    return { places: [rows, columns], values: Float64Array.from(values) };
  },
};
