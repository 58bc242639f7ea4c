import { UserError } from '../../base/user-error.ts';

/** What an arithmetic unit sees of a number format: floating point by name, or an integer by width. */
export interface NumberWidth {
  readonly kind: 'float' | 'integer';
  readonly bits: number;
  /** The name that energy tables use: `fp32`, `fp16`, `bf16`, `int16`. */
  readonly name: string;
}

const FLOATS: Readonly<Record<string, number>> = { fp32: 32, fp16: 16, bf16: 16 };

/**
 * A fixed-point number is charged as an integer of its width: qI.F has 1 + I + F bits, uqI.F has I + F.
 * @throws UserError UNKNOWN_NAME for a name that is no number format.
 */
export function numberWidth(format: string): NumberWidth {
  if (Object.hasOwn(FLOATS, format)) return { kind: 'float', bits: FLOATS[format], name: format };
  const fixed = /^(u?)q(\d+)\.(\d+)$/.exec(format);
  const whole = /^u?int(\d+)$/.exec(format);
  if (fixed === null && whole === null)
    throw UserError.at(
      {},
      `expected a number format (fp32, fp16, bf16, int8, q7.8, uq8.8), found "${format}"`,
      'UNKNOWN_NAME',
    );
  const bits = fixed === null ? Number(whole![1]) : Number(fixed[2]) + Number(fixed[3]) + (fixed[1] === 'u' ? 0 : 1);
  return { kind: 'integer', bits, name: `int${bits}` };
}

/** The format in which two operands are multiplied: the float if one is, else the wider. */
export function widerOf(a: NumberWidth, b: NumberWidth): NumberWidth {
  if (a.kind !== b.kind) return a.kind === 'float' ? a : b;
  return b.bits > a.bits ? b : a;
}
