import {
  type FixedFormat,
  type FloatFormat,
  type NumberFormat,
  quantize,
  saturates,
} from '../../base/number-format.ts';
import { type Loaded, loaded } from '../loaded.ts';
import { BLOCK, filledUp, inBlocks } from './blocks.ts';

/** What bringing values to a number format cost. */
interface Loss {
  readonly saturations: number;
  /** Values that are not 0 but became 0. */
  readonly zeroValues: number;
}

/** Values in a number format, and what that cost. */
export interface QuantizedFloats extends Loss {
  readonly values: Float32Array;
}

const NOTHING: Loss = { saturations: 0, zeroValues: 0 };

/** Each value rounded to the nearest of the format (ties to even), then saturated; of fp32 the values themselves. @param values finite */
export function quantizeFloats(values: Float32Array, format: NumberFormat): QuantizedFloats {
  if (format.name === 'fp32') return { values, ...NOTHING };
  const quantized = new Float32Array(values.length);
  return { values: quantized, ...byKernel(values, format, (block, start) => quantized.set(block, start)) };
}

/** What that costs, of values that nobody asks for. */
export function quantizationLoss(values: Float32Array, format: NumberFormat): Loss {
  return format.name === 'fp32' ? NOTHING : byKernel(values, format, () => {});
}

export function quantizeFloatsTwin(values: Float32Array, format: NumberFormat): QuantizedFloats {
  const quantized = new Float32Array(values.length);
  let saturations = 0;
  let zeroValues = 0;
  for (let k = 0; k < values.length; k++) {
    const value = values[k];
    if (saturates(value, format)) saturations++;
    const result = quantize(value, format);
    if (result === 0 && value !== 0) zeroValues++;
    quantized[k] = result;
  }
  return { values: quantized, saturations, zeroValues };
}

/**
 * What brings so many floats that lie in the kernels' memory to a format, where they lie; those behind them up to a multiple of 4 are not spared.
 * @param take a block of the memory that lives as long
 * @returns undefined where no kernel does
 */
export function quantizerInPlace(
  format: NumberFormat,
  kernels: Loaded,
  take: (bytes: number) => number,
): ((at: number, count: number) => void) | undefined {
  if (format.name === 'fp32') return () => {};
  const kernel = kernelFor(format, kernels);
  const countsAt = take(4);
  return kernel && ((at, count) => void kernel(at, at, Math.ceil(count / 4) * 4, countsAt));
}

/** From an address to another, so many values; the counts go to a third. */
type Kernel = (from: number, to: number, count: number, countsAt: number) => number;

/** undefined for a format whose numbers are no 32-bit floats on the way, and for fp32, of which the values are. */
function kernelFor(format: NumberFormat, { call }: Loaded): Kernel | undefined {
  return format.kind === 'fixed' ? fixedKernel(format, call) : floatKernel(format, call);
}

function fixedKernel(
  { widthBits, fractionBits, scale, minRaw, maxRaw }: FixedFormat,
  call: Loaded['call'],
): Kernel | undefined {
  if (widthBits > 24 || scale !== undefined) return undefined;
  return (from, to, count, countsAt) =>
    call.quantizeFixed(from, to, count, 2 ** fractionBits, minRaw, maxRaw, countsAt);
}

function floatKernel({ precisionBits, minExponent, maxValue }: FloatFormat, call: Loaded['call']): Kernel | undefined {
  const dropped = 24 - precisionBits;
  if (dropped < 1) return undefined;
  const step = minExponent - precisionBits + 1;
  return (from, to, count, countsAt) =>
    call.quantizeFloat(from, to, count, dropped, 2 ** minExponent, 2 ** (step + 23), maxValue, countsAt);
}

/** Gives what blocks of the values become, and what that costs. */
function byKernel(
  values: Float32Array,
  format: NumberFormat,
  take: (block: Float32Array, start: number) => void,
): Loss {
  const kernels = loaded();
  const kernel = kernels && kernelFor(format, kernels);
  if (kernels === undefined || kernel === undefined) {
    const { values: all, ...loss } = quantizeFloatsTwin(values, format);
    take(all, 0);
    return loss;
  }
  const { memory } = kernels;
  return memory.lend((own) => {
    const [from, to, countsAt] = [own(4 * BLOCK), own(4 * BLOCK), own(4)];
    let saturations = 0;
    let zeroValues = 0;
    const [output, counts] = [memory.floats(to, BLOCK), memory.words(countsAt, 1)];
    inBlocks(values, memory, from, (count, start) => {
      saturations += kernel(from, to, filledUp(memory, from, count, 0), countsAt);
      zeroValues += counts[0];
      take(count < BLOCK ? output.subarray(0, count) : output, start);
    });
    return { saturations, zeroValues };
  });
}
