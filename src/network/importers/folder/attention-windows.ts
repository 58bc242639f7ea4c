import { isObject, type Json } from './json-object.ts';

/** Tokens that the attention of a block sees, itself included; undefined where it sees all. `layer_types` of config.json says it for each, else all share the window, where there is one in use. */
export function windowOfBlock(config: Json, block: number): number | undefined {
  const window = config.sliding_window;
  if (typeof window !== 'number' || config.use_sliding_window === false) return undefined;
  const types = Array.isArray(config.layer_types) ? config.layer_types : undefined;
  const isLocal = types === undefined ? usualLocal(config, block) : types[block] === 'sliding_attention';
  return isLocal ? window : undefined;
}

/** Base of the rotary positions of blocks with a window, where it is another. */
export function localRopeBase({ rope_local_base_freq: own, rope_parameters: all }: Json): number | undefined {
  const parameters = isObject(all) ? all.sliding_attention : undefined;
  const base = own ?? (isObject(parameters) ? parameters.rope_theta : undefined);
  return typeof base === 'number' ? base : undefined;
}

/** Of families in which the last of each so many blocks sees all, how many that are where nothing says it. */
const USUAL_PATTERN: Readonly<Record<string, number>> = {
  gemma2: 2,
  gpt_oss: 2,
  gemma3: 6,
  gemma3_text: 6,
  cohere2: 4,
  olmo3: 4,
};

/** Which blocks of a family have the window where nothing says it. */
function usualLocal(
  { model_type: type, sliding_window_pattern: pattern, max_window_layers: first }: Json,
  block: number,
): boolean {
  if (['qwen2', 'qwen3', 'dots1'].includes(String(type)) && typeof first === 'number') return block >= first;
  const usual = USUAL_PATTERN[String(type)];
  return usual === undefined || (block + 1) % (typeof pattern === 'number' ? pattern : usual) !== 0;
}
