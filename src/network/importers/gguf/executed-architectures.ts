import type { ActivationName } from '../../graph/operators/elementwise.ts';
import type { ArchitectureKeys } from './architecture-keys.ts';

/** How an architecture of llama.cpp acts, where no key of the file says it. Source: ggml-org/llama.cpp, src/llama-model.cpp and src/models. */
export interface Traits {
  readonly norm: 'rms' | 'layer';
  readonly activation: ActivationName;
  readonly rotary: 'interleaved' | 'halves' | 'none';
  readonly isEmbeddingScaled?: true;
  /** Attention and feed-forward part both start from the block's input. */
  readonly isParallel?: (keys: ArchitectureKeys, has: (tensor: string) => boolean) => boolean;
  /** A key that switches rotary positions off (Granite). */
  readonly rotarySwitch?: string;
  /** Blocks without them, by their number and whether they have the window. */
  readonly isUnplaced?: (block: number, isLocal: boolean) => boolean;
  /** What `logit_scale` does to the logits. */
  readonly logitScale?: 'divides' | 'multiplies';
  /** Shares of experts are those among the chosen ones; they are where this is absent. */
  readonly isNormalised?: (keys: ArchitectureKeys) => boolean;
  /** Scores of experts are sigmoids where no key says what they are. */
  readonly isSigmoid?: true;
  /** Of the experts' gates (gpt-oss). */
  readonly gateLimit?: number;
  /** Blocks that see only the window, by their number. */
  readonly isLocal?: (block: number) => boolean;
  /** Base of the rotary positions of local blocks, where no key says it. */
  readonly localBase?: number;
  /** Positions of local blocks are not scaled, although the model's are. */
  readonly isLocalUnscaled?: true;
  /** Where no key says them. */
  readonly softcaps?: { readonly attention: number; readonly logits: number };
}

const rms = (activation: ActivationName, rotary: Traits['rotary'], more: Partial<Traits> = {}): Traits => ({
  norm: 'rms',
  activation,
  rotary,
  ...more,
});

const layer = (activation: ActivationName, rotary: Traits['rotary'], more: Partial<Traits> = {}): Traits => ({
  ...rms(activation, rotary, more),
  norm: 'layer',
});

const normalisedByKey = (keys: ArchitectureKeys): boolean => keys.isTrue('expert_weights_norm');

const COHERE = layer('silu', 'interleaved', { isParallel: () => true, logitScale: 'multiplies' });

const GRANITE = rms('silu', 'interleaved', { logitScale: 'divides', rotarySwitch: 'rope.scaling.finetuned' });

/** By `general.architecture`: what is executed. */
export const TRAITS: Readonly<Record<string, Traits>> = {
  llama: rms('silu', 'interleaved', { isLocal: () => true }),
  qwen2: rms('silu', 'halves'),
  qwen3: rms('silu', 'halves'),
  // of text alone all three places of a token are the same
  qwen2vl: rms('silu', 'halves'),
  qwen3vl: rms('silu', 'halves'),
  qwen3vlmoe: rms('silu', 'halves'),
  qwen2moe: rms('silu', 'halves', { isNormalised: () => false }),
  qwen3moe: rms('silu', 'halves'),
  phi3: rms('silu', 'halves', { isLocal: () => true }),
  gemma: rms('geluTanh', 'halves', { isEmbeddingScaled: true }),
  gemma2: rms('geluTanh', 'halves', {
    isEmbeddingScaled: true,
    isLocal: (block) => block % 2 === 0,
    softcaps: { attention: 50, logits: 30 },
  }),
  gemma3: rms('geluTanh', 'halves', {
    isEmbeddingScaled: true,
    isLocal: (block) => block % 6 !== 5,
    localBase: 10000,
    isLocalUnscaled: true,
  }),
  olmoe: rms('silu', 'halves', { isNormalised: () => false }),
  deepseek2: rms('silu', 'interleaved', { isNormalised: normalisedByKey }),
  dots1: rms('silu', 'halves', { isNormalised: normalisedByKey }),
  glm4moe: rms('silu', 'halves', { isNormalised: normalisedByKey, isSigmoid: true }),
  'minimax-m2': rms('silu', 'halves'),
  seed_oss: rms('silu', 'halves'),
  ernie4_5: rms('silu', 'interleaved'),
  'gpt-oss': rms('quickGelu', 'halves', { isLocal: (block) => block % 2 === 0, gateLimit: 7 }),
  // 3 too, which has windows
  olmo2: rms('silu', 'halves', { isLocal: (block) => block % 4 !== 3, isLocalUnscaled: true }),
  smollm3: rms('silu', 'interleaved', { isUnplaced: (block) => block % 4 === 3 }),
  glm4: rms('silu', 'interleaved'),
  granite: GRANITE,
  // with a part that every token uses too
  granitemoe: GRANITE,
  gpt2: layer('geluTanh', 'none'),
  starcoder2: layer('geluTanh', 'halves', { isLocal: () => true }),
  gptneox: layer('gelu', 'halves', { isParallel: (keys) => !keys.isFalse('use_parallel_residual') }),
  stablelm: layer('silu', 'halves', { isParallel: (_, has) => !has('blk.0.ffn_norm.weight') }),
  'command-r': COHERE,
  cohere2: { ...COHERE, isLocal: (block) => block % 4 !== 3, isUnplaced: (_, isLocal) => !isLocal },
};

export function isExecuted(architecture: string): boolean {
  return Object.hasOwn(TRAITS, architecture);
}
