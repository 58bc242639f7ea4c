import test from 'ava';
import { addressOf, fromAddress } from '../../../src/explore/machine/address.ts';
import { commandOf, moved, taskOf, yamlOf } from '../../../src/explore/machine/point.ts';
import { loadHardware, loadHardwareText } from '../../../src/node/read-configs.ts';
import { base, setup as benchmark } from './benchmark-setup.ts';

const setup = { ...benchmark, set: ['clock=400 MHz'] };
const point = {
  hardware: 'eie-64pe',
  values: { processingElements: '32', width: '128 bit', codeBits: '3', weightDensity: '0.1', activationDensity: '0.5' },
};
const task = taskOf(point, base, setup);

test('the command says all that the controls changed, and nothing else', (t) => {
  t.is(
    commandOf(task),
    "picojoule run eie-64pe eie-benchmark --set 'clock=400 MHz' --set processingElements=32 --set 'memories.sparseMatrix.width=128 bit' --set encoding.codeBits=3 --weight-density 0.1 --activation-density 0.5 --codebook-values 7",
  );
  t.is(
    commandOf(taskOf({ hardware: 'ladder/5-sram', values: {} }, base, setup)),
    'picojoule run ladder/5-sram eie-benchmark',
  );
});

test('the config is the same machine', async (t) => {
  const text = yamlOf(task);
  const { name: _n, file: _f, ...same } = await loadHardwareText(text);
  const { name: _, file: __, ...machine } = await loadHardware('eie-64pe', { set: task.set });
  t.deepEqual(same, machine);
  t.regex(text, /^# explored\.yaml; run it with: picojoule run explored\.yaml eie-benchmark --weight-density 0\.1/);
});

test('a control that is back where the config has it is as if nobody had touched it', (t) => {
  const there = moved(point, 'width', '256 bit', '64 bit');
  t.is(there.values.width, '256 bit');
  t.false('width' in moved(there, 'width', '64 bit', '64 bit').values);
});

test('the address brings back where everything stood, and what it does not know is left out', (t) => {
  const shown = { point, pinned: { hardware: 'ladder/1-dense-fp32', values: { queueDepth: '4' } } };
  t.deepEqual(fromAddress(addressOf(shown), { hardware: 'x', values: {} }), shown);
  const first = { hardware: 'eie-64pe', values: {} };
  t.deepEqual(fromAddress('', first), { point: first, pinned: first });
  t.deepEqual(fromAddress('hardware=eie-64pe&width=32+bit&colour=red', first).point, {
    hardware: 'eie-64pe',
    values: { width: '32 bit' },
  });
});
