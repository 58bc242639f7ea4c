import type { DenseLayer } from './eie/eie-gen-1.ts';

/** The streams of one machine, one array per PE (interleaved CSC). */
export interface OracleStreams {
  /** Where each column starts: columns padded to a multiple of the PEs, the bias column, the end. */
  readonly pointers: number[][];
  readonly codes: number[][];
  readonly relativeIndices: number[][];
}

/** Appends the rows of one column that live on one PE; a gap of `maxJump` absent rows takes a padding zero (code 0, index maxJump - 1). */
function appendColumn(
  column: Uint8Array,
  pe: number,
  processingElements: number,
  maxJump: number,
  codes: number[],
  relativeIndices: number[],
): void {
  let absent = 0;
  for (let row = pe; row < column.length; row += processingElements) {
    if (column[row] === 0) {
      absent++;
      continue;
    }
    for (; absent >= maxJump; absent -= maxJump) {
      codes.push(0);
      relativeIndices.push(maxJump - 1);
    }
    codes.push(column[row]);
    relativeIndices.push(absent);
    absent = 0;
  }
}

/** Spreads a dense matrix over the PEs: row r on PE r mod PEs, the bias behind the padded columns. */
export function encodeDense(layer: DenseLayer, processingElements: number, maxJump: number): OracleStreams {
  const streams: OracleStreams = { pointers: [], codes: [], relativeIndices: [] };
  const paddedColumns = Math.max(1, Math.ceil(layer.columns / processingElements)) * processingElements;
  for (let pe = 0; pe < processingElements; pe++) {
    const [pointers, codes, relativeIndices]: number[][] = [[0], [], []];
    for (let column = 0; column <= paddedColumns; column++) {
      const isBias = column === paddedColumns;
      const values = isBias ? layer.biasCodes : layer.codes.subarray(column * layer.rows, (column + 1) * layer.rows);
      if (isBias || column < layer.columns)
        appendColumn(values, pe, processingElements, maxJump, codes, relativeIndices);
      pointers.push(codes.length);
    }
    streams.pointers.push(pointers);
    streams.codes.push(codes);
    streams.relativeIndices.push(relativeIndices);
  }
  return streams;
}
