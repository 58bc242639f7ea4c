import type { Chip } from '../../config/chip.ts';
import type { Layer } from '../../network/layer.ts';
import type { GraphInferences } from '../graph/simulate-graph.ts';
import { storeLayers } from '../store-layers.ts';
import { type CachePlan, type CacheTraffic, cacheCounts } from './key-value-cache.ts';

type Simulated = GraphInferences['simulated'][number];

/** Name of the line. */
const CACHE_NAME = 'key-value cache';

/** One pass through the network: its layers, and behind them the cache. */
export interface CachedPass {
  readonly layers: readonly Simulated[];
  readonly traffic: CacheTraffic;
  /** New tokens, of all sequences. */
  readonly tokens: number;
}

/** Puts the cache behind the layers of a pass, as a line that multiplies nothing: values of a token times the tokens that there may be. */
export function withCache(
  {
    simulated,
    traffic,
    tokens,
    plan,
    columns,
  }: {
    readonly simulated: readonly Simulated[];
    readonly traffic: CacheTraffic;
    readonly tokens: number;
    readonly plan: CachePlan;
    readonly columns: number;
  },
  hardware: Chip,
): CachedPass {
  const layer = cacheLayer(plan, columns);
  const { stored } = storeLayers(hardware, { name: CACHE_NAME, file: CACHE_NAME, seed: null, layers: [layer] });
  const counts = {
    ...cacheCounts(plan, traffic, simulated[0].counts, hardware),
    products: tokens,
    activationDensity: 0,
  };
  return { layers: [...simulated, { ...stored[0], hardware, counts, warnings: [] }], traffic, tokens };
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
