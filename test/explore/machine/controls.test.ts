import test from 'ava';
import { CONTROLS, positionsOf } from '../../../src/explore/machine/controls.ts';
import { PRESETS } from '../../../src/explore/machine/presets.ts';
import type { Eie } from '../../../src/machines/eie/hardware.ts';
import { loadHardware } from '../../../src/node/read-configs.ts';

const base = (await loadHardware('eie-64pe')) as Eie;

for (const control of CONTROLS)
  test(`${control.label} (${control.group}): every position is a machine, which stands where it was put`, async (t) => {
    t.true(positionsOf(control, control.read(base)).includes(control.read(base)));
    for (const value of control.values.filter((one) => one !== '')) {
      const { set = [], generate } = control.change(value, base);
      t.true(set.length > 0 || generate !== undefined, value);
      const machine = (await loadHardware('eie-64pe', { set })) as Eie;
      if (set.length > 0) t.is(control.read(machine), value);
      t.true(control.shown(value).length > 0);
    }
  });

test('a machine between two positions of a slider has one of its own', (t) => {
  const pes = CONTROLS.find(({ id }) => id === 'processingElements')!;
  const positions = positionsOf(pes, '40');
  t.deepEqual(positions, [...pes.values.slice(0, 7), '40', ...pes.values.slice(7)]);
  t.deepEqual(positionsOf(pes, '64'), pes.values);
  const node = CONTROLS.find(({ id }) => id === 'technology')!;
  t.is(positionsOf(node, '12 nm').indexOf('12 nm'), node.values.indexOf('10 nm'));
});

test('every preset starts from a built-in machine and puts controls that exist where they can stand', async (t) => {
  for (const { presets } of PRESETS)
    for (const { point, control } of presets) {
      const machine = (await loadHardware(point.hardware)) as Eie;
      for (const [id, value] of Object.entries(point.values))
        t.true(positionsOf(CONTROLS.find((one) => one.id === id)!, '').includes(value));
      t.true(control === undefined || CONTROLS.some(({ id }) => id === control));
      t.is(machine.machine ?? 'eie', 'eie');
    }
});
