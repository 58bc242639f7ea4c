import type { HeldWeights } from '../../compress/held-weights.ts';
import type { Layer } from '../../network/layer.ts';
import { runPasses } from '../pass.ts';
import type { EieCounts } from './count-layer.ts';
import type { Eie } from './hardware.ts';
import { PASSES } from './passes.ts';
import { rowPasses } from './row-passes.ts';

const PRODUCT = PASSES.filter((pass) => pass.of === 'product');

/**
 * Cycles, waits, action counts and outputs of one product of a layer's weights with its activations. `streams` are the weights encoded for
 * hardware.processingElements PEs.
 */
export function simulateLayer(layer: Layer, streams: HeldWeights, hardware: Eie): EieCounts {
  const given = { layer, inputs: [layer.activations], products: 1 };
  const stored = { fit: { layer, warning: null }, encode: streams, rows: rowPasses(streams, hardware) };
  return runPasses(PRODUCT, given, stored, hardware).count as EieCounts;
}
