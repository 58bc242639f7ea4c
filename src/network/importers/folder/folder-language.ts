import type { Files } from '../../../base/files/files.ts';
import { join } from '../../../base/files/path.ts';
import { UserError } from '../../../base/user-error.ts';
import { type LanguageModel, linearsOf } from '../../../config/models/model.ts';
import type { Tensor } from '../../graph/graph.ts';
import type { ActivationName } from '../../graph/operators/elementwise.ts';
import { routingFault } from '../../graph/operators/routing.ts';
import type { LanguageSource } from '../../language/language-source.ts';
import type { Norm, Transformer, TransformerBlock } from '../../language/transformer.ts';
import { yarnMagnitude } from '../../language/yarn.ts';
import type { NamedTensor, Tensors } from '../tensors/named-tensor.ts';
import { localRopeBase, windowOfBlock } from './attention-windows.ts';
import { feedForwardOf, type Named, type NormUnder, queryKeyValueOf } from './block-layers.ts';
import { EXECUTED, type ExecutedFamily } from './executed-families.ts';
import { listed } from './folder-files.ts';
import { isObject, type Json, keysWithoutNumber, readObject } from './json-object.ts';
import { rotaryOf } from './rotary-config.ts';

const ACTIVATIONS: Readonly<Record<string, ActivationName>> = {
  silu: 'silu',
  swish: 'silu',
  gelu: 'gelu',
  gelu_new: 'geluTanh',
  gelu_fast: 'geluTanh',
  gelu_pytorch_tanh: 'geluTanh',
  relu: 'relu',
};

/** Keys of config.json that hold a number, or null. */
const NUMBERS = [
  'max_position_embeddings',
  'n_positions',
  'rms_norm_eps',
  'layer_norm_epsilon',
  'layer_norm_eps',
  'norm_epsilon',
  'rope_theta',
  'rotary_emb_base',
  'rotary_pct',
  'partial_rotary_factor',
  'query_pre_attn_scalar',
  'attention_multiplier',
  'embedding_multiplier',
  'residual_multiplier',
  'logits_scaling',
  'logit_scale',
  'attn_logit_softcapping',
  'final_logit_softcapping',
  'sliding_window',
  'routed_scaling_factor',
  'n_group',
  'topk_group',
];

/** What a model folder is made of. */
export interface FolderModel {
  readonly model: LanguageModel;
  /** config.json; of a model of several parts with the keys of its language model. */
  readonly config: Json;
  readonly tensors: Tensors;
  /** What stands before the modules of the family. */
  readonly prefix: string;
  /** Name of the layer that is the head, where there is one. */
  readonly head: string | undefined;
}

/** How the language model of a folder is executed, and its vocabulary (tokenizer.json). */
export function folderLanguage(files: Files, folder: string, parts: FolderModel): LanguageSource {
  return {
    transformer: () => transformerOf(parts),
    tokenizer: async () => {
      const file = join(folder, 'tokenizer.json');
      if (files.find(file)?.kind !== 'file') return { reason: 'the folder has no tokenizer.json' };
      const beside = (name: string): Json =>
        files.find(join(folder, name))?.kind === 'file' ? readObject(files, join(folder, name)) : {};
      const { huggingFaceTokenizer } = await import('../../language/tokenizers/hugging-face.ts');
      const tokenizer = readObject(files, file);
      const ends = [parts.config.eos_token_id, beside('generation_config.json').eos_token_id].flat();
      try {
        return huggingFaceTokenizer({
          tokenizer,
          config: beside('tokenizer_config.json'),
          ends: ends.filter((end) => typeof end === 'number'),
        });
      } catch (cause) {
        throw UserError.at({ file }, `not a tokenizer that is read (${(cause as Error).message})`, 'TOKENIZER');
      }
    },
  };
}

function transformerOf({
  model,
  config,
  tensors,
  prefix,
  head,
}: FolderModel): Transformer | { readonly reason: string } {
  const { sizes, family } = model;
  const type = String(config.model_type);
  if (!Object.hasOwn(EXECUTED, type))
    return { reason: `model_type "${type}" is not executed (known: ${Object.keys(EXECUTED).join(', ')})` };
  const acts = EXECUTED[type];
  const stated = String(config.hidden_activation ?? config.hidden_act ?? config.activation_function);
  const activation = meantActivation(type, stated) ?? ACTIVATIONS[stated];
  const number = (key: string, otherwise: number): number =>
    typeof config[key] === 'number' ? config[key] : otherwise;
  const rotary = family.positions === undefined ? rotaryOf(config, sizes.latent?.turned ?? sizes.headSize) : undefined;
  const embedding = tensors.get(`${prefix}${family.embedding}.weight`);
  const lacking: string[] = [];
  const norm = <Key extends string>(module: string | undefined, key: Key) =>
    normOf({ tensors, prefix, acts, plain: plainSize(config, sizes.hidden), lacking }, module, key);
  const blocks = blocksOf(model, prefix, config, { norm, acts, tensors, lacking });
  const finalNorm = norm(acts.final, 'finalNorm');
  const wrong = keysWithoutNumber(config, NUMBERS);
  const reasons = [
    ...(wrong.length > 0 ? [`config.json holds no number under ${listed(wrong)}`] : []),
    ...(activation === undefined ? [`its activation is none of ${Object.keys(ACTIVATIONS).join(', ')}`] : []),
    ...(rotary !== undefined && 'reason' in rotary ? [rotary.reason] : []),
    ...(head === undefined ? ['it has no output head'] : []),
    ...(embedding === undefined ? ['it has no embedding'] : []),
    ...(sizes.embedding !== sizes.hidden ? ['its embedding is narrower than its blocks'] : []),
    ...(typeof config.clip_qkv === 'number' ? ['its queries, keys and values are clipped'] : []),
    ...(config.qk_layernorm === true ? ['its norms of queries and keys differ from head to head'] : []),
    ...(config.do_layer_norm_before === false ? ['its norms stand behind its layers'] : []),
    ...(config.attn_implementation === 'sparse' ? ['sparse attention'] : []),
    ...routingFaults(blocks),
    ...(lacking.length > 0 ? [`it lacks ${listed(lacking)}`] : []),
  ];
  if (reasons.length > 0) return { reason: reasons.join('; ') };
  const positions = family.positions === undefined ? undefined : tensors.get(`${prefix}${family.positions}.weight`);
  const scale = number('query_pre_attn_scalar', sizes.headSize);
  return {
    architecture: type,
    sizes,
    context: number('max_position_embeddings', number('n_positions', 2048)),
    norm: {
      kind: acts.kind,
      epsilon: number(
        'rms_norm_eps',
        number('layer_norm_epsilon', number('layer_norm_eps', number('norm_epsilon', 1e-5))),
      ),
    },
    activation,
    embedding: asTensor(embedding!),
    embeddingScale: number('embedding_multiplier', acts.isEmbeddingScaled ? Math.sqrt(sizes.hidden) : 1),
    residualScale: number('residual_multiplier', 1),
    ...(positions && { positions: { table: asTensor(positions), offset: type === 'opt' ? 2 : 0 } }),
    ...(rotary && {
      rotary: {
        ...(rotary as Exclude<typeof rotary, { reason: string }>),
        isInterleaved: (config.rope_interleave ?? acts.isInterleaved) === true,
      },
    }),
    attentionScale:
      type === 'gpt2' && config.scale_attn_weights === false
        ? 1
        : number('attention_multiplier', 1 / Math.sqrt(scale)) * (sizes.latent === undefined ? 1 : latentScore(config)),
    attentionSoftcap: number('attn_logit_softcapping', 0),
    logitSoftcap: number('final_logit_softcapping', 0),
    logitScale: number('logit_scale', acts.logitScale ?? 1) / number('logits_scaling', 1),
    isByHeads: acts.isByHeads === true,
    isParallel: acts.isParallel?.(config) === true,
    blocks,
    ...finalNorm,
    head: head!,
  };
}

/** What a family means where its files say something else: the first Gemma's say gelu and mean its approximation, gpt-oss's say silu. */
function meantActivation(type: string, stated: string): ActivationName | undefined {
  if (type === 'gpt_oss') return 'quickGelu';
  return type === 'gemma' && stated === 'gelu' ? 'geluTanh' : undefined;
}

function blocksOf(
  model: LanguageModel,
  prefix: string,
  config: Json,
  { norm, acts, tensors, lacking }: Pick<NormPlaces, 'acts' | 'tensors' | 'lacking'> & { readonly norm: NormUnder },
): TransformerBlock[] {
  const { family, sizes } = model;
  const linears = linearsOf(model);
  return Array.from({ length: sizes.blocks }, (_, block): TransformerBlock => {
    const own = linears.filter((linear) => linear.block === block);
    const named: Named = (role, expert, head) => {
      const found = own.find((linear) => linear.role === role && linear.expert === expert && linear.head === head);
      if (found === undefined) return undefined;
      const name = `${prefix}${found.module}`;
      if (head !== undefined) return name;
      // of experts that lie in one tensor that tensor's name counts
      if (expert === undefined || family.fusedExperts === undefined) return `${name}.weight`;
      return family.fusedExperts === 'turned' ? name : name.replace(/\.\d+$/, '.weight$&');
    };
    const at = (module: string | undefined) => module && `${family.blocks}.${block}.${module}`;
    const isNormed = acts.hasNormSwitch !== true || config.use_qk_norm === true;
    const bias = named('router') && acts.choiceBias && `${prefix}${at(acts.choiceBias)}`;
    const choiceBias = bias === undefined ? undefined : tensors.get(bias);
    if (bias !== undefined && choiceBias === undefined) lacking.push(bias);
    const sinks = tensors.get(`${prefix}${at('self_attn.sinks')}`);
    return {
      ...norm(at(acts.attention), 'attentionNorm'),
      queryKeyValue: queryKeyValueOf(named, sizes, (module, key) => norm(at(module), key)),
      ...(isNormed && norm(at(acts.query), 'queryNorm')),
      ...(isNormed && norm(at(acts.key), 'keyNorm')),
      attentionOutput: named('attentionOutput')!,
      ...(sinks && { sinks: asTensor(sinks) }),
      ...ownScale(config, block, sizes.headSize),
      ...norm(at(acts.afterAttention), 'afterAttentionNorm'),
      ...norm(at(acts.feedForward), 'feedForwardNorm'),
      feedForward: {
        ...feedForwardOf(named, model, config, acts),
        ...(choiceBias && { choiceBias: asTensor(choiceBias) }),
      },
      ...norm(at(acts.afterFeedForward), 'afterFeedForwardNorm'),
      ...windowOf(config, block, acts),
      ...(acts.isUnplaced?.(config, block) && { isUnplaced: true }),
    };
  });
}

/** What is wrong with the choice of experts, once for all blocks. */
function routingFaults(blocks: readonly TransformerBlock[]): string[] {
  return [
    ...new Set(
      blocks.flatMap(({ feedForward }) =>
        'router' in feedForward ? (routingFault(feedForward.experts.length, feedForward) ?? []) : [],
      ),
    ),
  ];
}

/** What YaRN multiplies scores by in DeepSeek-V2 and V3 (modeling_deepseek_v3.py). */
function latentScore({ rope_scaling: scaling, rope_parameters: parameters }: Json): number {
  const told = isObject(parameters) ? parameters : isObject(scaling) ? scaling : {};
  const { factor, mscale_all_dim: share } = told;
  return typeof factor === 'number' && typeof share === 'number' ? yarnMagnitude(factor, share) ** 2 : 1;
}

/** The window of a block, and the base of its positions where that comes with it. */
function windowOf(
  config: Json,
  block: number,
  { isLocalUnscaled }: ExecutedFamily,
): Pick<TransformerBlock, 'window' | 'rotaryBase' | 'isUnscaled'> {
  const window = windowOfBlock(config, block);
  if (window === undefined) return {};
  const rotaryBase = localRopeBase(config);
  return {
    window,
    ...(rotaryBase !== undefined && { rotaryBase }),
    ...((rotaryBase !== undefined || isLocalUnscaled) && { isUnscaled: true }),
  };
}

/** Scores of block n are divided by n + 1 too, where a GPT-2 says so. */
function ownScale(config: Json, block: number, headSize: number): Pick<TransformerBlock, 'attentionScale'> {
  if (config.scale_attn_by_inverse_layer_idx !== true) return {};
  return { attentionScale: (config.scale_attn_weights === false ? 1 : 1 / Math.sqrt(headSize)) / (block + 1) };
}

/** How wide norms without weights are; undefined where norms have weights. */
function plainSize({ layer_norm_elementwise_affine: isAffine }: Json, hidden: number): number | undefined {
  return isAffine === false ? hidden : undefined;
}

/** Where the norms of a folder are. */
interface NormPlaces {
  readonly tensors: Tensors;
  readonly prefix: string;
  readonly acts: ExecutedFamily;
  readonly plain: number | undefined;
  /** Tensors that are missing; one that is not found is added. */
  readonly lacking: string[];
}

function normOf<Key extends string>(
  { tensors, prefix, acts: { offset = 0 }, plain, lacking }: NormPlaces,
  module: string | undefined,
  key: Key,
): Partial<Record<Key, Norm>> {
  if (module === undefined) return {};
  if (plain !== undefined) {
    const weight: Tensor = { type: 'fp32', shape: [plain], values: new Float32Array(plain).fill(1) };
    return { [key]: { weight } } as Record<Key, Norm>;
  }
  const weight = tensors.get(`${prefix}${module}.weight`);
  if (weight === undefined) {
    lacking.push(`${prefix}${module}.weight`);
    return {};
  }
  const bias = tensors.get(`${prefix}${module}.bias`);
  const tensor = asTensor(weight);
  const moved =
    offset === 0 ? tensor : { ...tensor, values: Float32Array.from(tensor.values, (value) => value + offset) };
  return { [key]: { weight: moved, ...(bias && { bias: asTensor(bias) }) } } as Record<Key, Norm>;
}

function asTensor({ shape, values }: NamedTensor): Tensor {
  return { type: 'fp32', shape, values: Float32Array.from(values) };
}
