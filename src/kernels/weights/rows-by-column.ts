import { type DrawnPlaces, putRowsOfColumn } from './place-bits.ts';

/** Compressed columns whose rows may lie as bits beside them, and are not made then before somebody asks for all of them. */
interface Placed {
  readonly rows: number;
  readonly columnStart: Uint32Array;
  readonly rowIndex: Uint32Array;
  readonly places?: DrawnPlaces;
}

/** Gives the rows of a column, good until the next column is asked for: of a large matrix all rows take four bytes a weight. */
export function rowsByColumn(matrix: Placed): (column: number) => Uint32Array {
  const { rows, columnStart, places } = matrix;
  if (places === undefined) {
    const { rowIndex } = matrix;
    return (column) => rowIndex.subarray(columnStart[column], columnStart[column + 1]);
  }
  const room = new Uint32Array(rows);
  return (column) => {
    putRowsOfColumn(places, rows, column, room);
    return room.subarray(0, columnStart[column + 1] - columnStart[column]);
  };
}
