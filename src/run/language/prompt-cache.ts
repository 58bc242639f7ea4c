import type { Chip } from '../../config/chip.ts';
import type { ComingLayer, ReadPrompt } from '../../network/streamed-network.ts';
import { type MeasuredLayer, measureLayer } from '../layer-result.ts';
import { cacheLine } from './cache-layer.ts';
import { cacheBits, cacheResult, cacheTraffic, planCache, vectorsOfToken } from './key-value-cache.ts';
import type { CacheResult } from './language-result.ts';

/** The key-value cache of a model that is not executed: what it takes while a prompt is read, and for the token behind it. */
export function promptCache(
  hardware: Chip,
  { length, sizes }: ReadPrompt,
  coming: readonly Pick<ComingLayer, 'rows' | 'columns'>[],
  batch = 1,
): { readonly prefill: MeasuredLayer; readonly decode: MeasuredLayer; readonly told: CacheResult } {
  const bitsPerToken = cacheBits(vectorsOfToken(sizes), hardware);
  const bits = batch * (length + 1) * bitsPerToken;
  const plan = planCache({ bitsPerToken, bits }, hardware, coming);
  const blocks = Array.from({ length: sizes.blocks }, (_, block) => {
    const window = sizes.windows?.[block] ?? null;
    return window === null ? {} : { window };
  });
  const line = (tokens: number, past: number) => {
    const traffic = cacheTraffic({ blocks }, plan, { tokens, past }, batch);
    const own = cacheLine({ plan, traffic, tokens: batch * tokens, columns: length + 1 }, hardware);
    return { traffic, measured: measureLayer(own, hardware, false) };
  };
  const [prefill, decode] = [line(length, 0), line(1, length)];
  return {
    prefill: prefill.measured,
    decode: decode.measured,
    told: cacheResult(plan, bits, decode.traffic),
  };
}
