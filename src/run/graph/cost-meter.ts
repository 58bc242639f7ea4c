import type { Chip } from '../../config/chip.ts';
import type { EnergyTable } from '../../config/energy/energy-table.ts';
import type { PriceMap } from '../../energy/charge.ts';
import { priceCounts } from '../../energy/price-actions.ts';
import { microseconds } from '../counted.ts';
import type { CostlyLayer } from '../totals.ts';

/**
 * What inferences cost, one after the other: meanCost(costsOf(...)) of each, to the bit. Prices are found once, and again for layers that count an action which has none yet.
 * @throws UserError as priceCounts
 */
export function costMeter(hardware: Chip, table: EnergyTable) {
  let prices: PriceMap = new Map();
  return (layers: readonly CostlyLayer[], together: number): { readonly timeUs: number; readonly energyPj: number } => {
    if (!layers.every((layer) => arePriced(layer, prices))) prices = priceCounts(hardware, table, layers).byName;
    let timeUs = 0;
    let energyPj = 0;
    for (const layer of layers) {
      timeUs += microseconds(layer.cycles, hardware.clockHz);
      energyPj += energyOf(layer, prices);
    }
    return { timeUs: timeUs / together, energyPj: energyPj / together };
  };
}

/** An action that was not counted needs no price. */
function arePriced({ actionCounts }: CostlyLayer, prices: PriceMap): boolean {
  for (const name in actionCounts) if (actionCounts[name] !== 0 && prices.get(name) === undefined) return false;
  return true;
}

/** The total of charge(), added up in the same order. */
function energyOf({ actionCounts }: CostlyLayer, prices: PriceMap): number {
  let total = 0;
  for (const name in actionCounts) total += actionCounts[name] * (prices.get(name) ?? 0);
  return total;
}
