import { type Fault, faultsOf, UserError } from '../../base/user-error.ts';
import { priceKey } from '../../config/energy/price-key.ts';
import { inOrder } from '../../config/yaml/read-config.ts';
import { unknownOverride } from '../../energy/overrides.ts';
import { loadEnergyTable } from '../../node/read-configs.ts';
import { readSweep } from '../config/load-sweep.ts';
import type { Condition, SweepConfig } from '../config/sweep.ts';
import { hasKey, MACHINE_AXIS, sweptMachines } from '../config/swept-machines.ts';
import { metricReader } from '../metrics/metric-reader.ts';
import { type Probe, probesOf } from '../metrics/probe.ts';
import type { ChosenRecipes } from '../training/recipe-choice.ts';
import { condition } from './condition.ts';
import { lacks, namedQuantities, type Quantities } from './constraints.ts';
import { hardwareQuantities } from './hardware-variants.ts';

/**
 * Reads a sweep (a path, or the name of a built-in one) and checks all that can be known before its first point.
 * @throws UserError with every fault of the file: keys, axes, ranges, the base machine, and names in metrics, constraints and the condition of the best point
 */
export async function loadCheckedSweep(file: string): Promise<SweepConfig> {
  const { config, faults } = await readSweep(file);
  const all = config === undefined ? faults : inOrder([...faults, ...(await nameFaults(config))]);
  if (config === undefined || all.length > 0) throw new UserError(all);
  return config;
}

async function nameFaults(config: SweepConfig): Promise<Fault[]> {
  const machines = await sweptMachines(config);
  const { recipes, faults } = await triedRecipes(config);
  const probes = await probesOf(machines, loadEnergyTable, recipes);
  const where = config.best?.where ?? null;
  const metrics = config.metrics.map(({ name }) => [name, { amount: 1, unit: '' }] as const);
  const ofPoint = await Promise.all(
    machines.map(async (machine) => {
      const values = config.axes.map(({ name, values: [first], target }) => {
        if (name === MACHINE_AXIS) return { value: String(machine.value), text: '' };
        return target === 'hardware' && !hasKey(machine, name) ? undefined : first;
      });
      return namedQuantities(config, values, await hardwareQuantities(machine.source, machine.set));
    }),
  );
  const steps = [
    () => metricReader(config.metrics, probes),
    ...config.constraints.flatMap((one) =>
      ofPoint.map((named) => async () => void (lacks(config, one.text, named) || (await tried(one, named)))),
    ),
    ...(where === null
      ? []
      : [() => tried(where, new Map([...ofPoint.flatMap((named) => [...axesOnly(config, named)]), ...metrics]))]),
  ];
  const prices = machines[0].value === undefined ? priceFaults(config, probes[0]) : [];
  return [...faults, ...distinct([...prices, ...(await Promise.all(steps.map(faultsOf))).flat()])];
}

/** A name that no machine has is one fault. */
function distinct(faults: readonly Fault[]): Fault[] {
  return [...new Map(faults.map((fault) => [JSON.stringify(fault.place), fault])).values()];
}

/** The recipes of a sweep that trains: each value of each axis is tried once, beside the first ones of the others. */
async function triedRecipes(config: SweepConfig): Promise<{ recipes?: ChosenRecipes; faults: readonly Fault[] }> {
  const { training, axes } = config;
  if (training === null) return { faults: [] };
  const { recipeChooser } = await import('../training/recipe-choice.ts');
  const chooser = await recipeChooser(config, training);
  const first = axes.map(({ values }) => values[0]);
  const tried = axes.flatMap(({ target, values }, at) =>
    target === 'training' ? values.map((value) => first.with(at, value)) : [],
  );
  const whole = [first, ...tried].filter((values) => values.every(({ fault }) => fault === undefined));
  const inRecipe = (values: (typeof whole)[number]) =>
    values.map((value, at) =>
      config.whereKnown.includes(axes[at].name) && !chooser.has(axes[at].name, values) ? undefined : value,
    );
  const faults: Fault[] = [];
  for (const values of whole.map(inRecipe)) faults.push(...(await faultsOf(() => chooser.choose(values))));
  return { recipes: chooser.found(), faults };
}

/** Axes that are prices of actions which do not exist. */
function priceFaults({ axes }: SweepConfig, { record, table }: Probe): Fault[] {
  const counted = Object.keys(record.totals.actionCounts);
  return axes.flatMap(({ name, place = { path: name } }) => {
    const action = priceKey(name);
    const message = action === undefined ? undefined : unknownOverride(action, table, counted);
    return message === undefined ? [] : [{ place, message, code: 'UNKNOWN_NAME' }];
  });
}

/** The condition of the best point may name axes and metrics, and no other key. */
function axesOnly({ axes }: SweepConfig, quantities: Quantities): Quantities {
  return new Map([...quantities].filter(([name]) => axes.some((axis) => axis.name === name)));
}

async function tried(one: Condition, quantities: Quantities): Promise<void> {
  (await condition(one))(quantities);
}
