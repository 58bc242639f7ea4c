import { countSymbols, huffmanLengths } from '../../compress/huffman.ts';
import { storedEntries } from './layer-storage.ts';
import { placesOf, type TrainedLayer } from './trained-network.ts';
import { type WeightHistogram, weightHistogram } from './weight-histogram.ts';

/** How the values of a layer are spread: what its pictures are drawn from. */
export interface LayerSpread {
  /** Of the weights that are left. */
  readonly histogram: WeightHistogram;
  /** Values that weights share, ascending, and how many weights have each; without the reserved code. */
  readonly codebook?: { readonly values: readonly number[]; readonly counts: readonly number[] };
  /** Where codes and relative indices are Huffman-coded. */
  readonly huffman?: { readonly codes?: SymbolSpread; readonly gaps?: SymbolSpread };
}

/** The symbols that occur, ascending, how often each does, and the bits of its Huffman code. */
export interface SymbolSpread {
  readonly symbols: readonly number[];
  readonly counts: readonly number[];
  readonly lengths: readonly number[];
}

/** The spread of the values of a layer, and of what is stored of it. */
export function layerSpread(layer: TrainedLayer): LayerSpread {
  const { weights, kept, shared, storage } = layer;
  const histogram = weightHistogram(kept === null ? weights : Float32Array.from(kept, (place) => weights[place]));
  if (shared === null && kept === null) return { histogram };
  const entries = storage.huffman ? storedEntries(layer) : undefined;
  return {
    histogram,
    ...(shared !== null && { codebook: codebookOf(layer) }),
    ...(entries !== undefined && {
      huffman: {
        ...(shared !== null && { codes: symbolSpread(entries.codes, 2 ** shared.codeBits) }),
        ...(kept !== null && { gaps: symbolSpread(entries.relativeIndices, 2 ** storage.indexBits) }),
      },
    }),
  };
}

function codebookOf(layer: TrainedLayer): NonNullable<LayerSpread['codebook']> {
  const byValue = new Map<number, number>();
  for (const place of placesOf(layer)) byValue.set(layer.weights[place], (byValue.get(layer.weights[place]) ?? 0) + 1);
  const values = [...byValue.keys()].toSorted((a, b) => a - b);
  return { values, counts: values.map((value) => byValue.get(value)!) };
}

function symbolSpread(all: ArrayLike<number>, size: number): SymbolSpread {
  const counts = countSymbols(all, size);
  const lengths = huffmanLengths(counts);
  const symbols = [...counts.keys()].filter((symbol) => counts[symbol] > 0);
  return {
    symbols,
    counts: symbols.map((symbol) => counts[symbol]),
    lengths: symbols.map((symbol) => lengths[symbol]),
  };
}
