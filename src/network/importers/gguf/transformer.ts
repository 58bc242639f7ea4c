import { familyOf } from '../../../config/models/families/index.ts';
import { type LanguageModel, type LatentSizes, type ModelSizes, windowsOf } from '../../../config/models/model.ts';
import type { Tensor } from '../../graph/graph.ts';
import { routingFault } from '../../graph/operators/routing.ts';
import type {
  Experts,
  FeedForward,
  LatentAttention,
  Norm,
  Transformer,
  TransformerBlock,
} from '../../language/transformer.ts';
import { ArchitectureKeys } from './architecture-keys.ts';
import { isExecuted, TRAITS, type Traits } from './executed-architectures.ts';
import type { GgufFile, GgufTensor } from './gguf-file.ts';
import { rotaryOfKeys } from './rotary-keys.ts';
import { EMBEDDING, HEAD, POSITIONS } from './tensor-names.ts';
import { checkWhole } from './whole-model.ts';

/** Reads a tensor whole. */
export type ReadTensor = (tensor: GgufTensor) => Tensor;

/** The language model of a file as it is executed, or why it is not. Layers are named as the importer names them: by their tensors. */
export function transformerOfGguf(file: GgufFile, readTensor: ReadTensor): Transformer | { readonly reason: string } {
  const { metadata, tensors } = file;
  const architecture = metadata.get('general.architecture');
  if (typeof architecture !== 'string') return { reason: 'general.architecture names none' };
  if (!isExecuted(architecture))
    return { reason: `architecture "${architecture}" is not executed (known: ${Object.keys(TRAITS).join(', ')})` };
  const traits = TRAITS[architecture];
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const embedding = byName.get(EMBEDDING);
  if (embedding === undefined) return { reason: `there is no ${EMBEDDING}` };
  const keys = new ArchitectureKeys(metadata, architecture);
  const sizes = sizesOf(keys, embedding, byName.has(HEAD));
  const unread = tensors.find(({ type }) => typeof type === 'string');
  if (unread !== undefined) return { reason: `${unread.name}: ${unread.type as string}` };
  const epsilon = keys.required(`attention.layer_norm_${traits.norm === 'rms' ? 'rms_' : ''}epsilon`);
  if (keys.fault !== undefined) return { reason: keys.fault };
  const tensor = (name: string): Tensor | undefined => {
    const found = byName.get(name);
    return found && readTensor(found);
  };
  const isPlaced = traits.rotary !== 'none' && !(traits.rotarySwitch && keys.isFalse(traits.rotarySwitch));
  if (keys.has('attention.temperature_scale')) return { reason: 'its attention has a temperature' };
  const rotary = isPlaced ? rotaryOfKeys(keys, sizes, tensor) : undefined;
  if (rotary !== undefined && 'reason' in rotary) return rotary;
  const positions = tensor(POSITIONS);
  const blocks = Array.from({ length: sizes.blocks }, (_, block) =>
    blockOf(block, keys, traits, { sizes, byName, tensor }),
  );
  const faulty = blocks.find((block) => typeof block === 'string');
  if (typeof faulty === 'string') return { reason: faulty };
  return {
    architecture,
    sizes,
    context: keys.number('context_length', 2048),
    norm: { kind: traits.norm, epsilon },
    activation: traits.activation,
    embedding: readTensor(embedding),
    ...scalesOf(keys, traits, sizes),
    ...(positions && { positions: { table: positions, offset: 0 } }),
    ...(rotary && { rotary: { ...rotary, isInterleaved: traits.rotary === 'interleaved' } }),
    attentionScale: keys.scale('attention.scale', 1 / Math.sqrt(queryScale(architecture, sizes))) * yarnScore(keys),
    attentionSoftcap: keys.number('attn_logit_softcapping', traits.softcaps?.attention ?? 0),
    logitSoftcap: keys.number('final_logit_softcapping', traits.softcaps?.logits ?? 0),
    isByHeads: false,
    isParallel: traits.isParallel?.(keys, (name) => byName.has(name)) === true,
    blocks: blocks as TransformerBlock[],
    ...normOf('output_norm', tensor, 'finalNorm'),
    head: HEAD,
  };
}

/** What scores are multiplied by where sines and cosines are not (DeepSeek-V2's YaRN). */
function yarnScore(keys: ArchitectureKeys): number {
  const share = keys.number('rope.scaling.yarn_log_multiplier', 0);
  return (1 + share * Math.log(keys.number('rope.scaling.factor', 1))) ** 2;
}

/** What embedding, blocks and logits are multiplied by. */
function scalesOf(
  keys: ArchitectureKeys,
  { isEmbeddingScaled, logitScale }: Traits,
  { hidden }: ModelSizes,
): Pick<Transformer, 'embeddingScale' | 'residualScale' | 'logitScale'> {
  const ofLogits = logitScale === undefined ? 1 : keys.scale('logit_scale', 1);
  return {
    embeddingScale: keys.scale('embedding_scale', isEmbeddingScaled === true ? Math.sqrt(hidden) : 1),
    residualScale: keys.scale('residual_scale', 1),
    logitScale: logitScale === 'divides' ? 1 / ofLogits : ofLogits,
  };
}

/**
 * The architecture and sizes of a file's language model, where they are known.
 * @throws UserError where keys and tensors of an architecture that is executed do not fit each other
 */
export function modelOfGguf(file: string, { metadata, tensors }: GgufFile): LanguageModel | undefined {
  const architecture = String(metadata.get('general.architecture'));
  const family = familyOf(architecture);
  const embedding = tensors.find(({ name }) => name === EMBEDDING);
  if (family === undefined || embedding === undefined) return undefined;
  const keys = new ArchitectureKeys(metadata, architecture);
  const sizes = sizesOf(
    keys,
    embedding,
    tensors.some(({ name }) => name === HEAD),
  );
  // a file that does not tell what it should hold is a heap of tensors
  if (keys.missing.length > 0) return undefined;
  if (isExecuted(architecture) && keys.fault === undefined)
    checkWhole(file, { architecture, sizes, further: furtherBlocks(keys) }, tensors);
  const windows = windowsOf(sizes.blocks, (block) => windowOf(block, keys, TRAITS[architecture] ?? {}).window);
  return { family, sizes: { ...sizes, ...windows } };
}

/** Blocks of the Gemmas of 27 billion: they divide by another number than their heads are wide (llama.cpp, gemma2 and gemma3). */
const BLOCKS_OF_27B: Readonly<Record<string, number>> = { gemma2: 46, gemma3: 62 };

function queryScale(architecture: string, { blocks, hidden, heads, headSize }: ModelSizes): number {
  return BLOCKS_OF_27B[architecture] === blocks ? hidden / heads : headSize;
}

function sizesOf(keys: ArchitectureKeys, embedding: GgufTensor, hasHead: boolean): ModelSizes {
  const hidden = keys.needed('embedding_length');
  const heads = keys.needed('attention.head_count');
  const feedForward = keys.number('expert_feed_forward_length', keys.number('feed_forward_length', 4 * hidden));
  const rank = keys.number('attention.kv_lora_rank', 0);
  const leading = keys.number('leading_dense_block_count', 0);
  const shared = keys.number('expert_shared_feed_forward_length', feedForward * keys.number('expert_shared_count', 0));
  return {
    blocks: keys.needed('block_count') - furtherBlocks(keys),
    hidden,
    feedForward,
    heads,
    keyValueHeads: rank > 0 ? heads : keys.number('attention.head_count_kv', heads),
    // in files with a latent vector `key_length` tells what is cached, in those from before there was `_mla` the head
    headSize: keys.number('attention.key_length_mla', keys.number('attention.key_length', hidden / heads)),
    ...(rank > 0 && { latent: latentOf(keys, rank) }),
    vocabulary: embedding.shape[0],
    embedding: hidden,
    experts: keys.number('expert_count', 0),
    expertsPerToken: keys.number('expert_used_count', 0),
    ...(leading > 0 && {
      leading: { blocks: leading, feedForward: keys.number('feed_forward_length', 4 * hidden) },
    }),
    ...(shared > 0 && { sharedFeedForward: shared }),
    tiedHead: !hasHead,
  };
}

/** Blocks behind all others that predict a further token: no token is written by them. */
export function furtherBlocks(keys: ArchitectureKeys): number {
  return keys.number('nextn_predict_layers', 0);
}

function latentOf(keys: ArchitectureKeys, rank: number): LatentSizes {
  const query = keys.number('attention.q_lora_rank', 0);
  return {
    rank,
    turned: keys.number('rope.dimension_count', 0),
    value: keys.number('attention.value_length_mla', keys.number('attention.value_length', 0)),
    ...(query > 0 && { query }),
  };
}

interface Parts {
  readonly sizes: ModelSizes;
  readonly byName: ReadonlyMap<string, GgufTensor>;
  readonly tensor: (name: string) => Tensor | undefined;
}

/** The block, or what it lacks. */
function blockOf(block: number, keys: ArchitectureKeys, traits: Traits, parts: Parts): TransformerBlock | string {
  const { byName, tensor } = parts;
  const name = (own: string): string => `blk.${block}.${own}.weight`;
  const has = (own: string): boolean => byName.has(name(own));
  const norm = <Key extends string>(own: string, key: Key) => normOf(`blk.${block}.${own}`, tensor, key);
  const queryKeyValue = queryKeyValueOf(name, has, norm, parts.sizes);
  if (typeof queryKeyValue === 'string') return queryKeyValue;
  const feedForward = feedForwardOf(name, has, parts, { keys, traits });
  if (typeof feedForward === 'string') return feedForward;
  const sinks = tensor(name('attn_sinks'));
  const seen = windowOf(block, keys, traits);
  // gpt-oss names the norm of its feed-forward part so; where all norms stand behind (OLMo 2) it is that of the attention
  const isOfFeedForward = !has('ffn_norm') && !has('post_ffw_norm');
  return {
    ...norm('attn_norm', 'attentionNorm'),
    queryKeyValue,
    ...norm('attn_q_norm', 'queryNorm'),
    ...norm('attn_k_norm', 'keyNorm'),
    attentionOutput: name('attn_output'),
    ...(sinks && { sinks }),
    // a block with one norm for both (Cohere)
    ...norm(has('ffn_norm') || has('post_attention_norm') ? 'ffn_norm' : 'attn_norm', 'feedForwardNorm'),
    ...norm('post_attention_norm', isOfFeedForward ? 'feedForwardNorm' : 'afterAttentionNorm'),
    feedForward,
    ...norm('post_ffw_norm', 'afterFeedForwardNorm'),
    ...seen,
    ...(traits.isUnplaced?.(block, seen.window !== undefined) && { isUnplaced: true }),
  };
}

type NormUnder = <Key extends string>(own: string, key: Key) => Partial<Record<Key, Norm>>;

function queryKeyValueOf(
  name: (own: string) => string,
  has: (own: string) => boolean,
  norm: NormUnder,
  { latent, heads }: ModelSizes,
): TransformerBlock['queryKeyValue'] | string {
  const plain = has('attn_qkv') ? ['attn_qkv'] : ['attn_q', 'attn_k', 'attn_v'];
  const narrow = has('attn_q') ? ['attn_q'] : ['attn_q_a', 'attn_q_a_norm', 'attn_q_b'];
  const needed = latent === undefined ? plain : [...narrow, 'attn_kv_a_mqa', 'attn_kv_a_norm', 'attn_k_b', 'attn_v_b'];
  const lacking = ['attn_output', ...needed].find((own) => !has(own));
  if (lacking !== undefined) return `there is no ${name(lacking)}`;
  if (latent === undefined) return plain.map(name) as [string] | [string, string, string];
  const ofHeads = (own: string): string[] => Array.from({ length: heads }, (_, head) => `${name(own)}.${head}`);
  return {
    query: has('attn_q')
      ? name('attn_q')
      : { down: name('attn_q_a'), ...norm('attn_q_a_norm', 'norm'), up: name('attn_q_b') },
    latent: name('attn_kv_a_mqa'),
    ...norm('attn_kv_a_norm', 'norm'),
    keys: ofHeads('attn_k_b'),
    values: ofHeads('attn_v_b'),
  } as LatentAttention;
}

/** What a block sees: the window, where it is one of those that have it. */
function windowOf(
  block: number,
  keys: ArchitectureKeys,
  { isLocal, localBase, isLocalUnscaled }: Partial<Traits>,
): Pick<TransformerBlock, 'window' | 'rotaryBase' | 'isUnscaled'> {
  const window = keys.number('attention.sliding_window', 0);
  if (isLocal === undefined || window === 0 || !(keys.pattern(block) ?? isLocal(block))) return {};
  return {
    window,
    ...(localBase !== undefined && { rotaryBase: keys.number('rope.freq_base_swa', localBase) }),
    ...(isLocalUnscaled && { isUnscaled: true }),
  };
}

function feedForwardOf(
  name: (own: string) => string,
  has: (own: string) => boolean,
  { byName, tensor, sizes }: Parts,
  { keys, traits }: { readonly keys: ArchitectureKeys; readonly traits: Traits },
): FeedForward | string {
  if (has('ffn_gate_inp')) {
    const parts = [
      ...(has('ffn_gate_up_exps') ? ['ffn_gate_up_exps'] : ['ffn_gate_exps', 'ffn_up_exps']),
      'ffn_down_exps',
    ];
    const lacking = parts.find((own) => !has(own));
    if (lacking !== undefined) return `there is no ${name(lacking)}`;
    const routing = routingOf(keys, traits, tensor(name('exp_probs_b').replace(/weight$/, 'bias')));
    if (routing === undefined)
      return `expert_gating_func ${keys.number('expert_gating_func', 0)} is not executed (known: 1, 2, 3)`;
    const used = sizes.expertsPerToken;
    const fault = routingFault(sizes.experts, { used, ...routing });
    if (fault !== undefined) return fault;
    const { gateLimit: limit } = traits;
    return {
      router: name('ffn_gate_inp'),
      experts: Array.from({ length: sizes.experts }, (_, expert) => parts.map((own) => `${name(own)}.${expert}`)),
      used,
      ...routing,
      ...(has('ffn_up_shexp') && { shared: sharedOf(name, has) }),
      ...(limit !== undefined && { limit }),
    };
  }
  const lacking = ['ffn_up', 'ffn_down'].find((own) => !has(own));
  if (lacking !== undefined) return `there is no ${name(lacking)}`;
  if (has('ffn_gate')) return { gate: name('ffn_gate'), up: name('ffn_up'), down: name('ffn_down') };
  const isFused = byName.get(name('ffn_up'))!.shape[0] === 2 * sizes.feedForward;
  return isFused ? { gateUp: name('ffn_up'), down: name('ffn_down') } : { up: name('ffn_up'), down: name('ffn_down') };
}

/** Of llama.cpp, llama_expert_gating_func_type: a softmax over all, a sigmoid of each, a softmax over the chosen. */
const GATING = { none: 0, softmax: 1, sigmoid: 2, softmaxOfChosen: 3 } as const;

/** How experts are chosen and weighed, as keys tell it; undefined where scores are made in a way that is not known. */
function routingOf(
  keys: ArchitectureKeys,
  { isNormalised, isSigmoid }: Traits,
  choiceBias: Tensor | undefined,
): Omit<Experts, 'router' | 'experts' | 'used'> | undefined {
  const gating = keys.number('expert_gating_func', GATING.none) || (isSigmoid ? GATING.sigmoid : GATING.softmax);
  if (!Object.values<number>(GATING).includes(gating)) return undefined;
  return {
    isNormalised: gating === GATING.softmaxOfChosen || (isNormalised?.(keys) ?? true),
    isSigmoid: gating === GATING.sigmoid,
    scale: keys.scale('expert_weights_scale', 1),
    groups: keys.scale('expert_group_count', 1),
    groupsUsed: keys.scale('expert_group_used_count', 1),
    ...(choiceBias && { choiceBias }),
  };
}

/** What every token uses beside the experts. */
function sharedOf(name: (own: string) => string, has: (own: string) => boolean) {
  const [gate, up, down, opening] = ['ffn_gate_shexp', 'ffn_up_shexp', 'ffn_down_shexp', 'ffn_gate_inp_shexp'].map(
    name,
  );
  return { gate, up, down, ...(has('ffn_gate_inp_shexp') && { opening }) };
}

/** A norm under a key, where the file has it. */
function normOf<Key extends string>(
  name: string,
  tensor: (name: string) => Tensor | undefined,
  key: Key,
): Partial<Record<Key, Norm>> {
  const weight = tensor(`${name}.weight`);
  if (weight === undefined) return {};
  const bias = tensor(`${name}.bias`);
  return { [key]: { weight, ...(bias && { bias }) } } as Record<Key, Norm>;
}
