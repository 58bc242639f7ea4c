import type { Chip } from '../../config/chip.ts';
import type { EnergyTable } from '../../config/energy/energy-table.ts';
import { charge, type PriceMap, priceMap } from '../../energy/charge.ts';
import { priceCounts } from '../../energy/price-actions.ts';
import { machineOf } from '../../machines/index.ts';
import { categoriesOf } from '../../machines/known-components.ts';
import { microseconds } from '../../run/counted.ts';
import { batchTotals, inferencesOf } from '../../run/graph/run-graph.ts';
import { chargedTotals, countedTotals, type LayerCost } from '../../run/totals.ts';
import { type PointRecord, pointRecord } from '../metrics/point-record.ts';
import { chargedLayer, type LayerFigures } from './layer-figures.ts';
import type { SimulatedGraph } from './simulate-graph-network.ts';
import type { SimulatedNetwork } from './simulator.ts';

interface ChargedPoint {
  readonly record: PointRecord;
  readonly warnings: readonly string[];
  readonly doubtful: boolean;
}

/** Prices and energy of one point: all that an energy-only axis needs. */
export function chargeNetwork(
  hardware: Chip,
  table: EnergyTable,
  { layers, totals, layersAlone, toPrice, warnings }: SimulatedNetwork,
): ChargedPoint {
  const list = priceCounts(hardware, table, toPrice);
  const costs = costsOf(layers, priceMap(list.prices), hardware);
  const charged = () => layers.map((layer, k) => chargedLayer(layer, costs[k]));
  return {
    record: pointRecord(hardware, charged, chargedTotals(totals, costs, layersAlone)),
    warnings: [...warnings, ...list.warnings],
    doubtful: list.doubtful,
  };
}

/** The same of a network with a graph: layers and totals are sums over its batch, as in the record of a run. */
export function chargeGraph(
  hardware: Chip,
  table: EnergyTable,
  { inferences, batch, toPrice, warnings, ...answers }: SimulatedGraph,
): ChargedPoint {
  const list = priceCounts(hardware, table, toPrice);
  const prices = priceMap(list.prices);
  const costs = inferences.map((layers) => costsOf(layers, prices, hardware));
  const sums = costs.map((layers) => ({
    timeUs: layers.reduce((sum, { timeUs }) => sum + timeUs, 0),
    energyPj: layers.reduce((sum, { energyPj }) => sum + energyPj.total, 0),
  }));
  const whole = costsOf(batch, prices, hardware);
  const totals = batchTotals(chargedTotals(countedTotals(batch, hardware), whole), inferences.length);
  const layers = () => batch.map((layer, k) => chargedLayer(layer, whole[k]));
  return {
    record: pointRecord(hardware, layers, totals, inferencesOf(sums, answers)),
    warnings: [...warnings, ...list.warnings],
    doubtful: list.doubtful,
  };
}

function costsOf(layers: readonly LayerFigures[], prices: PriceMap, hardware: Chip): LayerCost[] {
  const categories = categoriesOf(machineOf(hardware));
  return layers.map(({ name, cycles, actionCounts }) => ({
    timeUs: microseconds(cycles, hardware.clockHz),
    energyPj: charge(actionCounts, prices, name, categories),
  }));
}
