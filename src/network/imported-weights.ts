import type { LanguageModel } from '../config/models/model.ts';
import type { DrawnPlaces } from '../kernels/weights/place-bits.ts';
import type { Graph } from './graph/graph.ts';
import type { LanguageSource } from './language/language-source.ts';
import type { LayerKind } from './layer.ts';
import type { Values } from './values.ts';

export type { Values } from './values.ts';

/** A dense matrix, row-major: element (r, c) is values[r * columns + c]. */
export interface DenseMatrix {
  readonly kind: 'dense';
  readonly rows: number;
  readonly columns: number;
  readonly values: Values;
}

/** A matrix as compressed sparse columns, rows ascending within a column; a stored zero is allowed and is no non-zero. */
export interface SparseMatrix {
  readonly kind: 'sparse';
  readonly rows: number;
  readonly columns: number;
  readonly columnStart: Uint32Array;
  readonly rowIndex: Uint32Array;
  readonly values: Values;
  /** Rows once more, as bits, where they are there. */
  readonly places?: DrawnPlaces;
}

/** rows = outputs, columns = inputs. */
export type ImportedMatrix = DenseMatrix | SparseMatrix;

/** Codes that came with the file: codes[k] is the code of element k of a sparse matrix, values[k] = codebook[codes[k]]; code 0 is reserved. */
export interface ImportedCodes {
  readonly codes: Uint8Array;
  readonly codebook: Float32Array;
  /** Bits of a code in the file. */
  readonly codeBits: number;
  /** Padding zeros of the file's own encoding. */
  readonly paddingZeros: number;
}

/** One weight layer of a file. */
export interface ImportedLayer {
  readonly name: string;
  readonly kind: LayerKind;
  /** Shape as the file states it, e.g. [96, 3, 7, 7]; the matrix is [outputs, everything else] of it (im2col). */
  readonly shape: readonly number[];
  /** Number format of the stored weights, e.g. fp32, bf16, int8, pattern, codebook. */
  readonly numberFormat: string;
  /** Bits of a weight as the file stores it, scales of blocks included; where absent those of the number format. */
  readonly storedBitsPerWeight?: number;
  readonly matrix: ImportedMatrix;
  /**
   * Groups of a convolution, or matrices of a stack: rows fall into as many blocks of equal size, and each block takes columns of its own, so that the layer
   * has groups x columns inputs. The matrix holds the blocks one below the other.
   */
  readonly groups?: number;
  /** One value for each row. */
  readonly bias?: Values;
  readonly shared?: ImportedCodes;
  /** Weights that a number format clipped on the way (compress.format). */
  readonly clippedWeights?: number;
}

/**
 * What a tensor is that is no layer, where the user should know that it does not run. `unread`: weights in a form that is not read, so what runs without
 * them is not the network.
 */
export type SkipKind = 'embedding' | 'position table' | 'mask' | 'integer buffer' | 'table' | 'other part' | 'unread';

/** A tensor or node that is no weight layer, and why. */
export interface Skipped {
  readonly name: string;
  readonly reason: string;
  readonly kind?: SkipKind;
  /** Of an operator, not a tensor: how many nodes of the graph are of it. */
  readonly nodes?: number;
}

/** What a file holds. */
export interface ImportedWeights {
  /** Name of the importer. */
  readonly format: string;
  readonly layers: readonly ImportedLayer[];
  readonly skipped: readonly Skipped[];
  readonly warnings: readonly string[];
  /** Seed of whatever the importer generated (values of a pattern); absent where nothing was generated. */
  readonly seed?: number;
  /** How the layers are connected, where the file says so. */
  readonly graph?: Graph;
  /** The language model that a config names: its layers are in the order in which a token meets them. */
  readonly model?: LanguageModel;
  /** Of a language model how it is executed. */
  readonly language?: LanguageSource;
}
