import { UserError } from '../../base/user-error.ts';
import type { Chip } from '../../config/chip.ts';
import type { EnergyTable } from '../../config/energy/energy-table.ts';
import type { ActionPrice } from '../../energy/energy-report.ts';
import { priceCounts } from '../../energy/price-actions.ts';
import type { Hardware } from '../../machines/index.ts';
import { pricedLayers } from '../../run/charge-run.ts';
import { inferencesOf } from '../../run/graph/run-graph.ts';
import { measureLayer } from '../../run/layer-result.ts';
import { PROBE } from '../../run/one-layer/probe-layer.ts';
import { simulateLayer } from '../../run/one-layer/run-layer.ts';
import type { Inferences } from '../../run/result.ts';
import type { SweptMachine } from '../config/swept-machines.ts';
import type { ChosenRecipes } from '../training/recipe-choice.ts';
import { probeFigures, type TrainedFigures } from '../training/trained-figures.ts';
import { type PointRecord, pointRecord } from './point-record.ts';

/** A machine of a sweep as it is before the first point: its table, and a record with every number that it can have. */
export interface Probe {
  readonly record: PointRecord;
  readonly table: EnergyTable;
  readonly prices: readonly ActionPrice[];
}

/**
 * Those of some machines, in their order.
 * @param recipes what figures of its trainings a sweep that trains has
 */
export async function probesOf(
  machines: readonly Pick<SweptMachine, 'hardware'>[],
  tableOf: (file: string) => Promise<EnergyTable>,
  recipes?: Pick<ChosenRecipes, 'steps' | 'layers'>,
): Promise<Probe[]> {
  const training = recipes && probeFigures(recipes.steps, recipes.layers);
  return Promise.all(
    machines.map(async ({ hardware }) => {
      const table = await tableOf(hardware.energy.tableFile);
      const record = probeRecord(hardware, table, training);
      return { record, table, prices: basePrices(hardware, table, record) };
    }),
  );
}

/**
 * A record with every number that a run of this machine can have, from a tiny network with its weights in DRAM (or not, where the table knows no DRAM):
 * what metrics are checked against.
 */
function probeRecord(hardware: Chip, table: EnergyTable, training?: TrainedFigures): PointRecord {
  const run = (home: string) => {
    const machine: Chip = { ...hardware, processingElements: 1, weights: { home, overflow: 'warn' } };
    const measured = measureLayer(simulateLayer(machine as Hardware, PROBE), machine, false);
    const { layers, totals } = pricedLayers(machine, { layersAlone: false }, table, [measured]);
    return pointRecord(machine, () => layers, [totals], INFERENCES, training);
  };
  try {
    return run('dram');
  } catch (error) {
    if (error instanceof UserError && error.faults.every(({ code }) => code === 'ENERGY_MISSING'))
      return run(hardware.weights.home === 'dram' ? 'sparseMatrix' : hardware.weights.home);
    throw error;
  }
}

/** Numbers that a network with a graph has, and with labels its accuracy. */
const INFERENCES: Inferences = {
  ...inferencesOf([{ timeUs: 1, energyPj: 1 }], { predictions: [] }),
  accuracy: { top1: 1, top5: 1, originalTop1: 1, originalTop5: 1, original: 'sameWeights' },
};

/** Prices of the base machine for every action of the probe that the table prices. */
function basePrices(hardware: Chip, table: EnergyTable, { totals }: PointRecord): readonly ActionPrice[] {
  const uncounted = Object.keys(totals.actionCounts).map((name) => [name, 0] as const);
  return priceCounts(hardware, table, [{ name: 'base', actionCounts: Object.fromEntries(uncounted) }]).prices;
}
