import test from 'ava';
import { dimensionOf, formatQuantity, inUnit, parseLiteral, plainText, shortest } from '../../src/base/quantity.ts';

const literal = test.macro<[string, number, string]>({
  exec: (t, text, amount, unit) => t.deepEqual(parseLiteral(text), { amount, unit }),
  title: (given, text = '') => given ?? `"${text}" is a number with a unit`,
});
test(literal, '800 MHz', 800, 'MHz');
test(literal, '800MHz', 800, 'MHz');
test(literal, '3.7e-12 J', 3.7e-12, 'J');
test(literal, '-.5 V', -0.5, 'V');
test(literal, '50 %', 50, '%');
test(literal, '64', 64, '');
test('a no-break space counts as a space', literal, '800\u00a0MHz', 800, 'MHz');
test('the micro sign is u', literal, '5 \u00b5s', 5, 'us');
test('the Greek mu is u', literal, '5 \u03bcs', 5, 'us');
test(literal, '5 pJ/bit', 5, 'pJ/bit');

test('text that is more than a number and a word is no literal', (t) => {
  for (const text of ['', 'MHz', '2 * 3', '5 pJ + 3', '12:30', '1_000', '1/800 MHz', '(4)', '--4'])
    t.is(parseLiteral(text), undefined, text);
});

test('powers of ten move the decimal point and nothing else', (t) => {
  t.is(inUnit({ amount: 3.7e-12, unit: 'J' }, 'pJ'), 3.7);
  for (let tenths = 1; tenths < 7000; tenths++) {
    const amount = tenths / 10;
    t.is(inUnit({ amount, unit: 'pJ' }, 'pJ'), amount);
    t.is(inUnit({ amount, unit: 'fJ' }, 'aJ'), tenths * 100);
  }
});

test('50 % is the plain number 0.5', (t) => {
  t.is(inUnit({ amount: 50, unit: '%' }, ''), 0.5);
  t.is(inUnit({ amount: 35.1, unit: '%' }, ''), 0.351);
});

test('quantities of different kinds do not convert', (t) => {
  t.is(dimensionOf({ amount: 1, unit: 'kHz' }), 'frequency');
  t.throws(() => inUnit({ amount: 1, unit: 'kHz' }, 's'));
});

test('the shortest form has the prefix that fits', (t) => {
  t.is(formatQuantity(shortest({ amount: 2e10, unit: 'Hz' })), '20 GHz');
  t.is(formatQuantity(shortest({ amount: 2 ** 30, unit: 'B' })), '1 GiB');
  t.is(formatQuantity(shortest({ amount: 65536, unit: '' })), '65536');
});

test('both micro signs become u and exotic spaces become plain ones', (t) => {
  t.is(plainText(' 3\u202f\u00b5m '), '3 um');
});
