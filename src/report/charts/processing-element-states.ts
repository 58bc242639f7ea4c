import type { LayerResult } from '../../run/result.ts';

/** States of a PE, work first, with their colours. Every PE-cycle is one of them; a blocked PE also multiplies, pads or passes an empty column. */
export const PROCESSING_ELEMENT_STATES = [
  ['multiplying', '#56b4e9'],
  ['padding zero', '#e69f00'],
  ['empty column', '#bfe0f5'],
  ['starved', '#a5487f'],
] as const;

/** PE-cycles of a layer in each state, in their order. */
export function processingElementCyclesOf(layer: LayerResult): readonly number[] {
  // a result of an older version does not tell them apart
  const padding = (layer as Partial<typeof layer>).paddingCycles ?? 0;
  return [layer.busyCycles - padding, padding, layer.emptyColumnCycles, layer.starvedCycles];
}
