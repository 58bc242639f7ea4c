import type { Graph } from '../graph/graph.ts';
import type { LayerKind } from '../layer.ts';

/** A weight layer as its machine stores it: interleaved streams (EIE section III.B), without the bias. */
export interface StoredWeights {
  readonly name: string;
  readonly kind: LayerKind;
  /** Shape of the weights before they became a matrix of rows x columns. */
  readonly shape: readonly number[];
  readonly rows: number;
  readonly columns: number;
  /** Groups of a convolution (ImportedLayer.groups). */
  readonly groups?: number;
  /** Number format of the shared values. */
  readonly numberFormat: string;
  /** codebook[0] is 0; 2^codeBits values. */
  readonly codebook: Float32Array;
  /** One byte for each entry, PE 0 first; 0 is a padding zero. */
  readonly codes: Uint8Array;
  /** Rows of the PE skipped since the previous entry of the column. */
  readonly relativeIndices: Uint8Array | Uint16Array | Uint32Array;
  /** pointers[c * processingElements + p]: entries of PE p before column c; columns + 1 rows of pointers. */
  readonly pointers: Uint32Array;
  /** One value for each row. */
  readonly bias?: Float32Array;
}

/** A compressed network, as its file holds it. */
export interface CompressedNetwork {
  readonly processingElements: number;
  readonly indexBits: number;
  readonly layers: readonly StoredWeights[];
  readonly graph?: Graph;
}

/** `__metadata__.format` of the file. */
export const COMPRESSED_FORMAT = 'picojoule compressed network, version 1';
