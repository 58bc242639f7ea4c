import test from 'ava';
import { parseNumberFormat, quantize, roundHalfEven, saturates, toRaw } from '../../src/base/number-format.ts';
import { faultsOf } from '../config/faults-of.ts';

const rounds = test.macro<[string, number, number]>({
  exec: (t, name, x, expected) => t.is(quantize(x, parseNumberFormat(name)), expected),
  title: (_, name = '', x = 0, expected = 0) => `${x} in ${name} is ${expected}`,
});
test(rounds, 'q7.8', 0.001953125, 0); // half of the last place: to even
test(rounds, 'q7.8', 0.005859375, 0.0078125);
test(rounds, 'q7.8', -0.005859375, -0.0078125);
test(rounds, 'q7.8', 128, 127.99609375);
test(rounds, 'q7.8', -1e9, -128);
test(rounds, 'uq4.4', -1, 0);
test(rounds, 'uq4.4', 16, 15.9375);
test(rounds, 'int8', 2.5, 2);
test(rounds, 'int8', 3.5, 4);
test(rounds, 'int8', 127.5, 127);
test(rounds, 'int4', -9, -8);
test(rounds, 'uint8', 255.4, 255);
test(rounds, 'fp16', 2049, 2048); // a tie: 11 bits of significand
test(rounds, 'fp16', 2051, 2052);
test(rounds, 'fp16', 65519, 65504);
test(rounds, 'fp16', 1e9, 65504);
test(rounds, 'fp16', 2 ** -24, 2 ** -24); // the smallest subnormal
test(rounds, 'fp16', 2 ** -25, 0);
test(rounds, 'fp16', 1.5 * 2 ** -25, 2 ** -24);
test(rounds, 'bf16', 257, 256);
test(rounds, 'bf16', 259, 260);
test(rounds, 'bf16', -1e39, -(2 - 2 ** -7) * 2 ** 127);
test(rounds, 'fp32', 16777217, 16777216);
test(rounds, 'fp32', 1e-45, 2 ** -149);

test('only what lies beyond the range once rounded is clipped', (t) => {
  const int8 = parseNumberFormat('int8');
  t.deepEqual(
    [127.4, 127.5, -128.5, -128.6].map((x) => saturates(x, int8)),
    [false, true, false, true],
  );
  const fp16 = parseNumberFormat('fp16');
  t.deepEqual(
    [65519, 65520].map((x) => saturates(x, fp16)),
    [false, true],
  );
});

test('zero has one sign', (t) => {
  t.is(
    toRaw(-0.1, {
      kind: 'fixed',
      name: 'int8',
      widthBits: 8,
      fractionBits: 0,
      signed: true,
      minRaw: -128,
      maxRaw: 127,
    }),
    0,
  );
});

test('ties go to even at any size', (t) => {
  t.deepEqual(
    [0.5, 1.5, -0.5, -1.5, 2 ** 51 + 0.5, 2 ** 51 + 1.5, -(2 ** 51) - 0.5].map((x) => roundHalfEven(x) + 0),
    [0, 2, 0, -2, 2 ** 51, 2 ** 51 + 2, -(2 ** 51)],
  );
});

const refuses = test.macro<[string]>({
  exec: async (t, name) =>
    t.deepEqual(await faultsOf(() => parseNumberFormat(name)), [
      `expected a number format (fp32, fp16, bf16, fp8e4m3, fp8e5m2, fp6e3m2, fp6e2m3, fp4e2m1, int2 to int32, uint2 to uint32 (with a scale as int8*0.0125), qI.F and uqI.F with up to 32 bits in all), found "${name}" [NUMBER_FORMAT]`,
    ]),
  title: (_, name = '') => `"${name}" is no number format`,
});
for (const name of ['', 'int', 'int1', 'int33', 'q16.16', 'q7', 'fp64', 'FP32', 'uq0.33', 'q-1.8', 'constructor'])
  test(refuses, name);
