import {
  type FixedFormat,
  type FloatFormat,
  type NumberFormat,
  quantize,
  saturates,
} from '../../base/number-format.ts';
import { type Loaded, loaded } from '../loaded.ts';

/** Values in a number format, and what that cost. */
export interface QuantizedFloats {
  readonly values: Float32Array;
  readonly saturations: number;
  /** Values that are not 0 but became 0. */
  readonly zeroValues: number;
}

/** Floats that are brought into the kernels' memory at a time. */
const BLOCK = 0x2000;

/** Each value rounded to the nearest of the format (ties to even), then saturated. @param values finite */
export function quantizeFloats(values: Float32Array, format: NumberFormat): QuantizedFloats {
  const kernels = loaded();
  const kernel = kernels && kernelFor(format, kernels);
  return kernels === undefined || kernel === undefined
    ? quantizeFloatsTwin(values, format)
    : byKernel(values, kernel, kernels);
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

function byKernel(values: Float32Array, kernel: Kernel, { memory }: Loaded): QuantizedFloats {
  return memory.lend((take) => {
    const [from, to, countsAt] = [take(4 * BLOCK), take(4 * BLOCK), take(4)];
    const quantized = new Float32Array(values.length);
    let saturations = 0;
    let zeroValues = 0;
    const [input, output, counts] = [memory.floats(from, BLOCK), memory.floats(to, BLOCK), memory.words(countsAt, 1)];
    for (let start = 0; start < values.length; start += BLOCK) {
      const block = values.subarray(start, start + BLOCK);
      input.set(block);
      const whole = Math.ceil(block.length / 4) * 4;
      input.fill(0, block.length, whole);
      saturations += kernel(from, to, whole, countsAt);
      zeroValues += counts[0];
      quantized.set(block.length < BLOCK ? output.subarray(0, block.length) : output, start);
    }
    return { values: quantized, saturations, zeroValues };
  });
}
