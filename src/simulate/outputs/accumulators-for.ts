import type { NumberFormat } from '../../base/number-format.ts';
import type { Accumulators } from './accumulators.ts';
import { saturatingAccumulators, wideAccumulators } from './clipped-accumulators.ts';
import { fp32Accumulators } from './fp32-accumulators.ts';
import { rawAccumulators } from './raw-accumulators.ts';

/** Accumulators of a format, all zero; a kernel of its own for the usual formats, because these loops are all the time that outputs take. */
export function accumulatorsFor(format: NumberFormat, rows: number): Accumulators {
  if (format.kind === 'fixed')
    return format.widthBits <= 30 ? rawAccumulators(format, rows) : wideAccumulators(format, rows);
  return format.name === 'fp32' ? fp32Accumulators(rows) : saturatingAccumulators(format, rows);
}
