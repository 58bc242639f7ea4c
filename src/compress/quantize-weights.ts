import { type NumberFormat, parseNumberFormat, saturates, scaledTo } from '../base/number-format.ts';
import { type QuantizedFloats, quantizeFloats } from '../kernels/weights/quantize-floats.ts';

/** The format that a config or an option names, for these values: an integer is scaled by their range. */
export function formatFor(name: string, values: Float32Array): NumberFormat {
  const format = parseNumberFormat(name, { path: 'compress.format' });
  return scaledTo(
    format,
    values.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
  );
}

/** Rounds (ties to even), then saturates each value to the format; values that become 0 stay stored. */
export function quantizeWeights(values: Float32Array, format: NumberFormat): QuantizedFloats {
  return quantizeFloats(values, format);
}

/** Weights whose shared value the format clips. */
export function countClipped(codes: Uint8Array, codebook: Float32Array, format: NumberFormat): number {
  const clipped = Array.from(codebook, (value) => saturates(value, format));
  return clipped.includes(true) ? codes.reduce((count, code) => count + (clipped[code] ? 1 : 0), 0) : 0;
}

/**
 * The fixed-point format of that width with the most fraction bits that still holds the largest magnitude of the values (or all but `outliers` of them):
 * the per-layer dynamic precision of a layer. Names are qI.F; where not even 0 integer bits are needed, the fraction bits still fill the width.
 * @param outliers fraction of the values that may saturate, 0 by default
 */
export function chooseFixedFormat(values: Float32Array, widthBits: number, outliers = 0): NumberFormat {
  const magnitudes = values.map(Math.abs).toSorted();
  const largest = magnitudes[Math.max(0, Math.ceil(magnitudes.length * (1 - outliers)) - 1)] ?? 0;
  for (let integerBits = 0; integerBits < widthBits; integerBits++) {
    const format = parseNumberFormat(`q${integerBits}.${widthBits - 1 - integerBits}`);
    if (!saturates(largest, format)) return format;
  }
  return parseNumberFormat(`q${widthBits - 1}.0`);
}
