/** What the leading non-zero detection broadcasts, and how far apart (eie-timing section 1). An item is one broadcast activation. */
export interface Scan {
  /** Column of each item, ascending; the bias, where it is sent, is the last item and has the number of inputs as its column. */
  readonly columns: Uint32Array;
  /** Tics between an item and the one before it if neither stalls: 1, and one more for each miss between; the first counts from tic 0. */
  readonly gaps: Int32Array;
  /** The gap that one more item behind the last activation row would have. */
  readonly gapToEnd: number;
  /** Scan rows of input activations: ceil(inputs / PEs). */
  readonly rows: number;
  /** Hits and misses, the warm-up miss included. */
  readonly scanCycles: number;
}

/**
 * Scans the (quantized) inputs row by row, one row of as many lanes as PEs: every hit costs a tic, and so does every row that does not end in a hit.
 * `isSent` decides what is broadcast; `sendBias` appends the bias item.
 */
export function scan(
  activations: ArrayLike<number>,
  processingElements: number,
  isSent: (value: number) => boolean,
  sendBias: boolean,
): Scan {
  const inputs = activations.length;
  const columns = new Uint32Array(inputs + 1);
  const gaps = new Int32Array(inputs + 1);
  let items = 0;
  let misses = 1; // the warm-up tic that loads row 0
  let scanCycles = 1;
  for (let base = 0; base < inputs; base += processingElements) {
    const end = Math.min(base + processingElements, inputs);
    let lastHit = -1;
    for (let j = base; j < end; j++) {
      if (!isSent(activations[j])) continue;
      columns[items] = j;
      gaps[items++] = 1 + misses;
      misses = 0;
      scanCycles++;
      lastHit = j;
    }
    if (lastHit !== base + processingElements - 1) {
      misses++;
      scanCycles++;
    }
  }
  const gapToEnd = 1 + misses;
  if (sendBias) {
    columns[items] = inputs;
    gaps[items++] = gapToEnd;
    scanCycles++;
  }
  return {
    columns: columns.slice(0, items),
    gaps: gaps.slice(0, items),
    gapToEnd,
    rows: Math.max(1, Math.ceil(inputs / processingElements)),
    scanCycles,
  };
}
