import test from 'ava';
import { machinesAhead } from '../../../src/explore/machine/machines-ahead.ts';
import { base, setup } from './benchmark-setup.ts';

test('machines are warmed by turns, of each control the dearest first, and each once', (t) => {
  const sets = machinesAhead({ hardware: 'eie-64pe', values: {} }, base, setup).map(({ set }) => set[0]);
  t.deepEqual(sets.slice(0, 4), [
    'arithmetic.weight=int4',
    'processingElements=1024',
    'encoding.indexBits=8',
    'weights.home=dram',
  ]);
  t.is(sets.filter((set) => set.startsWith('processingElements=')).length, 16);
  t.is(
    new Set(machinesAhead({ hardware: 'eie-64pe', values: {} }, base, setup).map((task) => JSON.stringify(task))).size,
    sets.length,
  );
});
