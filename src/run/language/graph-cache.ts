import type { Chip } from '../../config/chip.ts';
import type { CacheUse } from '../../network/graph/cache/cache-use.ts';
import type { GraphNetwork } from '../../network/layer.ts';
import type { SimulatedProducts } from '../graph/simulate-graph.ts';
import { cacheLine } from './cache-layer.ts';
import { type CachePlan, type CacheTraffic, cacheBits, cacheResult, planCache } from './key-value-cache.ts';
import type { CacheResult } from './language-result.ts';

/** The key-value cache of a network that comes as a graph, inference after inference: where the first one puts it, there it lies. */
export function graphCache(hardware: Chip, { layers, batch = 1 }: Pick<GraphNetwork, 'layers' | 'batch'>) {
  let first: { readonly plan: CachePlan; readonly bits: number } | undefined;
  let moved: CacheTraffic = { readBits: 0, writtenBits: 0 };
  return {
    /** The line of some inferences that ran together. */
    line({ read, written, held, perToken, tokens, length }: CacheUse, together: number): SimulatedProducts {
      const bits = (cacheBits(held, hardware) * batch) / together;
      const bitsPerToken = cacheBits(perToken, hardware);
      first ??= {
        plan: planCache(
          { bitsPerToken, bits },
          hardware,
          layers.map(({ matrix }) => matrix),
        ),
        bits,
      };
      const traffic = { readBits: cacheBits(read, hardware), writtenBits: cacheBits(written, hardware) };
      moved = {
        readBits: moved.readBits + traffic.readBits,
        writtenBits: moved.writtenBits + traffic.writtenBits,
      };
      return cacheLine({ plan: first.plan, traffic, tokens, columns: length }, hardware);
    },
    /** Of all inferences; undefined where none had a cache. */
    result: (): CacheResult | undefined => first && cacheResult(first.plan, first.bits, moved),
  };
}
