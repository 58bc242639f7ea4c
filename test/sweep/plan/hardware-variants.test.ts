import test from 'ava';
import { hardwareOf } from '../../../src/machines/load-hardware.ts';
import { readHardwareSource } from '../../../src/node/read-configs.ts';
import { hardwareVariants } from '../../../src/sweep/plan/hardware-variants.ts';

const changes = (entries: readonly (readonly [string, number | string, string])[]) =>
  entries.map(([key, value, text]) => ({ key, value: { value, text } }));

const patched = test.macro({
  async exec(t, ...entries: (readonly [string, number | string, string])[]) {
    const source = readHardwareSource('eie-64pe');
    const { make } = await hardwareVariants(
      source,
      ['clock=1 GHz'],
      entries.map(([key]) => key),
    );
    const anew = await hardwareOf(source, {
      set: ['clock=1 GHz', ...entries.map(([key, , text]) => `${key}=${text}`)],
    });
    t.deepEqual(await make(changes(entries)), anew);
  },
  title: (_, ...entries: (readonly [string, number | string, string])[]) =>
    `${entries.map(([key, , text]) => `${key}=${text}`).join(', ')} makes the machine that --set makes`,
});

test(patched, ['activationQueue.depth', 16, '16'], ['memories.sparseMatrix.capacity', 65536, '64 KiB']);
test(
  patched,
  ['encoding.weights', 'direct', 'direct'],
  ['arithmetic.weight', 'fp32', 'fp32'],
  ['encoding.codeBits', 32, '32'],
  ['memories.sparseMatrix.width', 128, '128 bit'],
);
test(patched, ['encoding.indexBits', 'none', 'none'], ['encoding.skipZeroActivations', 'false', 'false']);
test(patched, ['energy.override.pointers.read', 3, '3 pJ'], ['energy.override.sparseMatrix.read', 9, '9 pJ']);
test(patched, ['energy.table', 'eie-table2', 'eie-table2']);

test('a machine that contradicts itself is refused as when it is read anew', async (t) => {
  const source = readHardwareSource('eie-64pe');
  const { make } = await hardwareVariants(source, [], ['memories.sparseMatrix.width']);
  await t.throwsAsync(make(changes([['memories.sparseMatrix.width', 4, '4 bit']])), {
    message: /expected room for one entry of 8 bit/,
  });
});

test('of any number of values only some are remembered, and each makes its machine again', async (t) => {
  const source = readHardwareSource('eie-64pe');
  const key = 'memories.sparseMatrix.capacity';
  const { make } = await hardwareVariants(source, [], [key]);
  const capacity = (index: number) => 65_536 + 64 * index;
  const at = (index: number) => make(changes([[key, capacity(index), `${capacity(index)} byte`]]));
  const first = await at(0);
  for (let index = 1; index < 5000; index++) await at(index);
  const again = await at(0);
  t.not(again, first);
  t.deepEqual(again, first);
  t.deepEqual(again, await hardwareOf(source, { set: [`${key}=${capacity(0)} byte`] }));
});
