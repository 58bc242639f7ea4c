import test from 'ava';
import { CATEGORIES, type Component, inStackingOrder, LEAKAGE } from '../../src/machines/component.ts';
import { MACHINES } from '../../src/machines/index.ts';
import { generateLayer } from '../../src/network/generate.ts';
import { loadEnergyTable, loadHardware } from '../../src/node/read-configs.ts';
import { runNetwork } from '../../src/run/run-network.ts';
import { templateFile } from './template-file.ts';

const components = Object.values(MACHINES).flatMap((machine): readonly Component<never>[] => machine.components);

/** Every action that components say they count. */
function actionsOf(all: readonly Component<never>[]): string[] {
  return all.flatMap(({ name, actions, leaks }) =>
    [...actions, ...(leaks ? [LEAKAGE] : [])].map((action) => `${name}.${action}`),
  );
}

const countable = new Set(actionsOf(components));

for (const name of ['45nm', 'eie-table2', 'eyeriss-v2-pe'])
  test(`every row of the energy table ${name} prices an action that a machine counts`, async (t) => {
    const { rows } = await loadEnergyTable(`configs/energy/${name}.yaml`);
    t.deepEqual(
      rows.map(({ component, action }) => `${component}.${action}`).filter((action) => !countable.has(action)),
      [],
    );
  });

/** So many inputs that small memories do not hold them. */
const LONG = generateLayer({ name: 'long', rows: 4, columns: 600, weightDensity: 0.5, activationDensity: 0.5 }, 1);

/** A built-in config of a machine, and changes under which it counts all that it can; one that is not listed is tried on its template. */
const EXAMPLES: Readonly<Record<string, readonly [string, ...(readonly string[][])]>> = {
  eie: [
    'eie-64pe',
    [],
    ['weights.home=dram'],
    ['arithmetic.weight=int8'],
    ['simulation.zeroOperandActivity=0.38'],
    ['arithmetic.weight=uint4g128', 'encoding.weights=direct'],
    ['weights.overflow=stream', 'processingElements=2', 'memories.activations.capacity=512 B'],
  ],
  systolic: [
    'systolic-32x32',
    [],
    [
      'weights.home=dram',
      'weights.overflow=stream',
      'memories.activations.capacity=512 B',
      'memories.activations.banks=1',
    ],
  ],
  'eyeriss-v2-pe': ['eyeriss-v2-pe', [], ['weights.home=dram']],
  'bank-balanced': ['bbs', [], ['weights.home=dram']],
  'cambricon-x': ['cambricon-x', [], ['weights.home=dram']],
  'cambricon-s': ['cambricon-s', [], ['weights.home=dram']],
  scnn: ['scnn', [], ['weights.home=dram']],
};

for (const machine of Object.keys(MACHINES))
  test(`${machine} counts each action of its components, and no other`, async (t) => {
    const [config, ...sets] = EXAMPLES[machine] ?? [await templateFile(machine), [], ['weights.home=dram']];
    const counted = new Set<string>();
    const network = { name: 'probe', file: 'probe', seed: 1, layers: [LONG] };
    for (const set of sets) {
      const hardware = await loadHardware(config, { set });
      const table = await loadEnergyTable(hardware.energy.tableFile);
      for (const action of Object.keys(runNetwork(hardware, network, table).totals.actionCounts)) counted.add(action);
    }
    t.deepEqual([...counted].toSorted(), actionsOf(MACHINES[machine as keyof typeof MACHINES].components).toSorted());
  });

test('charts stack arithmetic first and leakage last, the components of a category from dark to light', (t) => {
  const order = inStackingOrder(MACHINES.eie.components).map(({ name }) => name);
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
