import type { LanguageOptions } from './language-task.ts';

/** How a network is brought in. */
export interface NetworkOptions {
  /** Replaces the seed of the network file. */
  readonly seed?: number;
  /** Keep only this layer. */
  readonly layer?: string;
  /** Refuses a network of several layers, before any is made. */
  readonly oneLayer?: true;
  /** Inputs of the network: .npy (one vector, or a batch of them), or .npz with one array for each input by name. */
  readonly inputs?: string;
  /** Density of generated inputs of an imported network, 1 by default. */
  readonly activationDensity?: number;
  /** Replaces what the generated layers of a network file have. */
  readonly generate?: {
    readonly weightDensity?: number;
    readonly activationDensity?: number;
    readonly codebookValues?: number;
  };
  /** Inferences that run together, instead of what the network file says. */
  readonly batch?: number;
  /** Shapes of generated inputs by name, and of values that cannot be computed; before those of a network YAML. */
  readonly inputShapes?: Readonly<Record<string, readonly number[]>>;
  /** Each layer of a weight file by itself, with one input vector, even where the file tells how they are connected. */
  readonly layersAlone?: boolean;
  /** Tokens of a prompt that a language model reads before the token that is told, where no text is executed. */
  readonly promptLength?: number;
  /** Of a language model: the text that it goes on with, and how. */
  readonly language?: LanguageOptions;
  /** Experts of each block of a mixture that a token uses; those that the model's config names by default. */
  readonly experts?: number;
  /** `key=value` changes of a network YAML. */
  readonly set?: readonly string[];
  /** The Caffe network description that a Deep-Compression .net file needs. */
  readonly prototxt?: string;
  /** How to read bytes whose kind a file does not tell (bf16). */
  readonly dtype?: string;
}
