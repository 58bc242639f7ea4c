import test from 'ava';
import fc from 'fast-check';
import { FLOATS, parseNumberFormat } from '../../../src/base/number-format.ts';
import { quantizationLoss, quantizeFloats, quantizeFloatsTwin } from '../../../src/kernels/weights/quantize-floats.ts';
import { manyFloats } from './random-floats.ts';

const FORMATS = [
  ...Object.keys(FLOATS),
  'q7.8',
  'uq2.1',
  'q0.7',
  'q0.23',
  'q0.31',
  'int2',
  'int8',
  'uint8',
  'int24',
  'int32',
  'int8*0.0125',
];

/** All bits, so that -0 is no 0. */
const bitsOf = (values: Float32Array) => new Uint32Array(values.buffer, values.byteOffset, values.length);

for (const name of FORMATS)
  test(`the kernel brings values to ${name} as the twin does, to the bit`, (t) => {
    const format = parseNumberFormat(name);
    fc.assert(
      fc.property(manyFloats, (values) => {
        const [kernel, twin] = [quantizeFloats(values, format), quantizeFloatsTwin(values, format)];
        t.deepEqual(bitsOf(kernel.values), bitsOf(twin.values));
        t.is(kernel.saturations, twin.saturations);
        t.is(kernel.zeroValues, twin.zeroValues);
        const { saturations, zeroValues } = quantizationLoss(values, format);
        t.deepEqual([saturations, zeroValues], [twin.saturations, twin.zeroValues]);
      }),
    );
  });

test('ties, subnormals, the largest values and zeros of either sign are among them', (t) => {
  const step = 2 ** -24;
  const hard = [
    0,
    0.5,
    1.5,
    2.5,
    255.5,
    1,
    1 + 2 ** -8,
    1 + 3 * 2 ** -8,
    65504,
    65520,
    448,
    464,
    480,
    57344,
    61440,
    7.5,
    7.75,
    6,
    7,
    28,
    30,
  ];
  const small = [
    step,
    step / 2,
    1.5 * step,
    2 ** -14,
    2 ** -14 - step / 2,
    2 ** -126,
    2 ** -133,
    2 ** -134,
    2 ** -149,
    3.4028234663852886e38,
    3.39e38,
  ];
  const values = Float32Array.from([...hard, ...small].flatMap((value) => [value, -value]));
  for (const name of FORMATS) {
    const format = parseNumberFormat(name);
    const [kernel, twin] = [quantizeFloats(values, format), quantizeFloatsTwin(values, format)];
    t.deepEqual(bitsOf(kernel.values), bitsOf(twin.values), name);
    t.deepEqual([kernel.saturations, kernel.zeroValues], [twin.saturations, twin.zeroValues], name);
  }
});
