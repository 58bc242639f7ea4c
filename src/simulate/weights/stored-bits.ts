/** Bits of a layer's weights as they are stored, each kind on its own line. */
export interface StoredBits {
  /** Codes (or values) of the weights, the bias left out. */
  readonly codes: number;
  readonly indices: number;
  /** Codes and indices of padding zeros. */
  readonly padding: number;
  readonly pointers: number;
  /** Codes and indices of the bias column. */
  readonly bias: number;
  readonly codebook: number;
  /** Inputs and partial sums that the chip does not hold; absent where nothing of the kind moves. */
  readonly activations?: number;
}

/** Bits of a stream that may come several times. */
export interface StreamedBits extends StoredBits {
  /** Times that the same weights come, 1 where absent. */
  readonly fetches?: number;
}

/** All lines together. */
export function totalBits(bits: StoredBits): number {
  return bits.codes + bits.indices + bits.padding + bits.pointers + bits.bias + bits.codebook + (bits.activations ?? 0);
}

/** What a stream moves: the given share of every line, as often as it is fetched, in whole bits; the codebook goes along whole where an entry does. */
export function shareOfBits(
  bits: StoredBits,
  {
    ofEntries,
    ofPointers,
    passes,
  }: { readonly ofEntries: number; readonly ofPointers: number; readonly passes: number },
): StreamedBits {
  return {
    codes: Math.round(bits.codes * ofEntries) * passes,
    indices: Math.round(bits.indices * ofEntries) * passes,
    padding: Math.round(bits.padding * ofEntries) * passes,
    pointers: Math.round(bits.pointers * ofPointers) * passes,
    bias: Math.round(bits.bias * ofEntries) * passes,
    codebook: ofEntries > 0 ? bits.codebook : 0,
    ...(passes > 1 && { fetches: passes }),
  };
}
