import test from 'ava';
import { parseNumberFormat } from '../../src/base/number-format.ts';
import { chooseFixedFormat, quantizeWeights } from '../../src/compress/quantize-weights.ts';

test('7.75 in two integer and one fraction bit is first rounded, then saturated: 3.5, one saturation', (t) => {
  const { values, saturations } = quantizeWeights(Float32Array.of(7.75), parseNumberFormat('uq2.1'));
  t.deepEqual([...values], [3.5]);
  t.is(saturations, 1);
});

test('a weight that becomes 0 is counted', (t) => {
  const { values, zeroValues } = quantizeWeights(Float32Array.of(0.001, 0.5, 0), parseNumberFormat('q0.7'));
  t.deepEqual([...values], [0, 0.5, 0]);
  t.is(zeroValues, 1);
});

const chosen = test.macro({
  exec: (t, largest: number, widthBits: number, name: string) => {
    t.is(chooseFixedFormat(Float32Array.of(-largest, 0.1), widthBits).name, name);
  },
  title: (_given, largest: number, widthBits: number, name: string) =>
    `${widthBits} bits for magnitudes up to ${largest} are ${name}`,
});
test(chosen, 0.7, 8, 'q0.7');
test(chosen, 1.5, 8, 'q1.6');
test(chosen, 10.56, 16, 'q4.11');
test(chosen, 1000, 8, 'q7.0');

test('a part of the values may saturate, so that the others get more fraction bits', (t) => {
  const values = new Float32Array(100).fill(0.5);
  values[0] = 100;
  t.is(chooseFixedFormat(values, 8).name, 'q7.0');
  t.is(chooseFixedFormat(values, 8, 0.01).name, 'q0.7');
});
