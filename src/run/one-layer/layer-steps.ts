import { UserError } from '../../base/user-error.ts';
import type { Chip } from '../../config/chip.ts';
import type { EnergyTable } from '../../config/energy/energy-table.ts';
import { charge, priceMap } from '../../energy/charge.ts';
import type { EnergyReport } from '../../energy/energy-report.ts';
import { machineOf } from '../../machines/index.ts';
import { categoriesOf } from '../../machines/known/known-components.ts';
import type { LayerSteps } from '../../machines/steps.ts';
import { viewsOf } from '../../machines/views.ts';
import type { Network } from '../../network/layer.ts';
import { chargeRun } from '../charge-run.ts';
import type { RunResult } from '../result.ts';
import { multiply, place, storeLayers } from '../store-layers.ts';
import { chosenLayer, type TimelineChoice } from './layer-timeline.ts';

/** A small layer cycle by cycle, with what it has cost until then. */
export interface PricedSteps {
  readonly steps: LayerSteps;
  /** Energy until each state; that of the last is the energy of the run. */
  readonly energyPj: readonly EnergyReport[];
  /** The record of a run of the layer. */
  readonly result: RunResult;
}

/**
 * What every register of a machine holds in every cycle of a layer with its own input vector, and the energy that adds up meanwhile.
 * @throws UserError for a layer that is not there or too large, and for a machine that does not tell its steps
 */
export function layerSteps(
  hardware: Chip,
  network: Network,
  table: EnergyTable,
  choice: Pick<TimelineChoice, 'layer' | 'memory'> = {},
): PricedSteps {
  const machine = machineOf(hardware);
  const stepsOf = viewsOf(hardware).steps;
  if (stepsOf === undefined)
    throw UserError.at({ path: 'machine' }, `a ${machine.name} does not tell its steps`, 'NO_STEPS');
  const one = chosenLayer(network, choice.layer);
  const { stored, warnings } = storeLayers(hardware, one, choice.memory);
  const [{ layer, made, hardware: own }] = stored;
  const steps = stepsOf(layer, made, own);
  const placed = place(stored[0], multiply(stored[0], [layer.activations]));
  const simulated = { ...stored[0], counts: placed.counts, warnings: [...warnings, ...placed.warnings] };
  const result = chargeRun(hardware, one, table, [simulated]);
  const last = steps.states[steps.cycles];
  if (result.layers[0].cycles !== steps.cycles || !same(last.actionCounts, result.layers[0].actionCounts))
    throw UserError.at({ path: layer.name }, 'steps are shown of a layer that stays on the chip', 'NO_STEPS');
  const [prices, categories] = [priceMap(result.energyTable), categoriesOf(machine)];
  return {
    steps,
    energyPj: steps.states.map(({ actionCounts }) => charge(actionCounts, prices, layer.name, categories)),
    result,
  };
}

function same(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
