import type { EnergyTable } from '../config/energy-table.ts';
import type { Hardware } from '../config/hardware.ts';
import { charge, type PriceMap, priceMap } from '../energy/charge.ts';
import { priceCounts } from '../energy/price-actions.ts';
import { microseconds } from '../run/layer-result.ts';
import { chargedTotals, type LayerCost } from '../run/totals.ts';
import { chargedLayer, type LayerFigures } from './layer-figures.ts';
import { type PointRecord, pointRecord } from './point-record.ts';
import type { SimulatedNetwork } from './simulator.ts';

/** Prices and energy of one point: all that an energy-only axis needs. */
export function chargeNetwork(
  hardware: Hardware,
  table: EnergyTable,
  { layers, totals, toPrice, warnings }: SimulatedNetwork,
): { record: PointRecord; warnings: string[] } {
  const list = priceCounts(hardware, table, toPrice);
  const costs = costsOf(layers, priceMap(list.prices), hardware.clockHz);
  const charged = () => layers.map((layer, k) => chargedLayer(layer, costs[k]));
  return {
    record: pointRecord(hardware, charged, chargedTotals(totals, costs)),
    warnings: [...warnings, ...list.warnings],
  };
}

function costsOf(layers: readonly LayerFigures[], prices: PriceMap, clockHz: number): LayerCost[] {
  return layers.map(({ name, cycles, actionCounts }) => ({
    timeUs: microseconds(cycles, clockHz),
    energyPj: charge(actionCounts, prices, name),
  }));
}
