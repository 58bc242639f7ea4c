import { sumReports } from '../energy/charge.ts';
import { energyRatios } from './layer-result.ts';
import type { LayerResult, Totals } from './result.ts';

/** What the sums are made of. */
export type SummedLayer = Omit<LayerResult, 'perProcessingElement' | 'outputs'>;

/** Sums over the layers of one inference, and the ratios of those sums. */
export function totalsOf(layers: readonly SummedLayer[], processingElements: number): Totals {
  const sum = (value: (layer: SummedLayer) => number) => layers.reduce((total, layer) => total + value(layer), 0);
  const cycles = sum((layer) => layer.cycles);
  const timeUs = sum((layer) => layer.timeUs);
  const multiplyAccumulates = sum((layer) => layer.multiplyAccumulates);
  const starvedCycles = sum((layer) => layer.starvedCycles);
  const energyPj = sumReports(layers.map((layer) => layer.energyPj));
  return {
    cycles,
    theoreticalCycles: sum((layer) => layer.theoreticalCycles),
    timeUs,
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
    energyPj,
    ...energyRatios(energyPj, timeUs, multiplyAccumulates),
    inferencesPerSecond: 1e6 / timeUs,
    inferencesPerJoule: 1e12 / energyPj.total,
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
