import { parseNumberFormat } from '../../base/number-format.ts';
import { type FlatEntries, flatEntries } from '../../compress/flat-index.ts';
import { countSymbols, huffmanBits, huffmanLengths } from '../../compress/huffman.ts';
import { keptOf, type TrainedLayer } from './trained-network.ts';

/** What a layer takes when it is stored, each part in whole bytes. */
export interface LayerStorage {
  readonly name: string;
  readonly weights: number;
  readonly kept: number;
  readonly density: number;
  /** Bits of a stored weight: of its code, or of its value. */
  readonly bitsPerWeight: number;
  /** Bits of a relative index; 0 where every weight is stored. */
  readonly bitsPerIndex: number;
  /** Mean bits of an entry's code and relative index as they are stored now: Huffman codes where there are. */
  readonly storedBitsPerWeight: number;
  readonly storedBitsPerIndex: number;
  readonly entries: number;
  readonly paddingZeros: number;
  readonly weightBytes: number;
  readonly indexBytes: number;
  readonly codebookBytes: number;
  readonly biasBytes: number;
  /** Lengths of the Huffman codes, from which both sides build them. */
  readonly huffmanTableBytes: number;
  /** The sum of the five. */
  readonly bytes: number;
  /** fp32, every weight and bias. */
  readonly originalBytes: number;
  readonly compressionRate: number;
}

/**
 * The size of a layer in the accounting of Deep Compression (relative indices through the whole layer, so no pointers), with everything that a decoder needs:
 * codes or values of all entries, padding zeros among them, relative indices, codebook, biases (fp32), and the tables of the Huffman codes.
 * @param whole the layer with its dead neurons, where it is stored without them
 */
export function layerStorage(layer: TrainedLayer, whole = layer): LayerStorage {
  const { name, biases, kept, shared, storage } = layer;
  const valueBits = layer.format === null ? 32 : parseNumberFormat(layer.format).widthBits;
  const bitsPerWeight = shared === null ? valueBits : shared.codeBits;
  const bitsPerIndex = kept === null ? 0 : storage.indexBits;
  const stored = storedEntries(layer);
  const entries = stored.codes.length;
  const coded = storage.huffman;
  const ofWeights =
    coded && shared !== null ? huffman(stored.codes, 2 ** bitsPerWeight) : fixed(entries, bitsPerWeight);
  const ofIndices =
    coded && kept !== null ? huffman(stored.relativeIndices, 2 ** bitsPerIndex) : fixed(entries, bitsPerIndex);
  const bytes = {
    weightBytes: Math.ceil(ofWeights.bits / 8),
    indexBytes: Math.ceil(ofIndices.bits / 8),
    codebookBytes: shared === null ? 0 : Math.ceil((shared.codebook.length * valueBits) / 8),
    biasBytes: biases.length * 4,
    huffmanTableBytes: Math.ceil(ofWeights.tableBits / 8) + Math.ceil(ofIndices.tableBits / 8),
  };
  const sum = Object.values(bytes).reduce((total, part) => total + part, 0);
  const originalBytes = (whole.weights.length + whole.biases.length) * 4;
  return {
    name,
    weights: whole.weights.length,
    kept: keptOf(layer),
    density: keptOf(layer) / whole.weights.length,
    bitsPerWeight,
    bitsPerIndex,
    storedBitsPerWeight: entries === 0 ? 0 : ofWeights.bits / entries,
    storedBitsPerIndex: entries === 0 ? 0 : ofIndices.bits / entries,
    entries,
    paddingZeros: stored.paddingZeros,
    ...bytes,
    bytes: sum,
    originalBytes,
    compressionRate: originalBytes / sum,
  };
}

/** What is stored of a layer: codes (1 of every weight where none are shared) and, where weights are pruned, relative indices. */
export function storedEntries(layer: TrainedLayer): FlatEntries {
  const { kept, shared, storage } = layer;
  const codes = shared?.codes ?? new Uint8Array(keptOf(layer)).fill(1);
  if (kept === null) return { codes, relativeIndices: new Uint16Array(0), paddingZeros: 0 };
  return flatEntries(kept, codes, storage.indexBits);
}

interface Coded {
  readonly bits: number;
  readonly tableBits: number;
}

function fixed(entries: number, bits: number): Coded {
  return { bits: entries * bits, tableBits: 0 };
}

/** Huffman codes, and their table: 5 bits that say how long a length is, then a length for each symbol. */
function huffman(symbols: ArrayLike<number>, size: number): Coded {
  const counts = countSymbols(symbols, size);
  const lengths = huffmanLengths(counts);
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
  return { bits: huffmanBits(counts, lengths), tableBits: 5 + size * Math.ceil(Math.log2(longest + 1)) };
}
