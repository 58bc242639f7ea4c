import { parseNumberFormat } from '../../base/number-format.ts';

/** What an arithmetic unit sees of a number format: floating point by name, or an integer by width. */
export interface NumberWidth {
  readonly kind: 'float' | 'integer';
  readonly bits: number;
  /** The name that energy tables use: `fp32`, `fp16`, `bf16`, `int16`. */
  readonly name: string;
}

/**
 * A fixed-point number is charged as an integer of its width: q7.8 as int16.
 * @throws UserError NUMBER_FORMAT for a name that is no number format.
 */
export function numberWidth(format: string): NumberWidth {
  const { kind, name, widthBits: bits } = parseNumberFormat(format);
  return kind === 'float' ? { kind, bits, name } : { kind: 'integer', bits, name: `int${bits}` };
}

/** The format in which two operands are multiplied: the float if one is, else the wider. */
export function widerOf(a: NumberWidth, b: NumberWidth): NumberWidth {
  if (a.kind !== b.kind) return a.kind === 'float' ? a : b;
  return b.bits > a.bits ? b : a;
}
