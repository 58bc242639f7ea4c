import type { AccumulatingLoop } from './accumulating-loop.ts';

/** fp32 sums, one row after the other: each load waits for the store before it. */
export function rowByRow(rows: number): AccumulatingLoop {
  const sums = new Float32Array(rows);
  return (rowIndex, codes, products, from, to) => {
    for (let k = from; k < to; k++) sums[rowIndex[k]] += products[codes[k]];
  };
}
