import type { Chip } from '../../config/chip.ts';
import { FREE } from '../../energy/charge.ts';
import type { Made } from '../../machines/pass.ts';
import type { Layer } from '../../network/layer.ts';
import type { SummedCounts } from '../../run/graph/sum-counts.ts';
import { countedLayer, energyRatios } from '../../run/layer-result.ts';
import type { LayerResult } from '../../run/result.ts';
import type { LayerCost, SummedLayer } from '../../run/totals.ts';
import type { LayerCounts } from '../../simulate/layer-counts.ts';

/** A layer of the result record without what clock and prices decide, and without its long lists. */
export type LayerFigures = Omit<LayerResult, 'perProcessingElement' | 'outputs'>;

/** The figures of a simulated layer; kept while only clock and prices change. */
export function layerFigures(
  layer: Layer,
  made: Made,
  counts: LayerCounts | SummedCounts,
  hardware: Chip,
): LayerFigures {
  const counted = countedLayer(layer, made, counts, hardware);
  return { ...counted, energyPj: FREE, ...energyRatios(FREE, counted.timeUs, counted.multiplyAccumulates) };
}

/** The same with time and energy, as the result record has them. */
export function chargedLayer(figures: LayerFigures, { timeUs, energyPj }: LayerCost): SummedLayer {
  return { ...figures, timeUs, energyPj, ...energyRatios(energyPj, timeUs, figures.multiplyAccumulates) };
}
