import { sumReports } from '../energy/charge.ts';
import type { EnergyReport } from '../energy/energy-report.ts';
import { energyRatios } from './layer-result.ts';
import type { Counted, LayerResult, Totals } from './result.ts';

/** What the sums are made of. */
export type SummedLayer = Omit<LayerResult, 'perProcessingElement' | 'outputs'>;

/** Sums that neither clock nor prices change. */
export type CountedTotals = Omit<Counted, 'timeUs'>;

/** Time and energy of a layer. */
export interface LayerCost {
  readonly timeUs: number;
  readonly energyPj: EnergyReport;
}

/** Sums over the layers of one inference, and the ratios of those sums. */
export function totalsOf(layers: readonly SummedLayer[], processingElements: number, layersAlone = false): Totals {
  return chargedTotals(countedTotals(layers, processingElements), layers, layersAlone);
}

/** The sums of what was counted. */
export function countedTotals(
  layers: readonly Omit<SummedLayer, 'timeUs'>[],
  processingElements: number,
): CountedTotals {
  const sum = (value: (layer: CountedTotals) => number) => layers.reduce((total, layer) => total + value(layer), 0);
  const cycles = sum((layer) => layer.cycles);
  const multiplyAccumulates = sum((layer) => layer.multiplyAccumulates);
  const starvedCycles = sum((layer) => layer.starvedCycles);
  return {
    cycles,
    theoreticalCycles: sum((layer) => layer.theoreticalCycles),
    loadBalanceEfficiency: 1 - starvedCycles / (cycles * processingElements),
    utilization: multiplyAccumulates / (cycles * processingElements),
    nonZeroWeights: sum((layer) => layer.nonZeroWeights),
    entries: sum((layer) => layer.entries),
    paddingZeros: sum((layer) => layer.paddingZeros),
    broadcasts: sum((layer) => layer.broadcasts),
    multiplyAccumulates,
    denseMultiplyAccumulates: sum((layer) => layer.denseMultiplyAccumulates),
    busyCycles: sum((layer) => layer.busyCycles),
    emptyColumnCycles: sum((layer) => layer.emptyColumnCycles),
    starvedCycles,
    blockedCycles: sum((layer) => layer.blockedCycles),
    stallCycles: sum((layer) => layer.stallCycles),
    bypasses: sum((layer) => layer.bypasses),
    saturations: {
      weight: sum((layer) => layer.saturations.weight),
      activation: sum((layer) => layer.saturations.activation),
      accumulator: sum((layer) => layer.saturations.accumulator),
    },
    actionCounts: sumCounts(layers.map((layer) => layer.actionCounts)),
  };
}

/** The same with time and energy of the layers summed up. */
export function chargedTotals(counted: CountedTotals, costs: readonly LayerCost[], layersAlone = false): Totals {
  const { cycles, theoreticalCycles, ...others } = counted;
  const timeUs = costs.reduce((total, cost) => total + cost.timeUs, 0);
  const energyPj = sumReports(costs.map((cost) => cost.energyPj));
  return {
    cycles,
    theoreticalCycles,
    timeUs,
    ...others,
    energyPj,
    ...energyRatios(energyPj, timeUs, counted.multiplyAccumulates),
    inferencesPerSecond: layersAlone ? null : 1e6 / timeUs,
    inferencesPerJoule: layersAlone ? null : 1e12 / energyPj.total,
    energyDelayPjS: energyPj.total * timeUs * 1e-6,
  };
}

function sumCounts(layers: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const counts of layers) {
    for (const [action, count] of Object.entries(counts)) sums[action] = (sums[action] ?? 0) + count;
  }
  return sums;
}
