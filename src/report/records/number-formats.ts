import { type NumberFormat, parseNumberFormat } from '../../base/number-format.ts';

/** A number format as the chart shows it. */
export interface FormatRange {
  readonly name: string;
  readonly bits: number;
  /** Smallest positive value that it holds. */
  readonly smallest: number;
  readonly largest: number;
  /** Significant bits of a value at the upper end of the range. */
  readonly precisionBits: number;
}

/** What the chart of number formats reads. */
export interface NumberFormatsRecord {
  readonly kind: 'numberFormats';
  readonly formats: readonly FormatRange[];
}

/** Those that accelerators use, widest first; q7.8 is the format of EIE. */
const FORMATS = ['fp32', 'bf16', 'fp16', 'int16', 'q7.8', 'int8', 'q3.4', 'int4'] as const;

/** Smallest positive value (a subnormal of a float), largest value, and significant bits at the upper end. */
function rangeOf(format: NumberFormat): FormatRange {
  const { name, widthBits: bits } = format;
  if (format.kind === 'float') {
    const smallest = 2 ** (format.minExponent - (format.precisionBits - 1));
    return { name, bits, smallest, largest: format.maxValue, precisionBits: format.precisionBits };
  }
  const step = 2 ** -format.fractionBits;
  return { name, bits, smallest: step, largest: format.maxRaw * step, precisionBits: bits - (format.signed ? 1 : 0) };
}

/** The number formats that the arithmetic of a hardware config may have, as far as a chart has room for them. */
export function builtInNumberFormats(): NumberFormatsRecord {
  return { kind: 'numberFormats', formats: FORMATS.map((name) => rangeOf(parseNumberFormat(name))) };
}
