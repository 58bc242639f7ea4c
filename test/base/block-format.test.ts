import { readFileSync } from 'node:fs';
import test from 'ava';
import { blockScale, parseWeightFormat, quantizeInBlock } from '../../src/base/block-format.ts';
import { parseNumberFormat, quantize, saturates } from '../../src/base/number-format.ts';
import { UserError } from '../../src/base/user-error.ts';

const SMALL = ['fp8e4m3', 'fp8e5m2', 'fp6e3m2', 'fp6e2m3', 'fp4e2m1'] as const;

const known: Record<string, [number, number][]> = JSON.parse(readFileSync('test/base/small-floats.json', 'utf8'));

for (const name of SMALL)
  test(`${name}: midpoints, their neighbours and random values round as ml_dtypes rounds them`, (t) => {
    const format = parseNumberFormat(name);
    for (const [x, rounded] of known[name]) t.is(quantize(x, format), rounded, `${x}`);
  });

/** Every finite value of a format, from its bits: (-1)^s 2^(e - bias) 1.f, or 2^(1 - bias) 0.f where e is 0. */
function valuesOf(exponentBits: number, fractionBits: number, largest: number): number[] {
  const bias = 2 ** (exponentBits - 1) - 1;
  const values: number[] = [];
  for (let e = 0; e < 2 ** exponentBits; e++)
    for (let f = 0; f < 2 ** fractionBits; f++) {
      const part = f / 2 ** fractionBits;
      values.push(e === 0 ? 2 ** (1 - bias) * part : 2 ** (e - bias) * (1 + part));
    }
  return values.filter((value) => value <= largest);
}

const LAYOUTS = {
  fp8e4m3: [4, 3, 448],
  fp8e5m2: [5, 2, 57344],
  fp6e3m2: [3, 2, 28],
  fp6e2m3: [2, 3, 7.5],
  fp4e2m1: [2, 1, 6],
} as const;

test('each value that the bits of a small float can say is kept, with either sign, and what lies beyond saturates', (t) => {
  for (const name of SMALL) {
    const format = parseNumberFormat(name);
    const [exponentBits, fractionBits, largest] = LAYOUTS[name];
    for (const value of valuesOf(exponentBits, fractionBits, largest)) {
      t.is(quantize(value, format), value);
      t.is(Math.abs(quantize(-value, format)), value);
    }
    t.is(format.widthBits, 1 + exponentBits + fractionBits);
    for (const beyond of [largest * 1.5, 1e30, Infinity]) {
      t.is(quantize(-beyond, format), -largest, name);
      t.true(saturates(beyond, format), name);
    }
  }
});

test('a block of MXFP4 has the scale of its largest magnitude, and its elements round and saturate within it', (t) => {
  const format = parseWeightFormat('mxfp4');
  if (format.kind !== 'block') return t.fail();
  t.deepEqual([format.blockSize, format.widthBits, format.scaleBits], [32, 4, 8]);
  // the largest power of two of e2m1 is 4: floor(log2 largest) - 2
  for (const [largest, scale] of [
    [6, 1],
    [7.9, 1],
    [8, 2],
    [1, 0.25],
    [0.99, 0.125],
    [0, 1],
    [2 ** -140, 2 ** -127],
  ] as const)
    t.is(blockScale(largest, format), scale, `${largest}`);
  t.deepEqual(quantizeInBlock(7.9, 1, format), { value: 6, saturated: true });
  t.deepEqual(quantizeInBlock(5, 1, format), { value: 4, saturated: false });
  t.deepEqual(quantizeInBlock(-0.3, 0.25, format), { value: -0.25, saturated: false });
});

test('a block of MXINT8 holds steps of a 64th of its scale', (t) => {
  const format = parseWeightFormat('mxint8');
  if (format.kind !== 'block') return t.fail();
  t.is(blockScale(1.5, format), 1);
  t.is(quantizeInBlock(1.01, 1, format).value, 1 + 1 / 64);
  t.deepEqual(quantizeInBlock(1.999, 1, format), { value: 127 / 64, saturated: true });
});

test('a block format that does not exist is an error with those that do', (t) => {
  const { message } = t.throws(() => parseWeightFormat('mxfp5'), { instanceOf: UserError });
  t.regex(message, /mxfp8e4m3.*mxint8\), found "mxfp5"/);
});
