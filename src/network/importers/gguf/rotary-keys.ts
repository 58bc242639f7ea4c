import type { ModelSizes } from '../../../config/models/model.ts';
import type { Tensor } from '../../graph/graph.ts';
import { rotaryFault } from '../../language/rotary-tables.ts';
import type { Rotary } from '../../language/transformer.ts';
import { yarnFactors, yarnMagnitude } from '../../language/yarn.ts';
import type { ArchitectureKeys } from './architecture-keys.ts';

/** Rotary positions as the keys and tensors of a file tell them (ggml-org/llama.cpp, src/llama-model.cpp and ggml's rope), or why they are not executed. */
export function rotaryOfKeys(
  keys: ArchitectureKeys,
  sizes: ModelSizes,
  tensor: (name: string) => Tensor | undefined,
): Omit<Rotary, 'isInterleaved'> | { readonly reason: string } {
  const base = keys.number('rope.freq_base', 10000);
  const size = keys.number('rope.dimension_count', sizes.headSize);
  const tokens = keys.number('rope.scaling.original_context_length', keys.number('context_length', 2048));
  // before there were kinds of scaling there was one, under a key of its own
  const factor = keys.number('rope.scaling.factor', keys.number('rope.scale_linear', 1));
  const scaling = keys.text('rope.scaling.type', factor === 1 ? 'none' : 'linear');
  const fault = rotaryFault({ base, size, factor, tokens }, sizes.headSize);
  if (fault !== undefined) return { reason: fault };
  if (!['none', 'linear', 'longrope', 'yarn'].includes(scaling))
    return { reason: `rope.scaling.type ${scaling} is not executed (known: none, linear, longrope, yarn)` };
  const short = tensor('rope_freqs.weight') ?? tensor('rope_factors_short.weight');
  const long = tensor('rope_factors_long.weight');
  const isYarn = scaling === 'yarn';
  const fast = keys.number('rope.scaling.yarn_beta_fast', 32);
  const slow = keys.number('rope.scaling.yarn_beta_slow', 1);
  const stretched = isYarn
    ? yarnFactors({ base, size, factor, tokens, fast, slow, isWhole: true })
    : new Float64Array(size / 2).fill(scaling === 'linear' ? factor : 1);
  const timesStretched = (factors: ArrayLike<number> | undefined) =>
    stretched.map((stretch, pair) => stretch * (factors?.[pair] ?? 1));
  // that scores are scaled instead (DeepSeek)
  const isOfScores = keys.number('rope.scaling.yarn_log_multiplier', 0) !== 0;
  return {
    base,
    size,
    factors: timesStretched(short?.values),
    ...(long && { beyond: { tokens, factors: timesStretched(long.values) } }),
    magnitude: (isYarn && !isOfScores ? yarnMagnitude(factor) : 1) * keys.number('rope.scaling.attn_factor', 1),
  };
}
