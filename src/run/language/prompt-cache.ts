import type { Chip } from '../../config/chip.ts';
import { generateLayer } from '../../network/generate.ts';
import type { ComingLayer, ReadPrompt } from '../../network/streamed-network.ts';
import { type MeasuredLayer, measureLayer } from '../layer-result.ts';
import { multiply, place, storeLayers } from '../store-layers.ts';
import { withCache } from './cache-layer.ts';
import { cacheResult, cacheTraffic, planCache } from './key-value-cache.ts';
import type { CacheResult } from './language-result.ts';

/** The key-value cache of a model that is not executed: what it takes while a prompt is read, and for the token behind it. */
export function promptCache(
  hardware: Chip,
  { length, sizes }: ReadPrompt,
  coming: readonly Pick<ComingLayer, 'rows' | 'columns'>[],
  batch = 1,
): { readonly prefill: MeasuredLayer; readonly decode: MeasuredLayer; readonly told: CacheResult } {
  const plan = planCache(sizes, hardware, coming, batch * (length + 1));
  const blocks = Array.from({ length: sizes.blocks }, (_, block) => {
    const window = sizes.windows?.[block] ?? null;
    return window === null ? {} : { window };
  });
  const idle = idleLayer(hardware);
  const line = (tokens: number, past: number) => {
    const traffic = cacheTraffic({ blocks }, plan, { tokens, past }, batch);
    const pass = withCache({ simulated: [idle], traffic, tokens: batch * tokens, plan, columns: length + 1 }, hardware);
    return { traffic, measured: measureLayer(pass.layers[1], hardware, false) };
  };
  const [prefill, decode] = [line(length, 0), line(1, length)];
  return {
    prefill: prefill.measured,
    decode: decode.measured,
    told: cacheResult(plan, batch * (length + 1) * plan.bitsPerToken, decode.traffic),
  };
}

/** A small layer on the machine, of which is known what ticks and leaks in a cycle. */
function idleLayer(hardware: Chip) {
  const layer = generateLayer({ name: 'idle', rows: 8, columns: 8, weightDensity: 1, activationDensity: 1 }, 1);
  const { stored } = storeLayers(hardware, { name: 'idle', file: 'idle', seed: null, layers: [layer] });
  const placed = place(stored[0], multiply(stored[0], [layer.activations]));
  return { ...stored[0], counts: { ...placed.counts, products: 1, activationDensity: 1 }, warnings: [] };
}
