import test from 'ava';
import { UserError } from '../../../src/base/user-error.ts';
import type { NumericSpec } from '../../../src/config/yaml/numeric.ts';
import { parseRange, rangeValues } from '../../../src/sweep/config/axis-range.ts';

const number: NumericSpec = {
  dimension: 'number',
  unit: '',
  minimum: 0,
  maximum: 1,
  whole: false,
  example: 0.1,
  words: [],
};
const whole: NumericSpec = { ...number, maximum: 1000, whole: true, example: 8 };
const clock: NumericSpec = { ...number, dimension: 'frequency', unit: 'Hz', maximum: 1e10, example: '800 MHz' };
const width: NumericSpec = {
  ...number,
  dimension: 'information',
  unit: 'bit',
  maximum: 65536,
  whole: true,
  example: '64 bit',
};

const values = test.macro({
  exec: (t, text: string, spec: NumericSpec, expected: readonly number[]) =>
    t.deepEqual(rangeValues(parseRange(text)!, spec, 1000), [...expected]),
  title: (_, text: string, __: NumericSpec, expected: readonly number[]) => `${text} is ${expected.join(', ')}`,
});

test(values, '0.1..0.5 step 0.1', number, [0.1, 0.2, 0.3, 0.4, 0.5]);
test(values, 'from 0.1 to 0.5 step 0.1', number, [0.1, 0.2, 0.3, 0.4, 0.5]);
test(values, '0.7..0.1 step -0.3', number, [0.7, 0.4, 0.1]);
test(values, '1..4', whole, [1, 2, 3, 4]);
test(values, '1..6 step 2', whole, [1, 3, 5]);
test(values, '5..5', whole, [5]);
test(values, '32..512 bit doubling', width, [32, 64, 128, 256, 512]);
test(values, '1..100 times 10', whole, [1, 10, 100]);
test(values, '1..2 times 1.1', number, [1, 1.1, 1.21, 1.331, 1.4641, 1.61051, 1.771561, 1.9487171]);
test(values, '8..1 times 0.5', whole, [8, 4, 2, 1]);
test(values, '400 MHz..1 GHz step 200 MHz', clock, [400e6, 600e6, 800e6, 1e9]);
test(values, '400..800 MHz step 200', clock, [400e6, 600e6, 800e6]);
test(values, '400 MHz..800 step 200', clock, [400e6, 600e6, 800e6]);
test(values, '800 kHz..1 MHz step 100 kHz', clock, [800e3, 900e3, 1e6]);
test(values, '1 GHz..800 MHz step -100 MHz', clock, [1e9, 900e6, 800e6]);

const refused = test.macro({
  exec(t, text: string, spec: NumericSpec, message: RegExp) {
    const error = t.throws(() => rangeValues(parseRange(text)!, spec, 1000), { instanceOf: UserError });
    t.regex(error?.message ?? '', message);
  },
  title: (_, text: string, __: NumericSpec, message: RegExp) => `${text} is refused: ${message.source}`,
});

test(refused, '1..9 step -2', whole, /empty range: the step -2 leads from 1 away from 9/);
test(refused, '9..1 step 2', whole, /empty range/);
test(refused, '1..9 step 0', whole, /endless range: its step is 0/);
test(refused, '1..9 times 1', whole, /endless range: its factor is 1/);
test(refused, '0..8 doubling', whole, /endless range: a factor never leads from or past 0/);
test(refused, '8..1 doubling', whole, /empty range: the factor 2 leads from 8 away from 1/);
test(refused, '0.1..0.5', number, /expected a step/);
test(refused, '0..1 step 0.0000001', number, /expected at most 1000 values, found a range of 10000001/);
test(refused, '1..9 MHz step 1', number, /expected amounts such as 0.1, found 1 MHz/);

test('a text without dots is no range', (t) => {
  t.is(parseRange('q7.8'), undefined);
  t.is(parseRange('64 bit'), undefined);
});
