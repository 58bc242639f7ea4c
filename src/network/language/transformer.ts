import type { ModelSizes } from '../../config/models/model.ts';
import type { Tensor } from '../graph/graph.ts';
import type { ActivationName } from '../graph/operators/elementwise.ts';

/** Scale of a norm, and its bias where it has one. */
export interface Norm {
  readonly weight: Tensor;
  readonly bias?: Tensor;
}

/** A feed-forward part without experts, by the names of its layers. */
export type DenseFeedForward =
  | { readonly gate?: string; readonly up: string; readonly down: string }
  | { readonly gateUp: string; readonly down: string };

/** A mixture, by the names of its layers. */
export interface Experts {
  readonly router: string;
  /** Layers of each expert: gate, up and down, or gate and up in one and down. */
  readonly experts: readonly (readonly string[])[];
  readonly used: number;
  /** Shares are those among the chosen experts. */
  readonly isNormalised: boolean;
  /** How they are chosen and weighed: as a routing says (src/network/graph/operators/routing.ts). */
  readonly isSigmoid?: boolean;
  readonly scale?: number;
  readonly groups?: number;
  readonly groupsUsed?: number;
  readonly choiceBias?: Tensor;
  /** What every token uses beside them, times the sigmoid of the one output of `opening` where there is such a layer (Qwen 2). */
  readonly shared?: DenseFeedForward & { readonly opening?: string };
  /** Where gate and up are in one, their outputs take turns (gpt-oss in a folder); else all of the gate come first. */
  readonly isInterleaved?: true;
  /** What gate and up give is held below it, up above its negative too, and 1 is added to up (gpt-oss). */
  readonly limit?: number;
}

/** The feed-forward part of a block. */
export type FeedForward = DenseFeedForward | Experts;

/** Multi-head latent attention (DeepSeek-V2, arXiv 2405.04434) by the names of its layers: queries go to where the keys are made, and values are made of what attention gives, so that the latent vector is all that is kept. */
export interface LatentAttention {
  /** One layer, or one that narrows and one that widens again. */
  readonly query: string | { readonly down: string; readonly norm: Norm; readonly up: string };
  /** Gives the latent vector, and behind it what is turned of the keys of all heads. */
  readonly latent: string;
  readonly norm: Norm;
  /** Of each head: from what is not turned of its query to a latent vector, and from a latent vector to its values. */
  readonly keys: readonly string[];
  readonly values: readonly string[];
}

/** One block of a transformer, by the names of its layers. */
export interface TransformerBlock {
  readonly attentionNorm?: Norm;
  /** One layer for all three, one for each, or those of a latent vector. */
  readonly queryKeyValue: readonly [string] | readonly [string, string, string] | LatentAttention;
  readonly queryNorm?: Norm;
  readonly keyNorm?: Norm;
  readonly attentionOutput: string;
  /** Of each head a score that takes part in the softmax and gives nothing (gpt-oss). */
  readonly sinks?: Tensor;
  /** Scale of its scores, where it is not the model's. */
  readonly attentionScale?: number;
  /** Of what attention gives, before it is added. */
  readonly afterAttentionNorm?: Norm;
  readonly feedForwardNorm?: Norm;
  readonly feedForward: FeedForward;
  readonly afterFeedForwardNorm?: Norm;
  /** A token sees itself and the `window` - 1 before it; all where absent. */
  readonly window?: number;
  /** Base of its rotary positions, where it is not the model's. */
  readonly rotaryBase?: number;
  /** Its queries and keys are not turned, although the model has rotary positions (every fourth block of SmolLM 3, the global ones of Cohere 2). */
  readonly isUnplaced?: true;
  /** Its positions are not scaled, although the model's are (the local blocks of Gemma 3). */
  readonly isUnscaled?: true;
}

/** Rotary positions. */
export interface Rotary {
  readonly base: number;
  /** Elements of a head that are turned. */
  readonly size: number;
  /** Neighbours are turned together (llama.cpp's Llama); else element i with element i + size / 2 (Hugging Face). */
  readonly isInterleaved: boolean;
  /** Frequency of each pair is divided by these (Llama 3.1, Phi-3). */
  readonly factors?: ArrayLike<number>;
  /** By these where more than `tokens` are run (LongRoPE: all positions, also the first). */
  readonly beyond?: { readonly tokens: number; readonly factors: ArrayLike<number> };
  /** Sines and cosines are multiplied by it (LongRoPE); 1 where absent. */
  readonly magnitude?: number;
}

/** A language model as it is executed: what follows what, the small tensors, and the names of the layers that do its products. */
export interface Transformer {
  /** As the file names it: `llama`, `gpt2`. */
  readonly architecture: string;
  readonly sizes: ModelSizes;
  /** Tokens that it was made for. */
  readonly context: number;
  readonly norm: { readonly kind: 'rms' | 'layer'; readonly epsilon: number };
  readonly activation: ActivationName;
  /** [vocabulary, embedding]. */
  readonly embedding: Tensor;
  readonly embeddingScale: number;
  /** What attention and feed-forward part give is multiplied by it before it is added (Granite); 1 where absent. */
  readonly residualScale?: number;
  /** Learned positions [positions, hidden], added to the embedding; the first `offset` rows belong to none. */
  readonly positions?: { readonly table: Tensor; readonly offset: number };
  readonly rotary?: Rotary;
  readonly attentionScale: number;
  /** Scores and logits are bent below these (Gemma 2); 0 where they are not. */
  readonly attentionSoftcap: number;
  readonly logitSoftcap: number;
  /** Logits are multiplied by it before they are bent (Granite, Cohere); 1 where absent. */
  readonly logitScale?: number;
  /** One layer gives queries, keys and values head by head (GPT-NeoX), else all queries, then all keys, then all values. */
  readonly isByHeads: boolean;
  /** Attention and feed-forward part both start from the block's input (GPT-NeoX). */
  readonly isParallel: boolean;
  readonly blocks: readonly TransformerBlock[];
  readonly finalNorm?: Norm;
  readonly head: string;
}
