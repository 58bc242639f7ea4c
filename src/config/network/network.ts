import type { ModelSizes } from '../models/model.ts';

import type { PruneRule } from './prune-rule.ts';

/** A layer to be generated: its densities are met exactly by count, round(density x size). */
export interface GenerateConfig {
  readonly rows: number;
  readonly columns: number;
  readonly weightDensity: number;
  readonly activationDensity: number;
  /** Shared values of the codebook, code 0 (padding) not counted; null: as many as the hardware's codes hold. */
  readonly codebookValues: number | null;
  readonly rowSpread: number;
  readonly columnSpread: number;
  /** null: derived from the network's seed. */
  readonly seed: number | null;
}

/** A layer of a weight file. */
export interface WeightsConfig {
  /** Absolute path. */
  readonly file: string;
  /** null: the only layer of the file. */
  readonly layer: string | null;
  readonly prototxt: string | null;
  readonly inputs: string | null;
  readonly activationDensity: number;
  /** null: derived from the network's seed. */
  readonly seed: number | null;
}

/** What is done to imported weights; a step that is null is not done. */
export interface CompressionConfig {
  readonly prune: {
    readonly rule: PruneRule;
    readonly scope: 'layer' | 'global';
  } | null;
  readonly share: {
    readonly codeBits: number;
    readonly initialisation: 'linear' | 'density' | 'forgy';
    readonly seed: number;
  } | null;
  /** Number format of the weights. */
  readonly format: string | null;
}

/** Nothing is done to the weights. */
export const NO_COMPRESSION: CompressionConfig = { prune: null, share: null, format: null };

/** A whole weight file as a network. Paths are absolute. */
export interface WeightFileConfig {
  readonly file: string;
  readonly prototxt: string | null;
  readonly inputs: string | null;
  readonly activationDensity: number;
  /** Shapes of generated inputs, and inputs that hold one value, by name. */
  readonly inputShapes: Readonly<Record<string, readonly number[]>>;
  readonly inputValues: Readonly<Record<string, number>>;
  /** Each layer by itself with one input vector, even where the file tells how they are connected. */
  readonly layersAlone: boolean;
  readonly labels: string | null;
}

/** One layer of a network config, with exactly one source. */
export interface LayerConfig {
  readonly name: string;
  readonly kind: 'fullyConnected';
  readonly generate?: GenerateConfig;
  readonly weights?: WeightsConfig;
  /** What follows the layer in a chain. */
  readonly activation: 'none' | 'relu' | 'sigmoid' | 'tanh' | 'softmax';
  /** A time that a paper gives for the layer. */
  readonly published?: { readonly timeUs: number; readonly source: string; readonly machine?: string };
}

/** Layers of which each takes what the one before it gives. Paths are absolute. */
export interface ChainConfig {
  readonly inputs: string | null;
  readonly labels: string | null;
  /** Of generated inputs; null: that of the first layer. */
  readonly activationDensity: number | null;
}

/** Published shares of the cycles of a network. */
export interface PublishedShares {
  readonly source: string;
  /** Counters that are shares of the cycles, as published. */
  readonly shares: readonly { readonly counter: string; readonly share: number }[];
  /** Share of cycles in which the machine did what is not simulated. */
  readonly otherShare: number;
}

/** A language model: `type` is a model type of config/models. */
export interface ModelConfig {
  readonly type: string;
  readonly sizes: ModelSizes;
}

/** A network as its YAML describes it; nothing is generated or read yet. */
export interface NetworkConfig {
  readonly name: string;
  /** Base name of the file it was read from. */
  readonly file: string;
  readonly seed: number;
  /** Inferences that run together. */
  readonly batch: number;
  /** Empty where `weights` names a file with all layers. */
  readonly layers: readonly LayerConfig[];
  readonly weights: WeightFileConfig | null;
  /** The language model whose linear layers, each once a token, the layers are; null where they are stated one by one. */
  readonly model: ModelConfig | null;
  /** null where every layer has an input of its own. */
  readonly chain: ChainConfig | null;
  readonly compress: CompressionConfig;
  /** What a paper says of the cycles of the whole network. */
  readonly published?: PublishedShares;
}
