import test from 'ava';
import { numberText, percentText } from '../../../src/report/text/number-text.ts';

const reads = test.macro((t, value: number | null, text: string) => t.is(numberText(value), text));

test('three significant digits below one thousand', reads, 9.9075, '9.91');
test('rounding up to the next power of ten does not add a digit', reads, 9.996, '10.0');
test('a whole number above the digits stays whole', reads, 113776.9, '113777');
test('small numbers keep their digits without exponent', reads, 0.00123, '0.00123');
test('very small numbers take an exponent', reads, 1.234e-7, '1.23e-7');
test('zero is 0', reads, 0, '0');
test('negative numbers keep their sign', reads, -0.02, '-0.0200');
test('what is missing is a dash', reads, null, '-');

test('a percentage reads 100.0 only when it is exactly one', (t) => {
  t.is(percentText(1), '100.0');
  t.is(percentText(0.99999), '99.9');
  t.is(percentText(0.8945), '89.5');
  t.is(percentText(null), '-');
});
