import { type Fault, faultsOf, UserError } from '../../base/user-error.ts';
import type { EnergyTable } from '../../config/energy/energy-table.ts';
import { priceKey } from '../../config/energy/price-key.ts';
import { inOrder } from '../../config/yaml/read-config.ts';
import { unknownOverride } from '../../energy/overrides.ts';
import { hardwareOf } from '../../machines/load-hardware.ts';
import { loadEnergyTable, readHardwareSource } from '../../node/read-configs.ts';
import { readSweep } from '../config/load-sweep.ts';
import type { Condition, SweepConfig } from '../config/sweep.ts';
import { metricReader } from '../metrics/metric-reader.ts';
import { probeRecord } from '../metrics/probe.ts';
import { condition } from './condition.ts';
import { namedQuantities, type Quantities } from './constraints.ts';
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
  const source = readHardwareSource(config.hardware);
  const base = await hardwareOf(source, { set: config.set });
  const table = await loadEnergyTable(base.energy.tableFile);
  const probe = probeRecord(base, table);
  const point = { index: 0, values: config.axes.map(({ values }) => values[0]) };
  const quantities = namedQuantities(config, point, await hardwareQuantities(source, config.set));
  const metrics = config.metrics.map(({ name }) => [name, { amount: 1, unit: '' }] as const);
  const where = config.best?.where ?? null;
  const steps = [
    () => metricReader(config.metrics, probe),
    ...config.constraints.map((one) => () => tried(one, quantities)),
    ...(where === null ? [] : [() => tried(where, new Map([...axesOnly(config, quantities), ...metrics]))]),
  ];
  const prices = priceFaults(config, table, Object.keys(probe.totals.actionCounts));
  return [...prices, ...(await Promise.all(steps.map(faultsOf))).flat()];
}

/** Axes that are prices of actions which do not exist. */
function priceFaults({ axes }: SweepConfig, table: EnergyTable, counted: readonly string[]): Fault[] {
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
