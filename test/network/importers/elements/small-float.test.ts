import test from 'ava';
import { type FloatShape, SMALL_FLOATS, smallFloat } from '../../../../src/network/importers/elements/small-float.ts';

/** Largest, smallest normal and smallest subnormal number, one and the special patterns: OCP 8-bit formats 1.0, microscaling formats 1.0 and Noune et al. 2022. */
const SPECIFIED: Readonly<Record<keyof typeof SMALL_FLOATS, Readonly<Record<number, number>>>> = {
  e2m1: { 0: 0, 1: 0.5, 2: 1, 3: 1.5, 4: 2, 5: 3, 6: 4, 7: 6, 9: -0.5, 15: -6 },
  e2m3: { 0: 0, 1: 0.125, 8: 1, 31: 7.5, 63: -7.5 },
  e3m2: { 0: 0, 1: 0.0625, 4: 0.25, 12: 1, 31: 28, 63: -28 },
  e4m3fn: { 0: 0, 1: 2 ** -9, 8: 2 ** -6, 56: 1, 126: 448, 127: NaN, 254: -448, 255: NaN },
  e4m3fnuz: { 0: 0, 1: 2 ** -10, 8: 2 ** -7, 64: 1, 127: 240, 128: NaN, 255: -240 },
  e5m2: { 0: 0, 1: 2 ** -16, 4: 2 ** -14, 60: 1, 123: 57344, 124: Infinity, 125: NaN, 252: -Infinity },
  e5m2fnuz: { 0: 0, 1: 2 ** -17, 4: 2 ** -15, 64: 1, 127: 57344, 128: NaN, 255: -57344 },
  e8m0: { 0: 2 ** -127, 127: 1, 128: 2, 254: 2 ** 127, 255: NaN },
  fp16: { 0: 0, 1: 2 ** -24, 1024: 2 ** -14, 15360: 1, 31743: 65504, 31744: Infinity, 32256: NaN },
  bf16: { 0: 0, 128: 2 ** -126, 16256: 1, 49312: -5, 32640: Infinity, 32704: NaN },
};

for (const [name, shape] of Object.entries(SMALL_FLOATS) as [keyof typeof SMALL_FLOATS, FloatShape][])
  test(`${name} gives the numbers of its specification`, (t) => {
    for (const [pattern, value] of Object.entries(SPECIFIED[name]))
      t.is(smallFloat(Number(pattern), shape), value, `0x${Number(pattern).toString(16)}`);
  });
