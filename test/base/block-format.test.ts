import { readFileSync } from 'node:fs';
import test from 'ava';
import {
  type BlockFormat,
  bitsPerWeight,
  layerScale,
  parseWeightFormat,
  quantizeBlock,
} from '../../src/base/block-format.ts';
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

const block = (name: string) => parseWeightFormat(name) as BlockFormat;

function inBlock(name: string, ...values: number[]) {
  const own = Float64Array.from(values);
  const { saturated } = quantizeBlock(own, block(name));
  return { values: [...own], saturated };
}

test('a block of MXFP4 has the scale of its largest magnitude, and its elements round and saturate within it', (t) => {
  const format = block('mxfp4');
  t.deepEqual([format.blockSize, format.widthBits, format.scaleBits], [32, 4, 8]);
  // the largest power of two of e2m1 is 4: a scale of 2^(floor(log2 largest) - 2), and 1 with it is 0.5 x 2
  t.deepEqual(inBlock('mxfp4', 6, 0.25), { values: [6, 0], saturated: 0 });
  t.deepEqual(inBlock('mxfp4', 7.9, 5, 0.75), { values: [6, 4, 1], saturated: 1 });
  t.deepEqual(inBlock('mxfp4', 8, 0.9), { values: [8, 1], saturated: 0 });
  t.deepEqual(inBlock('mxfp4', 1, -0.3), { values: [1, -0.25], saturated: 0 });
  t.deepEqual(inBlock('mxfp4', 0.99, 0.06), { values: [0.75, 0.0625], saturated: 1 });
  t.deepEqual(inBlock('mxfp4', 0, 0), { values: [0, 0], saturated: 0 });
  t.deepEqual(inBlock('mxfp4', 2 ** -140), { values: [0], saturated: 0 });
});

test('a block of MXINT8 holds steps of a 64th of its scale', (t) => {
  t.deepEqual(inBlock('mxint8', 1.5, 1.01), { values: [1.5, 1 + 1 / 64], saturated: 0 });
  t.deepEqual(inBlock('mxint8', 1.999), { values: [127 / 64], saturated: 1 });
});

test('stored bits of a weight are those of its format with its share of scale and zero point', (t) => {
  // GGUF and NVIDIA's documents; GPTQ and AWQ in groups of 128: 4 + 16 / 128, with zero points 4 + 20 / 128
  const told = { q4_0: 4.5, q8_0: 8.5, iq4_nl: 4.5, nvfp4: 4.5, mxfp4: 4.25, int4g128: 4.125, uint4g128: 4.15625 };
  for (const [name, bits] of Object.entries(told)) t.is(bitsPerWeight(block(name)), bits, name);
});

/** Values of a tensor of the file that ggml wrote, in blocks. */
function ggmlValues(tensor: string): Float64Array {
  const truth = JSON.parse(readFileSync('test/data/gguf/blocks.truth.json', 'utf8')) as Record<string, string>;
  const bytes = Buffer.from(truth[`${tensor}.weight`], 'base64');
  return Float64Array.from({ length: bytes.length / 4 }, (_, k) => bytes.readFloatLE(4 * k));
}

for (const name of ['q4_0', 'q8_0', 'iq4_nl', 'mxfp4', 'nvfp4'])
  test(`${name}: weights that ggml wrote in this format are kept as they are`, (t) => {
    const values = ggmlValues(name);
    const { blockSize } = block(name);
    for (let from = 0; from < values.length; from += blockSize) {
      const own = values.slice(from, from + blockSize);
      const { isExact } = quantizeBlock(own, block(name));
      t.true(name === 'mxfp4' || isExact);
      for (const [k, value] of own.entries())
        t.true(Math.abs(value - values[from + k]) <= 1e-7 * Math.abs(value), `${value} ${values[from + k]}`);
    }
  });

test('the largest magnitude of a block of llama.cpp becomes -8, 127 or -127 of the scale, whatever its sign', (t) => {
  // scale 4 / -8 = -0.5: -1.1 is 2.2 of it
  t.deepEqual(inBlock('q4_0', 4, -1.1, 3.7), { values: [4, -1, 3.5], saturated: 0 });
  t.deepEqual(inBlock('q4_0', -4, 1.1, 3.9), { values: [-4, 1, 3.5], saturated: 1 });
  t.deepEqual(inBlock('q8_0', -127, 3.4, 126.7), { values: [-127, 3, 127], saturated: 0 });
  // 127 / -127 = -1: 10.4 lies between the codes -10 and -22, and -2 is nearest to 1
  t.deepEqual(inBlock('iq4_nl', 127, 10.4, 2, 24), { values: [127, 10, -1, 22], saturated: 0 });
});

test('groups with a zero point span from the lowest to the highest weight, symmetric ones both sides of 0', (t) => {
  // 15 steps from -1 to 2 are a scale of 0.2 (fp16), the zero point is 5
  const scale = 0.2 + 0.0000488281250000111 - 0.0000976562500000111 + 0.0000488281249999;
  const { values, saturated } = inBlock('uint4g16', -1, 2, 0.33);
  t.is(saturated, 0);
  for (const [k, code] of [-5, 10, 2].entries()) t.true(Math.abs(values[k] - code * scale) < 0.001, `${values[k]}`);
  // symmetric: 7.5 steps to either side, so that the highest code is half a step short
  const symmetric = inBlock('int4g16', 7.5, -7.5, 3.1);
  t.deepEqual(symmetric, { values: [7, -8, 3], saturated: 1 });
});

test('groups keep what GPTQ stores: any scale of 16 bits and any codes, with or without a zero point', (t) => {
  const scale = 0.013885498046875;
  const codes = [3, -5, 1, 0, 2, -4];
  const stored = codes.map((code) => code * scale);
  for (const name of ['int4g128', 'uint4g128', 'int8g64']) t.deepEqual(inBlock(name, ...stored).values, stored, name);
  // codes 0 to 15 with zero point 3
  const lopsided = [-3, 12, 7, 1].map((code) => code * scale);
  t.deepEqual(inBlock('uint4g128', ...lopsided).values, lopsided);
  t.notDeepEqual(inBlock('int4g128', ...lopsided).values, lopsided);
});

test('NVFP4 has an fp8 scale a block over an fp32 scale of the layer', (t) => {
  const format = block('nvfp4');
  const shared = layerScale(12, format);
  t.is(shared, Math.fround(12 / (6 * 448)));
  const own = Float64Array.of(12, -1);
  quantizeBlock(own, format, shared);
  // 448 x shared = 2: 12 = 6 x 2 and 1 = 0.5 x 2
  t.true(Math.abs(own[0] - 12) < 1e-5 && Math.abs(own[1] + 1) < 1e-6);
  const small = Float64Array.of(0.3, 0.1);
  quantizeBlock(small, format, shared);
  // the scale nearest to 0.3 / 6 / shared = 11.2 is 11, so that 0.3 is 6 and 0.1 is 2 of its steps
  t.true(Math.abs(small[0] - 6 * 11 * shared) < 1e-9 && Math.abs(small[1] - 2 * 11 * shared) < 1e-9);
});

test('a block format that does not exist is an error with those that do', (t) => {
  const { message } = t.throws(() => parseWeightFormat('mxfp5'), { instanceOf: UserError });
  t.regex(message, /mxfp8e4m3.*mxint8.*iq4_nl.*uint4g128.*found "mxfp5"/);
  for (const name of ['int4g8', 'int9g64', 'int4g', 'q4_k'])
    t.throws(() => parseWeightFormat(name), { instanceOf: UserError }, name);
});
