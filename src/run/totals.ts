import type { Chip } from '../config/chip.ts';
import { charge, type PriceMap, sumReports } from '../energy/charge.ts';
import type { EnergyReport } from '../energy/energy-report.ts';
import type { CountedLayer } from '../energy/price-actions.ts';
import type { Sums } from '../machines/counter.ts';
import { machineOf } from '../machines/index.ts';
import { categoriesOf } from '../machines/known/known-components.ts';
import type { LayerCounts } from '../simulate/layer-counts.ts';
import { microseconds, totalNumbers } from './counted.ts';
import { energyRatios } from './layer-result.ts';
import type { Counted, LayerResult, Totals } from './result.ts';

/** What the sums are made of. */
export type SummedLayer = Omit<LayerResult, 'perProcessingElement' | 'outputs'>;

/** Sums that neither clock nor prices change. */
export type CountedTotals = Counted;

/** Time and energy of a layer. */
export interface LayerCost {
  readonly timeUs: number;
  readonly energyPj: EnergyReport;
}

/** What decides the cost of a layer. */
export interface CostlyLayer extends CountedLayer {
  readonly cycles: number;
}

/** What each of these layers costs. */
export function costsOf(layers: readonly CostlyLayer[], prices: PriceMap, hardware: Chip): LayerCost[] {
  const categories = categoriesOf(machineOf(hardware));
  return layers.map(({ name, cycles, actionCounts }) => ({
    timeUs: microseconds(cycles, hardware.clockHz),
    energyPj: charge(actionCounts, prices, name, categories),
  }));
}

/** A simulated layer without all that does not decide its cost. */
export function costly({
  layer,
  counts,
}: {
  readonly layer: { readonly name: string };
  readonly counts: LayerCounts;
}): CostlyLayer {
  return { name: layer.name, cycles: counts.cycles, actionCounts: counts.actionCounts };
}

/** What they cost together, for each of so many inferences. */
export function meanCost(
  costs: readonly LayerCost[],
  inferences: number,
): { readonly timeUs: number; readonly energyPj: number } {
  return {
    timeUs: costs.reduce((sum, { timeUs }) => sum + timeUs, 0) / inferences,
    energyPj: costs.reduce((sum, { energyPj }) => sum + energyPj.total, 0) / inferences,
  };
}

/** Sums over the layers of one inference, and the ratios of those sums. */
export function totalsOf(layers: readonly SummedLayer[], hardware: Chip, layersAlone = false): Totals {
  return chargedTotals(countedTotals(layers, hardware), layers, layersAlone);
}

/** The sums of what was counted. */
export function countedTotals(layers: readonly Counted[], hardware: Chip): CountedTotals {
  const saturations = { weight: 0, activation: 0, accumulator: 0 };
  for (const layer of layers)
    for (const operand of ['weight', 'activation', 'accumulator'] as const)
      saturations[operand] += layer.saturations[operand];
  return {
    ...totalNumbers(layers as unknown as readonly Sums[], hardware),
    saturations,
    actionCounts: sumCounts(layers.map((layer) => layer.actionCounts)),
  };
}

/** Time and energy of layers, summed up. */
export interface SummedCosts {
  readonly timeUs: number;
  readonly energyPj: EnergyReport;
}

export function summedCosts(costs: readonly LayerCost[]): SummedCosts {
  return {
    timeUs: costs.reduce((total, cost) => total + cost.timeUs, 0),
    energyPj: sumReports(costs.map((cost) => cost.energyPj)),
  };
}

/** The same with time and energy of the layers. */
export function chargedTotals(counted: CountedTotals, costs: readonly LayerCost[], layersAlone = false): Totals {
  return { ...counted, ...totalCost(counted, summedCosts(costs), layersAlone) };
}

/** Those of the totals that clock and prices change. */
export type TotalCost = Omit<Totals, keyof Counted> & SummedCosts;

/** What the counts cost, and the ratios of it. */
export function totalCost(
  { multiplyAccumulates }: Pick<CountedTotals, 'multiplyAccumulates'>,
  { timeUs, energyPj }: SummedCosts,
  layersAlone = false,
): TotalCost {
  return {
    timeUs,
    energyPj,
    ...energyRatios(energyPj, timeUs, multiplyAccumulates),
    inferencesPerSecond: layersAlone ? null : perUnit(1e6, timeUs),
    inferencesPerJoule: layersAlone ? null : perUnit(1e12, energyPj.total),
    energyDelayPjS: energyPj.total * timeUs * 1e-6,
  };
}

/** null where there is nothing to divide by: a machine that skips all zeros takes no time for inputs that are zero. */
function perUnit(units: number, amount: number): number | null {
  return amount === 0 ? null : units / amount;
}

/** Totals of a batch are sums; what is of one inference is their mean. */
export function batchTotals<T extends TotalCost>(totals: T, count: number): T {
  const { timeUs, energyPj, inferencesPerSecond, inferencesPerJoule } = totals;
  if (count === 1) return totals;
  return {
    ...totals,
    inferencesPerSecond: inferencesPerSecond === null ? null : perUnit(1e6 * count, timeUs),
    inferencesPerJoule: inferencesPerJoule === null ? null : perUnit(1e12 * count, energyPj.total),
    energyDelayPjS: (energyPj.total / count) * (timeUs / count) * 1e-6,
  };
}

function sumCounts(layers: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const counts of layers) {
    for (const [action, count] of Object.entries(counts)) sums[action] = (sums[action] ?? 0) + count;
  }
  return sums;
}
