import test from 'ava';
import fc from 'fast-check';
import { parseNumberFormat, quantize, saturates } from '../../../src/base/number-format.ts';
import { quantizeAll } from '../../../src/simulate/outputs/arithmetic.ts';

test('a list is quantized as each of its values', (t) => {
  const formats = ['fp32', 'fp16', 'fp8e4m3', 'q7.8', 'uq2.6', 'int8', 'uint4', 'q0.31', 'int8*0.0125'];
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true })),
      fc.constantFrom(...formats),
      fc.constantFrom(1, 0.0125, 3),
      (values, name, scale) => {
        const format = parseNumberFormat(name);
        const scaled = values.map((value) => (scale === 1 ? value : value / scale));
        const { values: quantized, saturated } = quantizeAll(values, format, scale);
        t.deepEqual(
          [...quantized],
          scaled.map((value) => (value === 0 ? 0 : quantize(value, format))),
        );
        t.is(saturated, scaled.filter((value) => value !== 0 && saturates(value, format)).length);
      },
    ),
  );
});
