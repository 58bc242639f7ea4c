import type { PublishedShares } from '../config/network/network.ts';
import type { DrawnPlaces } from '../kernels/weights/place-bits.ts';
import type { Graph, Tensor } from './graph/graph.ts';
import type { LanguageTask } from './language/language-task.ts';

/** Weights that share the values of a codebook: `codes[k]` is an index into `codebook`; code 0 is reserved for padding zeros. */
export interface SharedWeights {
  readonly kind: 'shared';
  readonly codes: Uint8Array;
  /** Value of each code; `codebook[0]` is 0. */
  readonly codebook: Float32Array;
  /** Where it is there, all codes are known to lie from 1 to below it, whether they are made or not. */
  readonly codesBelow?: number;
}

/** Weights stored by value. */
export interface DirectWeights {
  readonly kind: 'direct';
  readonly values: Float32Array;
}

/**
 * Weights of a layer as compressed sparse columns. Element k of column j: columnStart[j] <= k < columnStart[j + 1], rows ascending.
 * A bias is one more column behind the last: its input is always 1.
 */
export interface WeightMatrix {
  readonly rows: number;
  /** Number of inputs, the bias column not counted. */
  readonly columns: number;
  /** Blocks of equal size along the diagonal, outside of which there are no weights (a grouped convolution); 1 where absent. */
  readonly groups?: number;
  readonly hasBias: boolean;
  /** Length columns + (hasBias ? 1 : 0) + 1. */
  readonly columnStart: Uint32Array;
  /** Row of each stored weight. */
  readonly rowIndex: Uint32Array;
  /** The same places as bits, where the matrix was drawn; a copy of the record does not have it. */
  readonly places?: DrawnPlaces;
  /** Code or value of each stored weight, in the order of rowIndex. */
  readonly weights: SharedWeights | DirectWeights;
  /**
   * Values of the bias column where they are not in the codebook (an imported layer: biases are not shared): element k of that column has
   * biasValues[k - columnStart[columns]], in the accumulator format; its code only marks an entry.
   */
  readonly biasValues?: Float32Array;
}

/** `keyValueCache`: no weights, but what a language model reads and writes beside its layers. */
export type LayerKind = 'fullyConnected' | 'convolution' | 'lstm' | 'gru' | 'rnn' | 'keyValueCache';

/** A time that a paper gives for the layer. */
export interface Published {
  readonly timeUs: number;
  readonly source: string;
  /** Kind of machine that takes it; any where absent. */
  readonly machine?: string;
}

/** Weights that came as a machine stores them. That machine takes them as they are, every other one the matrix. */
export interface EncodedWeights {
  /** Name of the machine whose form it is. */
  readonly machine: string;
  readonly form: unknown;
}

/** A layer ready to run: weights, and the input vector where it is known. */
export interface Layer {
  readonly name: string;
  readonly kind: LayerKind;
  readonly matrix: WeightMatrix;
  /** Input activations as fp32, length matrix.columns. */
  readonly activations: Float32Array;
  /** All inputs of a batch, `activations` the first; absent where there is that one alone. */
  readonly inputs?: readonly Float32Array[];
  /** The weights as a file of some machine held them (an EIE dump). */
  readonly encoded?: EncodedWeights;
  readonly published?: Published;
  /** Weights that a number format clipped before the machine's own does (compress.format); 0 where absent. */
  readonly clippedWeights?: number;
}

/** What every network has: layers in order, where it came from, and the seed of whatever was generated. */
interface NamedLayers {
  readonly name: string;
  /** Base name of its file or folder, for the record. */
  readonly file: string;
  /** Seed of generated layers; null when nothing was generated. */
  readonly seed: number | null;
  readonly layers: readonly Layer[];
  /** What every result made of this network must say: generated values or inputs, changed numbers. */
  readonly warnings?: readonly string[];
  /** Inferences that run together, 1 where absent: a machine that amortises over inputs gets theirs at once, and counts of layers that run alone are sums over them. */
  readonly batch?: number;
  /** A language model, each layer once for a token: an inference is a token. */
  readonly tokens?: true;
  /** What a paper says of the cycles of all layers together. */
  readonly published?: PublishedShares;
}

/** Layers that nothing connects: each has an input of its own. */
export interface LooseLayers extends NamedLayers {
  readonly graph?: undefined;
  /** true: each layer runs by itself with one input vector, although an inference takes more: counts are no figures of an inference. false: each layer once is one. Left out: the number of layers tells. */
  readonly layersAlone?: boolean;
}

/** Layers that a graph connects, executed whole: a layer's input is what the layers before it made, and Layer.activations is empty. */
export interface GraphNetwork extends NamedLayers {
  readonly graph: Graph;
  /** Inputs of the graph by name, one map for each inference. */
  readonly inferences: readonly ReadonlyMap<string, Tensor>[];
  /** The one layer that the result is about. */
  readonly only?: string;
  /** The network before it was compressed, where that is known: what accuracy is compared with. */
  readonly original?: { readonly layers: readonly Layer[]; readonly graph: Graph };
  /** It writes text: the graph is that of a token, and the one inference that of the prompt. */
  readonly language?: LanguageTask;
  /** Right answers, one for each inference. */
  readonly labels?: readonly number[];
}

/** A network: `graph` tells which. */
export type Network = LooseLayers | GraphNetwork;
