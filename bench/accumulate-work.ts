import { type FixedFormat, parseNumberFormat } from '../src/base/number-format.ts';
import type { Accumulators } from '../src/simulate/outputs/accumulators.ts';
import { fp32Accumulators } from '../src/simulate/outputs/fp32-accumulators.ts';
import { rawAccumulators } from '../src/simulate/outputs/raw-accumulators.ts';
import type { BenchLayer } from './bench-layer.ts';
import type { AccumulatingLoop } from './rivals/accumulating-loop.ts';
import { clipEverySum } from './rivals/clip-every-sum.ts';
import { rowByRow } from './rivals/row-by-row.ts';
import type { Work } from './work.ts';

const loopOf =
  (sums: Accumulators): AccumulatingLoop =>
  (...column) =>
    sums.addShared(...column);

/** All columns of the layer added up, with one small product for each code: the product's loops and other ways to write them. */
export function accumulateWork({ layer: { matrix } }: BenchLayer): Work[] {
  const { rows, rowIndex, columnStart, weights } = matrix;
  if (weights.kind !== 'shared') throw new Error('the layer of the bench has a codebook');
  const { codes } = weights;
  const q78 = parseNumberFormat('q7.8') as FixedFormat;
  const products = Array.from({ length: 16 }, (_, code) => (code % 2 === 0 ? code : -code));
  const sum = (name: string, newLoop: () => AccumulatingLoop, table: Float32Array | Int32Array): Work => ({
    name,
    run: () => {
      const loop = newLoop();
      for (let column = 0; column + 1 < columnStart.length; column++)
        loop(rowIndex, codes, table, columnStart[column], columnStart[column + 1]);
    },
    runs: 101,
  });
  const fp32 = Float32Array.from(products);
  const raw = Int32Array.from(products);
  const large = raw.map((product) => product * 4096);
  return [
    sum('fp32, four rows at a time (ours)', () => loopOf(fp32Accumulators(rows)), fp32),
    sum('fp32, row by row', () => rowByRow(rows), fp32),
    sum('q7.8, a bound on all sums (ours)', () => loopOf(rawAccumulators(q78, rows)), raw),
    sum('q7.8, every sum clipped', () => clipEverySum(q78, rows), raw),
    sum('q7.8, sums beyond the range (ours)', () => loopOf(rawAccumulators(q78, rows)), large),
    sum('q7.8, sums beyond the range, every sum clipped', () => clipEverySum(q78, rows), large),
  ];
}
