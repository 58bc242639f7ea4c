import type { TrainingData } from '../config/training-schema.ts';
import type { LayerMask } from '../network/layer-mask.ts';
import type { LayerSpread } from '../network/layer-spread.ts';
import type { LayerStorage } from '../network/layer-storage.ts';

/** How often a network is right. */
export interface Accuracy {
  /** Share of the samples whose largest output is that of their class. */
  readonly top1: number;
  /** Of top1, from the number of samples: root(p (1 - p) / n). */
  readonly standardError: number;
  /** Mean cross-entropy. */
  readonly loss: number;
}

/** A layer behind a stage. */
export interface StageLayer extends LayerStorage, Partial<LayerSpread> {
  /** Neurons (channels) that no weight leads to, and that no weight leads on from. */
  readonly withoutInputs: number;
  readonly withoutOutputs: number;
}

/** An epoch that was learnt; training loss and accuracy are means while it went on. */
export interface EpochResult {
  /** From 1, in its stage. */
  readonly epoch: number;
  /** Of its first batch. */
  readonly learningRate: number;
  readonly loss: number;
  readonly trainTop1: number;
  readonly top1: number;
  readonly validationTop1?: number;
}

/** What an inference costs on the machine of the recipe, the mean of some test samples; or why the machine cannot run the network. */
export type StageCharge = { readonly hardware: string; readonly validation?: string; readonly inferences: number } & (
  | { readonly energyPj: number; readonly timeUs: number }
  | { readonly refused: string }
);

/** How often a network is right if this layer alone is pruned. */
export interface LayerSensitivity {
  readonly name: string;
  /** From the highest density to the lowest. */
  readonly points: readonly { readonly density: number; readonly top1: number }[];
}

/** What a stage left behind. */
export interface StageResult {
  readonly name: string;
  readonly kind: string;
  /** On the test data. */
  readonly accuracy: Accuracy;
  readonly validation?: Accuracy;
  /** Share of the weights that are left. */
  readonly density: number;
  /** All that is stored, of all layers. */
  readonly bytes: number;
  /** Bytes of all weights and biases in fp32 over `bytes`. */
  readonly compressionRate: number;
  readonly layers: readonly StageLayer[];
  /** Where the recipe names a machine. */
  readonly charge?: StageCharge;
  /** Of stages that try each layer: on the validation data where there are any, else on the test data. */
  readonly sensitivity?: readonly LayerSensitivity[];
  /** Of stages that learn. */
  readonly epochs?: readonly EpochResult[];
}

/** The record of a training. */
export interface TrainingResult {
  readonly schemaVersion: 1;
  readonly kind: 'training';
  readonly tool: { readonly name: 'picojoule'; readonly version: string };
  readonly command?: string;
  readonly name: string;
  readonly file: string;
  readonly seed: number;
  /** Every value of the recipe, defaults too. */
  readonly recipe: TrainingData;
  readonly samples: { readonly train: number; readonly validation: number; readonly test: number };
  readonly classes: number;
  readonly network: {
    readonly weights: number;
    readonly biases: number;
    /** Of a sample: [values] or [channels, height, width]; older records do not tell. */
    readonly input?: readonly number[];
    readonly layers: readonly { readonly name: string; readonly kind: string; readonly shape: readonly number[] }[];
  };
  /** What `bytes` counts. */
  readonly accounting: string;
  readonly stages: readonly StageResult[];
  /** Of the first layer at the end, where it is pruned and no giant. */
  readonly mask?: LayerMask;
  readonly warnings: readonly string[];
}
