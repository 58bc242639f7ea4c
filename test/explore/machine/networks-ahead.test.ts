import test from 'ava';
import { networksAhead } from '../../../src/explore/machine/networks-ahead.ts';
import { base, setup } from './benchmark-setup.ts';

const densities = (values: Readonly<Record<string, string>>) =>
  networksAhead({ hardware: 'eie-64pe', values }, base, setup).map(({ options }) => options.generate?.weightDensity);

test('all densities are worth drawing ahead: first some that leave no wide gap, then those that the slider reaches first', (t) => {
  t.deepEqual(
    densities({}),
    [0.15, 0.3, 0.4, 0.5, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.09, 0.1, 0.12, 0.2, 0.25],
  );
  t.deepEqual(densities({ weightDensity: '0.25' }).slice(0, 7), [0.3, 0.4, 0.5, 0.2, 0.15, 0.12, 0.1]);
  t.deepEqual(densities({ weightDensity: '0.5' }).slice(0, 3), [0.4, 0.3, 0.25]);
});

test('what other controls say of the network stays', (t) => {
  const [{ options }] = networksAhead({ hardware: 'eie-64pe', values: { codeBits: '3' } }, base, setup);
  t.is(options.generate?.codebookValues, 7);
});
