/** Bits of one layer after compression, per kept weight. */
export interface CompressedLayer {
  readonly name: string;
  readonly weightBits: number;
  readonly indexBits: number;
  /** The same after Huffman coding; null where it was not coded. */
  readonly weightBitsHuffman: number | null;
  readonly indexBitsHuffman: number | null;
}

/** What the chart of compression reads. */
export interface CompressionRecord {
  readonly kind: 'compression';
  readonly network: string;
  readonly layers: readonly CompressedLayer[];
}
