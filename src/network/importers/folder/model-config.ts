import { UserError } from '../../../base/user-error.ts';
import { FAMILIES, familyOf } from '../../../config/models/families/index.ts';
import {
  type Family,
  hasLeading,
  type LanguageModel,
  type LatentSizes,
  type LinearRole,
  type ModelSizes,
  windowsOf,
} from '../../../config/models/model.ts';
import { windowOfBlock } from './attention-windows.ts';
import { isObject, type Json } from './json-object.ts';

/** What a config.json says a model is: a known language model, or the architecture that is not known. */
export type ModelConfig =
  | { readonly model: LanguageModel; readonly hasHead: boolean; readonly config: Json }
  | { readonly unknown: string };

/** Reads a config.json (huggingface/transformers). A model of several parts has its language model under `text_config`. */
export function modelConfig(file: string, config: Json): ModelConfig {
  const text = isObject(config.text_config) ? { ...config, ...config.text_config } : config;
  const named = [config, text].map(({ model_type: type }) => (typeof type === 'string' ? type : undefined));
  const family = named.flatMap((name) => (name === undefined ? [] : (familyOf(name) ?? []))).at(-1);
  if (family === undefined) return { unknown: named[0] ?? 'none' };
  const { architectures } = config;
  const architecture = Array.isArray(architectures) ? String(architectures[0]) : '';
  return {
    model: { family, sizes: modelSizes(file, text, family) },
    hasHead: !/^[A-Za-z0-9]+Model$/.test(architecture),
    config: text,
  };
}

/** Names of the known architectures, for messages. */
export function knownArchitectures(): string {
  return FAMILIES.flatMap(({ modelTypes }) => modelTypes).join(', ');
}

/** The sizes under all the names that families give them. @throws UserError with every one that is missing or no size */
function modelSizes(file: string, config: Json, family: Family): ModelSizes {
  const faults: string[] = [];
  const find = (...keys: readonly string[]): number | undefined => {
    const key = keys.find((one) => config[one] !== undefined && config[one] !== null);
    if (key === undefined) return undefined;
    const value = config[key];
    if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0 && value <= LARGEST) return value;
    faults.push(`${key}: expected a whole number from 1 to ${LARGEST}, found ${JSON.stringify(value)}`);
    return 1;
  };
  const need = (...keys: readonly string[]): number => {
    const value = find(...keys);
    if (value === undefined) faults.push(`${keys[0]}: missing, a ${family.name} has one`);
    return value ?? 1;
  };
  const hidden = need('hidden_size', 'n_embd', 'd_model');
  const heads = need('num_attention_heads', 'n_head');
  const has = (role: LinearRole): boolean => family.linears.some((linear) => linear.role === role);
  const hasExperts = has('router');
  const experts = hasExperts ? need('num_local_experts', 'num_experts', 'n_routed_experts') : 0;
  const feedForward =
    find(...(hasExperts ? ['moe_intermediate_size'] : []), 'intermediate_size', 'n_inner', 'ffn_dim') ?? 4 * hidden;
  const sharedFeedForward = has('sharedDown')
    ? (find('shared_expert_intermediate_size', 'shared_intermediate_size') ?? need('n_shared_experts') * feedForward)
    : undefined;
  const isLatent = has('latent');
  const latent = isLatent ? latentSizes(need, find) : undefined;
  // the only size that may be 0
  const leading = hasLeading(family) && config.first_k_dense_replace !== 0 ? find('first_k_dense_replace') : undefined;
  const sizes = {
    blocks: need('num_hidden_layers', 'n_layer', 'num_layers'),
    hidden,
    feedForward,
    heads,
    keyValueHeads: (isLatent ? undefined : find('num_key_value_heads')) ?? heads,
    headSize: latent === undefined ? (find('head_dim') ?? hidden / heads) : latent.turned + need('qk_nope_head_dim'),
    ...(latent && { latent }),
    ...(leading !== undefined && { leading: { blocks: leading, feedForward: need('intermediate_size') } }),
    vocabulary: need('vocab_size'),
    embedding: find('word_embed_proj_dim') ?? hidden,
    experts,
    expertsPerToken: hasExperts ? need('num_experts_per_tok', 'experts_per_token') : 0,
    ...(sharedFeedForward !== undefined && { sharedFeedForward }),
    tiedHead: typeof config.tie_word_embeddings === 'boolean' ? config.tie_word_embeddings : family.tiesByDefault,
  };
  if (sizes.blocks * Math.max(1, experts) > MOST_MATRICES)
    faults.push(
      `num_hidden_layers: ${sizes.blocks} blocks of ${Math.max(1, experts)} experts, at most ${MOST_MATRICES} of them are read`,
    );
  if (!Number.isInteger(sizes.headSize)) faults.push(`hidden_size: ${hidden} is no multiple of ${heads} heads`);
  if (heads % sizes.keyValueHeads !== 0)
    faults.push(`num_key_value_heads: ${heads} heads do not share ${sizes.keyValueHeads} evenly`);
  if (sizes.expertsPerToken > experts)
    faults.push(`num_experts_per_tok: ${sizes.expertsPerToken} of ${experts} experts`);
  if (faults.length > 0)
    throw new UserError(
      faults.map((fault) => {
        const [path, message] = fault.split(/: (.*)/s);
        return { place: { file, path }, message, code: 'MODEL_CONFIG' };
      }),
    );
  return { ...sizes, ...windowsOf(sizes.blocks, (block) => windowOfBlock(config, block)) };
}

type Find<T> = (...keys: readonly string[]) => T;

/** Widths of multi-head latent attention. */
function latentSizes(need: Find<number>, find: Find<number | undefined>): LatentSizes {
  const query = find('q_lora_rank');
  return {
    rank: need('kv_lora_rank'),
    turned: need('qk_rope_head_dim'),
    value: need('v_head_dim'),
    ...(query !== undefined && { query }),
  };
}

/** No size of a language model is larger. */
const LARGEST = 2 ** 24;

/** Nor has one so many blocks, or experts in all of them; each has a place in memory before its tensors are looked for. */
const MOST_MATRICES = 2 ** 16;
