import type { Chip } from '../../config/chip.ts';
import type { EnergyTable } from '../../config/energy/energy-table.ts';
import { pricesOfCounts } from '../../energy/price-actions.ts';
import { inferencesOf } from '../../run/graph/run-graph.ts';
import { batchTotals, chargedTotals, costsOf, countedTotals, meanCost, totalCost } from '../../run/totals.ts';
import { type PointRecord, pointRecord } from '../metrics/point-record.ts';
import type { TrainedFigures } from '../training/trained-figures.ts';
import { chargedLayer } from './layer-figures.ts';
import type { SimulatedGraph } from './simulate-graph-network.ts';
import type { SimulatedNetwork } from './simulator.ts';
import { sumCosts } from './sum-costs.ts';

interface ChargedPoint {
  readonly record: PointRecord;
  readonly warnings: readonly string[];
  readonly doubtful: boolean;
}

/** Prices and energy of one point: all that an energy-only axis needs. */
export function chargeNetwork(
  hardware: Chip,
  table: EnergyTable,
  { layers, totals, layersAlone, batch, toPrice, warnings }: SimulatedNetwork,
): ChargedPoint {
  const { byName, warnings: ofPrices, doubtful } = pricesOfCounts(hardware, table, toPrice);
  const charged = () => {
    const costs = costsOf(layers, byName, hardware);
    return layers.map((layer, k) => chargedLayer(layer, costs[k]));
  };
  const cost = totalCost(totals, sumCosts(layers, byName, hardware), layersAlone);
  return {
    record: pointRecord(hardware, charged, [batchTotals(cost, batch), totals]),
    warnings: ofPrices.length === 0 ? warnings : [...warnings, ...ofPrices],
    doubtful,
  };
}

/** The same of a network with a graph: layers and totals are sums over its batch, as in the record of a run. */
export function chargeGraph(
  hardware: Chip,
  table: EnergyTable,
  { inferences, batch, toPrice, warnings, ...answers }: SimulatedGraph,
  training?: TrainedFigures,
): ChargedPoint {
  const list = pricesOfCounts(hardware, table, toPrice);
  const prices = list.byName;
  const sums = inferences.map(({ layers, together }) => meanCost(costsOf(layers, prices, hardware), together));
  const whole = costsOf(batch, prices, hardware);
  const totals = batchTotals(chargedTotals(countedTotals(batch, hardware), whole), inferences.length);
  const layers = () => batch.map((layer, k) => chargedLayer(layer, whole[k]));
  return {
    record: pointRecord(hardware, layers, [totals], inferencesOf(sums, answers), training),
    warnings: [...warnings, ...list.warnings],
    doubtful: list.doubtful,
  };
}
