import type { FixedFormat } from '../../src/base/number-format.ts';
import type { AccumulatingLoop } from './accumulating-loop.ts';

/** Raw integer sums, each of which is looked at. */
export function clipEverySum({ minRaw, maxRaw }: FixedFormat, rows: number): AccumulatingLoop {
  const sums = new Int32Array(rows);
  return (rowIndex, codes, products, from, to) => {
    for (let k = from; k < to; k++) {
      const sum = sums[rowIndex[k]] + products[codes[k]];
      sums[rowIndex[k]] = sum > maxRaw ? maxRaw : sum < minRaw ? minRaw : sum;
    }
  };
}
