/** A way to store a matrix of which only a part of the weights is not zero. */
export interface WeightFormat {
  /** As charts and tables name it. */
  readonly name: string;
  /**
   * Bits for each weight of the matrix, zeros included, at a density, where the non-zeros are spread evenly; undefined where such a matrix cannot be stored so.
   * @param codeBits bits of a stored weight
   */
  readonly bitsPerWeight: (density: number, codeBits: number) => number | undefined;
}

/** Columns of the matrix on which CSR's indices and row pointers are spread. */
const COLUMNS = 4096;
const POINTER_BITS = 32;

/** Every weight stored. */
export const dense: WeightFormat = { name: 'dense', bitsPerWeight: (_, codeBits) => codeBits };

/**
 * EIE's relative index of so many bits (section III.B): a gap of 2^bits zeros or more takes padding zeros. Gaps are geometric, so a stored weight has
 * q^J / (1 - q^J) of them before it, with q = 1 - density and J = 2^bits.
 */
export function relativeIndex(bits: number): WeightFormat {
  return {
    name: `${bits}-bit index`,
    bitsPerWeight: (density, codeBits) => (density * (codeBits + bits)) / (1 - (1 - density) ** (2 ** bits)),
  };
}

/** A bit for each weight, and the weights that are not zero. */
export const bitmask: WeightFormat = { name: 'bitmask', bitsPerWeight: (density, codeBits) => 1 + density * codeBits };

/** Compressed sparse rows of 4096 columns: an index of 12 bits for each stored weight, a pointer of 32 bits for each row. */
export const csr: WeightFormat = {
  name: 'CSR',
  bitsPerWeight: (density, codeBits) => density * (codeBits + Math.log2(COLUMNS)) + POINTER_BITS / COLUMNS,
};

/** n of each m weights stored, each with its place among the m; a matrix with more in a group is none of this form, one with fewer takes the same room. */
export function nOfM(n: number, m: number): WeightFormat {
  return {
    name: `${n}:${m}`,
    bitsPerWeight: (density, codeBits) =>
      density > n / m ? undefined : (n / m) * (codeBits + Math.ceil(Math.log2(m))),
  };
}

/** A block format of a fixed number of bits a weight, its scale included, whatever is zero. */
export function block(name: string, bits: number): WeightFormat {
  return { name, bitsPerWeight: () => bits };
}

/** Forms that hold any matrix, by which a layer is judged. */
const FOR_ANY: readonly WeightFormat[] = [dense, relativeIndex(4), bitmask, csr];

/** The form that takes the least room for a matrix of that density, and its bits for each weight. */
export function leastBits(
  density: number,
  codeBits: number,
): { readonly format: string; readonly bitsPerWeight: number } {
  const all = FOR_ANY.map((format) => ({
    format: format.name,
    bitsPerWeight: format.bitsPerWeight(density, codeBits)!,
  }));
  return all.reduce((least, one) => (one.bitsPerWeight < least.bitsPerWeight ? one : least));
}
