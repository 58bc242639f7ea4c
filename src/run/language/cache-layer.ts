import type { Chip } from '../../config/chip.ts';
import { generateLayer } from '../../network/generate.ts';
import type { Layer } from '../../network/layer.ts';
import type { LayerCounts } from '../../simulate/layer-counts.ts';
import type { SimulatedProducts } from '../graph/simulate-graph.ts';
import { multiply, place, storeLayers } from '../store-layers.ts';
import { type CachePlan, type CacheTraffic, cacheCounts } from './key-value-cache.ts';

/** Name of the line. */
export const CACHE_NAME = 'key-value cache';

/** What a pass moves to and from the cache. */
export interface CachePass {
  readonly plan: CachePlan;
  readonly traffic: CacheTraffic;
  /** New tokens, of all sequences. */
  readonly tokens: number;
  /** Tokens that there may be in a sequence. */
  readonly columns: number;
}

/** The cache as a line that multiplies nothing: values of a token times the tokens that there may be. */
export function cacheLine({ plan, traffic, tokens, columns }: CachePass, hardware: Chip): SimulatedProducts {
  const layer = cacheLayer(plan, columns);
  const { stored } = storeLayers(hardware, { name: CACHE_NAME, file: CACHE_NAME, seed: null, layers: [layer] });
  const counts = {
    ...cacheCounts(plan, traffic, idleCounts(hardware), hardware),
    products: tokens,
    activationDensity: 0,
  };
  return { ...stored[0], hardware, counts, warnings: [] };
}

const idle = new WeakMap<Chip, LayerCounts>();

/** Counts of a small layer on the machine, of which is known what ticks and leaks in a cycle: the same for every pass. */
function idleCounts(hardware: Chip): LayerCounts {
  const known = idle.get(hardware);
  if (known !== undefined) return known;
  const layer = generateLayer({ name: 'idle', rows: 8, columns: 8, weightDensity: 1, activationDensity: 1 }, 1);
  const { stored } = storeLayers(hardware, { name: 'idle', file: 'idle', seed: null, layers: [layer] });
  const { counts } = place(stored[0], multiply(stored[0], [layer.activations]));
  idle.set(hardware, counts);
  return counts;
}

function cacheLayer({ bitsPerToken, wordBits }: CachePlan, columns: number): Layer {
  return {
    name: CACHE_NAME,
    kind: 'keyValueCache',
    matrix: {
      rows: Math.max(1, Math.ceil(bitsPerToken / wordBits)),
      columns,
      hasBias: false,
      columnStart: new Uint32Array(columns + 1),
      rowIndex: new Uint32Array(0),
      weights: { kind: 'direct', values: new Float32Array(0) },
    },
    activations: new Float32Array(columns),
  };
}
