/** Stored weights of a matrix with their relative indices, which run through the whole matrix, row after row (Deep Compression, Fig. 2): no pointers are needed. */
export interface FlatEntries {
  /** Code of each entry; 0 is a padding zero. */
  readonly codes: Uint8Array;
  /** Places skipped since the entry before. */
  readonly relativeIndices: Uint16Array;
  readonly paddingZeros: number;
}

/**
 * @param places of the stored weights, ascending
 * @param codes one for each place, not 0
 * @param indexBits a gap of 2^indexBits places or more is bridged by padding zeros
 */
export function flatEntries(places: Uint32Array, codes: Uint8Array, indexBits: number): FlatEntries {
  const jump = 2 ** indexBits;
  let paddingZeros = 0;
  for (let k = 0, last = -1; k < places.length; last = places[k++])
    paddingZeros += Math.floor((places[k] - last - 1) / jump);
  const all = new Uint8Array(places.length + paddingZeros);
  const relativeIndices = new Uint16Array(all.length);
  let at = 0;
  for (let k = 0, last = -1; k < places.length; last = places[k++]) {
    let gap = places[k] - last - 1;
    for (; gap >= jump; gap -= jump) relativeIndices[at++] = jump - 1;
    all[at] = codes[k];
    relativeIndices[at++] = gap;
  }
  return { codes: all, relativeIndices, paddingZeros };
}
