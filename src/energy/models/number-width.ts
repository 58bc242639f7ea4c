import { parseWeightFormat, type WeightFormat } from '../../base/block-format.ts';

/** What an arithmetic unit sees of a number format: floating point by name, or an integer by width. */
export interface NumberWidth {
  readonly kind: 'float' | 'integer';
  readonly bits: number;
  /** The name that energy tables use: `fp32`, `fp16`, `bf16`, `fp8e4m3`, `mxfp4`, `int16`. */
  readonly name: string;
  /** Of a float, the hidden bit included. */
  readonly significandBits?: number;
  /** What is multiplied where numbers come in blocks with a scale. */
  readonly element?: NumberWidth;
  /** Whether the exponents of the block's scale are added to those of each product: scales that are powers of two. */
  readonly addsExponents?: boolean;
}

/**
 * A fixed-point number is charged as an integer of its width: q7.8 as int16.
 * @throws UserError NUMBER_FORMAT for a name that is no number format.
 */
export function numberWidth(format: string): NumberWidth {
  return widthOf(parseWeightFormat(format));
}

function widthOf(format: WeightFormat): NumberWidth {
  const { name, widthBits: bits } = format;
  if (format.kind === 'block') {
    const element = widthOf(format.element);
    return { ...element, name, element, addsExponents: format.scale.kind === 'powerOfTwo' };
  }
  return format.kind === 'float'
    ? { kind: 'float', bits, name, significandBits: format.precisionBits }
    : { kind: 'integer', bits, name: `int${bits}` };
}

/** The format in which two operands are multiplied: the float if one is, else the wider; of two as wide the one in blocks, else that with more significant bits. */
export function widerOf(a: NumberWidth, b: NumberWidth): NumberWidth {
  if (a.kind !== b.kind) return a.kind === 'float' ? a : b;
  if (a.bits !== b.bits) return b.bits > a.bits ? b : a;
  if ((a.element === undefined) !== (b.element === undefined)) return a.element === undefined ? b : a;
  return (b.significandBits ?? 0) > (a.significandBits ?? 0) ? b : a;
}
