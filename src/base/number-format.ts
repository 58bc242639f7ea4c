import { type Place, UserError } from './user-error.ts';

/** A saturating fixed-point format: value = raw x 2^-fractionBits x scale, raw from minRaw to maxRaw. Integers have no fraction bits. */
export interface FixedFormat {
  readonly kind: 'fixed';
  readonly name: string;
  readonly widthBits: number;
  readonly fractionBits: number;
  readonly signed: boolean;
  readonly minRaw: number;
  readonly maxRaw: number;
  /** What one step of an integer stands for, where a layer's range decides it (`int8*0.0125`): symmetric quantization. Absent: 1. */
  readonly scale?: number;
}

/** A binary floating-point format with subnormals; values beyond the largest finite one saturate. */
export interface FloatFormat {
  readonly kind: 'float';
  readonly name: string;
  readonly widthBits: number;
  /** Bits of the significand, the hidden one included. */
  readonly precisionBits: number;
  /** Exponent of the smallest normal number. */
  readonly minExponent: number;
  readonly maxValue: number;
}

export type NumberFormat = FixedFormat | FloatFormat;

/** Floating-point formats by name. */
export const FLOATS: Readonly<Record<string, FloatFormat>> = {
  fp32: {
    kind: 'float',
    name: 'fp32',
    widthBits: 32,
    precisionBits: 24,
    minExponent: -126,
    maxValue: (2 - 2 ** -23) * 2 ** 127,
  },
  fp16: { kind: 'float', name: 'fp16', widthBits: 16, precisionBits: 11, minExponent: -14, maxValue: 65504 },
  bf16: {
    kind: 'float',
    name: 'bf16',
    widthBits: 16,
    precisionBits: 8,
    minExponent: -126,
    maxValue: (2 - 2 ** -7) * 2 ** 127,
  },
  fp8e4m3: small('fp8e4m3', 4, 3, 448),
  fp8e5m2: small('fp8e5m2', 5, 2, 57344),
  fp6e3m2: small('fp6e3m2', 3, 2, 28),
  fp6e2m3: small('fp6e2m3', 2, 3, 7.5),
  fp4e2m1: small('fp4e2m1', 2, 1, 6),
};

/**
 * OCP 8-bit Floating Point Specification 1.0 (E4M3 without infinities, one NaN; E5M2) and Microscaling Formats 1.0, section 5.3 (FP6, FP4).
 * NaN and infinities are left out: conversion saturates.
 */
function small(name: string, exponentBits: number, fractionBits: number, maxValue: number): FloatFormat {
  const widthBits = 1 + exponentBits + fractionBits;
  const minExponent = 2 - 2 ** (exponentBits - 1);
  return { kind: 'float', name, widthBits, precisionBits: fractionBits + 1, minExponent, maxValue };
}

/** What parseNumberFormat understands, for error messages. */
export const NUMBER_FORMATS =
  'fp32, fp16, bf16, fp8e4m3, fp8e5m2, fp6e3m2, fp6e2m3, fp4e2m1, int2 to int32, uint2 to uint32 (with a scale as int8*0.0125), qI.F and uqI.F with up to 32 bits in all';

/** A sweep asks for the same few names thousands of times. */
const parsed = new Map<string, NumberFormat>();

/**
 * The format of that name: fp32, fp16, bf16, the small floats of OCP, intN, uintN, qI.F (1 sign + I integer + F fraction bits) or uqI.F (unsigned).
 * Throws a UserError at `place` for anything else.
 */
export function parseNumberFormat(name: string, place: Place = {}): NumberFormat {
  const format = numberFormatNamed(name);
  if (format !== undefined) return format;
  throw UserError.at(place, `expected a number format (${NUMBER_FORMATS}), found "${name}"`, 'NUMBER_FORMAT');
}

/** The format of that name; undefined where there is none. */
export function numberFormatNamed(name: string): NumberFormat | undefined {
  const known = parsed.get(name);
  if (known !== undefined) return known;
  const format = Object.hasOwn(FLOATS, name) ? FLOATS[name] : parseFixed(name);
  if (format === undefined || format.widthBits < 2 || format.widthBits > 32) return undefined;
  parsed.set(name, format);
  return format;
}

function parseFixed(name: string): FixedFormat | undefined {
  const integer = /^(u?)int(\d{1,2})$/.exec(name);
  if (integer) return fixed(name, integer[1] === '', Number(integer[2]), 0);
  const scaled = /^(u?)int(\d{1,2})\*(\d+(?:\.\d+)?(?:e[-+]?\d+)?)$/.exec(name);
  if (scaled && Number(scaled[3]) > 0)
    return { ...fixed(name, scaled[1] === '', Number(scaled[2]), 0), scale: Number(scaled[3]) };
  const q = /^(u?)q(\d{1,2})\.(\d{1,2})$/.exec(name);
  if (!q) return undefined;
  const signed = q[1] === '';
  return fixed(name, signed, (signed ? 1 : 0) + Number(q[2]) + Number(q[3]), Number(q[3]));
}

function fixed(name: string, signed: boolean, widthBits: number, fractionBits: number): FixedFormat {
  const magnitude = 2 ** (signed ? widthBits - 1 : widthBits);
  return {
    kind: 'fixed',
    name,
    widthBits,
    fractionBits,
    signed,
    minRaw: signed ? -magnitude : 0,
    maxRaw: magnitude - 1,
  };
}

/** 1.5 x 2^52: a double of that size has no fraction bits, so adding it rounds to a whole number, ties to even. */
const ROUNDER = 6755399441055744;

/** The nearest whole number, ties to even. */
export function roundHalfEven(x: number): number {
  if (Math.abs(x) < 2251799813685248) return x + ROUNDER - ROUNDER; // 2^51
  const below = Math.floor(x);
  return x - below > 0.5 || (x - below === 0.5 && below % 2 !== 0) ? below + 1 : below;
}

/** The value of `format` nearest to x (ties to even), saturated at the ends; first rounded, then saturated. */
export function quantize(x: number, format: NumberFormat): number {
  return format.kind === 'fixed'
    ? toRaw(x, format) * 2 ** -format.fractionBits * (format.scale ?? 1)
    : saturate(roundFloat(x, format), format);
}

function nearestRaw(x: number, { fractionBits, scale }: FixedFormat): number {
  return roundHalfEven((scale === undefined ? x : x / scale) * 2 ** fractionBits);
}

/**
 * The format of the same width whose largest value is `largest`: of an integer without a scale of its own, scaled so that its range is used (symmetric, as
 * networks are quantized); any other format as it is.
 */
export function scaledTo(format: NumberFormat, largest: number): NumberFormat {
  if (format.kind === 'float' || !isBareInteger(format) || largest === 0) return format;
  return parseNumberFormat(`${format.name}*${largest / format.maxRaw}`);
}

/** Whether a format of that name is an integer with a scale. */
export function isScaled(name: string): boolean {
  return name.includes('*');
}

/** An integer whose values are whole numbers: of a trained network nearly all of them would be 0. */
export function isBareInteger(format: NumberFormat): boolean {
  return format.kind === 'fixed' && /^u?int\d+$/.test(format.name);
}

/** The raw integer of the fixed-point value nearest to x, saturated. Negative zero becomes zero. */
export function toRaw(x: number, format: FixedFormat): number {
  return clampRaw(nearestRaw(x, format), format);
}

/** Whether x lies beyond the range of the format once rounded, so that `quantize` clips it. */
export function saturates(x: number, format: NumberFormat): boolean {
  if (format.kind === 'float') return Math.abs(roundFloat(x, format)) > format.maxValue;
  const raw = nearestRaw(x, format);
  return raw < format.minRaw || raw > format.maxRaw;
}

/** raw clipped to the range of the format; -0 becomes 0. */
export function clampRaw(raw: number, format: FixedFormat): number {
  return Math.max(format.minRaw, Math.min(format.maxRaw, raw)) + 0;
}

/** A double, and its words: the upper one has sign, exponent and 20 bits of the fraction. */
const DOUBLE = new Float64Array(1);
const WORDS = new Uint32Array(DOUBLE.buffer);

/**
 * x rounded to the precision of a float format (ties to even), subnormals included, range not limited: 1.5 x 2^52 steps of the format have no bits below a step, so
 * adding them rounds.
 */
export function roundFloat(x: number, format: FloatFormat): number {
  if (format.name === 'fp32' && Math.abs(x) <= format.maxValue) return Math.fround(x);
  if (x === 0 || !Number.isFinite(x)) return x;
  if (Math.abs(x) >= 2 ** 900) return roundFloat(x * 2 ** -200, format) * 2 ** 200;
  DOUBLE[0] = x;
  const exponent = Math.max(((WORDS[1] >>> 20) & 0x7ff) - 1023, format.minExponent);
  WORDS[0] = 0;
  WORDS[1] = ((exponent - format.precisionBits + 1076) << 20) | 0x80000;
  const rounded = x + DOUBLE[0] - DOUBLE[0];
  return rounded === 0 && x < 0 ? -0 : rounded;
}

function saturate(x: number, format: FloatFormat): number {
  return Math.max(-format.maxValue, Math.min(format.maxValue, x));
}
