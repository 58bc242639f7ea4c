import type { Hardware } from '../../machines/index.ts';
import type { Layer } from '../../network/layer.ts';
import type { LayerCounts } from '../../simulate/layer-counts.ts';
import type { SimulatedLayer } from '../layer-result.ts';
import { inputsOf, multiply, place, storeLayers } from '../store-layers.ts';

/** A layer with what a machine counted in it; chargeRun takes it as it is. */
export interface RunLayer extends SimulatedLayer {
  readonly counts: LayerCounts;
  /** What of it does not fit the machine, and what was changed so that it does. */
  readonly warnings: readonly string[];
}

/**
 * Runs one layer on a machine as a run of a network does: its weights are fitted and encoded, multiplied with its activations, and put where the machine
 * keeps them, so that what DRAM takes is in its cycles and counts.
 * @throws UserError LAYER for a layer whose parts do not fit together, CAPACITY where the machine refuses what does not fit
 */
export function simulateLayer(hardware: Hardware, layer: Layer): RunLayer {
  const network = { name: layer.name, file: layer.name, seed: null, layers: [layer] };
  const { stored, warnings } = storeLayers(hardware, network);
  const inputs = inputsOf(stored[0].layer);
  const placed = place(stored[0], multiply(stored[0], inputs), inputs.length);
  return { ...stored[0], counts: placed.counts, warnings: [...warnings, ...placed.warnings] };
}
