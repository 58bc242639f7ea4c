import { rotaryFault } from '../../language/rotary-tables.ts';
import type { Rotary } from '../../language/transformer.ts';
import { yarnFactors, yarnMagnitude } from '../../language/yarn.ts';
import { isObject, type Json, keysWithoutNumber } from './json-object.ts';

/** What rotary positions are told by, each a number. */
const NUMBERS = [
  'rope_theta',
  'factor',
  'partial_rotary_factor',
  'original_max_position_embeddings',
  'attention_factor',
  'beta_fast',
  'beta_slow',
  'mscale',
  'mscale_all_dim',
  'low_freq_factor',
  'high_freq_factor',
];

/** Rotary positions as config.json tells them (huggingface/transformers, modeling_rope_utils.py), or why they are not executed. */
export function rotaryOf(config: Json, headSize: number): Omit<Rotary, 'isInterleaved'> | { readonly reason: string } {
  const stated = isObject(config.rope_parameters) ? config.rope_parameters : undefined;
  const parameters: Json = {
    ...(isObject(config.rope_scaling) ? config.rope_scaling : {}),
    ...(isObject(stated?.full_attention) ? stated.full_attention : stated),
  };
  const number = (key: string, otherwise: number): number => {
    const value = parameters[key] ?? config[key];
    return typeof value === 'number' ? value : otherwise;
  };
  const wrong = keysWithoutNumber(parameters, NUMBERS);
  if (wrong.length > 0)
    return { reason: `the rotary positions of config.json hold no number under ${wrong.join(', ')}` };
  const base = number('rope_theta', number('rotary_emb_base', 10000));
  const share = number('partial_rotary_factor', number('rotary_pct', 1));
  const size = 2 * Math.floor((headSize * share) / 2);
  const tokens = number('original_max_position_embeddings', number('max_position_embeddings', 2048));
  const fault = rotaryFault({ base, size, factor: number('factor', 1), tokens }, headSize);
  if (fault !== undefined) return { reason: fault };
  const type = String(parameters.rope_type ?? parameters.type ?? 'default');
  const pairs = (factor: (frequency: number, pair: number) => number) =>
    Float64Array.from({ length: size / 2 }, (_, pair) => factor(base ** ((-2 * pair) / size), pair));
  if (type === 'default') return { base, size };
  if (type === 'linear') return { base, size, factors: pairs(() => number('factor', 1)) };
  if (type === 'llama3') return { base, size, factors: pairs((frequency) => llama3Factor(frequency, number)) };
  const { short_factor: short, long_factor: long } = parameters;
  if ((type === 'longrope' || type === 'su') && Array.isArray(short) && Array.isArray(long)) {
    const other = [short, long].find((list) => list.length !== size / 2);
    if (other !== undefined)
      return { reason: `expected ${size / 2} factors of rotary positions, found ${other.length}` };
    const factor = number('factor', number('max_position_embeddings', tokens) / tokens);
    return {
      base,
      size,
      factors: pairs((_, pair) => Number(short[pair])),
      beyond: { tokens, factors: pairs((_, pair) => Number(long[pair])) },
      magnitude: number('attention_factor', factor > 1 ? Math.sqrt(1 + Math.log(factor) / Math.log(tokens)) : 1),
    };
  }
  if (type === 'yarn') return { base, size, ...yarnOf({ base, size }, parameters, number) };
  return { reason: `rope_type "${type}" is not executed (known: default, linear, llama3, longrope, yarn)` };
}

function yarnOf(
  turned: Pick<Rotary, 'base' | 'size'>,
  { truncate, mscale, mscale_all_dim: mscaleAll }: Json,
  number: (key: string, otherwise: number) => number,
): Pick<Rotary, 'factors' | 'magnitude'> {
  const most = number('max_position_embeddings', 2048);
  const tokens = number('original_max_position_embeddings', most);
  const factor = number('factor', most / tokens);
  const [fast, slow] = [number('beta_fast', 32), number('beta_slow', 1)];
  const magnitude =
    typeof mscale === 'number' && typeof mscaleAll === 'number'
      ? yarnMagnitude(factor, mscale) / yarnMagnitude(factor, mscaleAll)
      : yarnMagnitude(factor);
  return {
    factors: yarnFactors({ ...turned, factor, tokens, fast, slow, isWhole: truncate !== false }),
    magnitude: number('attention_factor', magnitude),
  };
}

/** Llama 3.1: slow pairs are slowed down by `factor`, fast ones not, those between in proportion. */
function llama3Factor(frequency: number, number: (key: string, otherwise: number) => number): number {
  const [factor, low, high] = [number('factor', 8), number('low_freq_factor', 1), number('high_freq_factor', 4)];
  const turns = (number('original_max_position_embeddings', 8192) * frequency) / (2 * Math.PI);
  if (turns > high) return 1;
  if (turns < low) return factor;
  const share = (turns - low) / (high - low);
  return 1 / ((1 - share) / factor + share);
}
