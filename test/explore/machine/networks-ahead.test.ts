import test from 'ava';
import { networksAhead } from '../../../src/explore/machine/networks-ahead.ts';
import type { Eie } from '../../../src/machines/eie/hardware.ts';
import { loadHardware } from '../../../src/node/read-configs.ts';

const base = (await loadHardware('eie-64pe')) as Eie;
const setup = {
  title: '',
  hardware: 'eie-64pe',
  network: 'eie-benchmark',
  set: [],
  files: {},
  small: { config: '', hardware: base, table: { name: '', file: '', rows: [] } as never },
};
const densities = (values: Readonly<Record<string, string>>) =>
  networksAhead({ hardware: 'eie-64pe', values }, base, setup).map(({ options }) => options.generate?.weightDensity);

test('dense layers are worth drawing ahead, those first that the slider reaches first', (t) => {
  t.deepEqual(densities({}), [0.08, 0.09, 0.1, 0.12, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5]);
  t.deepEqual(densities({ weightDensity: '0.25' }).slice(0, 4), [0.2, 0.3, 0.15, 0.4]);
});

test('what other controls say of the network stays', (t) => {
  const [{ options }] = networksAhead({ hardware: 'eie-64pe', values: { codeBits: '3' } }, base, setup);
  t.is(options.generate?.codebookValues, 7);
});
