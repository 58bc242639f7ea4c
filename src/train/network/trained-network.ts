import type { WeightShape } from '../layers/layer-kind.ts';

/** Weights that share values: weight kept[k] has the value codebook[codes[k]]; code 0 is reserved for padding zeros. */
export interface Shared {
  readonly codes: Uint8Array;
  /** 2^codeBits values; codebook[0] is 0. */
  readonly codebook: Float32Array;
  readonly codeBits: number;
}

/** How a layer is stored, as far as the stages said. */
export interface Storage {
  /** Bits of a relative index. */
  readonly indexBits: number;
  /** Whether codes and relative indices are Huffman-coded. */
  readonly huffman: boolean;
}

/** A layer with weights between two stages. */
export interface TrainedLayer extends WeightShape {
  /** rows x columns, row-major; pruned weights are exactly 0. */
  readonly weights: Float32Array;
  readonly biases: Float32Array;
  /** Places of the weights that were not pruned, ascending; null where none was. */
  readonly kept: Uint32Array | null;
  readonly shared: Shared | null;
  /** Number format of weights or shared values; null: fp32. */
  readonly format: string | null;
  readonly storage: Storage;
  /** Whether negative outputs become 0 (a ReLU before the next layer with weights). */
  readonly rectified: boolean;
  /** Whether dead neurons leave the matrices when the network is stored (compactNetwork). */
  readonly compacts: boolean;
}

/** A network between two stages. */
export interface TrainedNetwork {
  readonly layers: readonly TrainedLayer[];
}

/** Share of the weights that stay. */
export function densityOf(layers: readonly TrainedLayer[]): number {
  return total(layers, keptOf) / total(layers, ({ weights }) => weights.length);
}

/** How many weights stay. */
export function keptOf({ kept, weights }: TrainedLayer): number {
  return kept === null ? weights.length : kept.length;
}

/** Places of the weights that stay, ascending. */
export function placesOf({ kept, weights }: TrainedLayer): Uint32Array {
  return kept ?? Uint32Array.from(weights, (_, place) => place);
}

function total(layers: readonly TrainedLayer[], value: (layer: TrainedLayer) => number): number {
  return layers.reduce((sum, layer) => sum + value(layer), 0);
}
