import test from 'ava';
import { CATEGORIES, inStackingOrder, LEAKAGE } from '../../src/machines/component.ts';
import { MACHINES } from '../../src/machines/index.ts';
import { loadEnergyTable, loadHardware } from '../../src/node/read-configs.ts';
import { PROBE } from '../../src/run/probe-layer.ts';
import { runNetwork } from '../../src/run/run-network.ts';

const components = Object.values(MACHINES).flatMap((machine) => machine.components);

/** Every action that a machine says it counts. */
const countable = new Set(
  components.flatMap(({ name, actions, leaks }) =>
    [...actions, ...(leaks ? [LEAKAGE] : [])].map((action) => `${name}.${action}`),
  ),
);

for (const name of ['45nm', 'eie-table2'])
  test(`every row of the energy table ${name} prices an action that a machine counts`, async (t) => {
    const { rows } = await loadEnergyTable(`configs/energy/${name}.yaml`);
    t.deepEqual(
      rows.map(({ component, action }) => `${component}.${action}`).filter((action) => !countable.has(action)),
      [],
    );
  });

test('the EIE counts each action of its components, and no other', async (t) => {
  const counted = new Set<string>();
  const network = { name: 'probe', file: 'probe', seed: 1, layers: [PROBE] };
  for (const set of [[], ['weights.home=dram'], ['arithmetic.weight=int8']]) {
    const hardware = await loadHardware('eie-64pe', { set });
    const table = await loadEnergyTable(hardware.energy.tableFile);
    for (const action of Object.keys(runNetwork(hardware, network, table).totals.actionCounts)) counted.add(action);
  }
  t.deepEqual([...counted].toSorted(), [...countable].toSorted());
});

test('charts stack arithmetic first and leakage last, the components of a category from dark to light', (t) => {
  const order = inStackingOrder(components).map(({ name }) => name);
  t.deepEqual(order.slice(0, 5), ['arithmeticUnit', 'sparseMatrix', 'pointers', 'activationMemory', 'dram']);
  t.is(CATEGORIES.at(-1), 'leakage');
});

test('components of one name mean the same in every machine', (t) => {
  const seen = new Map<string, string>();
  for (const { name, title, category, colour } of components) {
    const said = [title, category, colour].join();
    t.is(seen.get(name) ?? said, said);
    seen.set(name, said);
  }
});
