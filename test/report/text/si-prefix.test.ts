import test from 'ava';
import { siPrefix } from '../../../src/report/text/si-prefix.ts';

const scales = test.macro((t, largest: number, unit: string, exponent: number, expected: string, factor: number) => {
  t.deepEqual(siPrefix(largest, unit, exponent), { unit: expected, factor });
});

test('7 180 000 pJ read as uJ', scales, 7.18e6, 'J', -12, 'uJ', 1e-6);
test('0.62 pJ read as fJ', scales, 0.62, 'J', -12, 'fJ', 1000);
test('999.9 would print as 1000, so it takes the next prefix', scales, 999.9, 'J', -12, 'nJ', 1e-3);
test('800e6 Hz read as MHz', scales, 800e6, 'Hz', 0, 'MHz', 1e-6);
test('9.9 us stay us', scales, 9.9, 's', -6, 'us', 1);
test('zero keeps its prefix', scales, 0, 'J', -12, 'pJ', 1);
test('less than the smallest prefix keeps the smallest', scales, 1e-9, 'J', -12, 'fJ', 1000);
