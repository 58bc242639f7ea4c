/** Interleaved streams as a file holds them (EIE section III.B). */
export interface FileStreams {
  readonly codes: Uint8Array;
  readonly relativeIndices: ArrayLike<number>;
  /** pointers[c * processingElements + p]: entries of PE p before column c. */
  readonly pointers: Uint32Array;
}

/** Row, column and code of each stored weight, padding zeros left out. */
export interface StreamTriplets {
  readonly rowOf: number[];
  readonly columnOf: number[];
  readonly kept: number[];
}

/** Walks the streams PE after PE, column after column; `fail` is called where pointers and entries do not fit each other. */
export function streamTriplets(
  { codes, relativeIndices, pointers }: FileStreams,
  processingElements: number,
  columns: number,
  fail: (message: string) => never,
): StreamTriplets {
  const triplets: StreamTriplets = { rowOf: [], columnOf: [], kept: [] };
  let start = 0;
  for (let p = 0; p < processingElements; p++) {
    for (let column = 0; column < columns; column++) {
      const to = start + pointers[(column + 1) * processingElements + p];
      let row = p - processingElements;
      for (let entry = start + pointers[column * processingElements + p]; entry < to; entry++) {
        row += (relativeIndices[entry] + 1) * processingElements;
        if (codes[entry] === 0) continue;
        triplets.rowOf.push(row);
        triplets.columnOf.push(column);
        triplets.kept.push(codes[entry]);
      }
    }
    start += pointers[columns * processingElements + p];
  }
  if (start !== codes.length) fail(`the pointers tell of ${start} entries, the file has ${codes.length}`);
  return triplets;
}
