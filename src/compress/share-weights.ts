import { UserError } from '../base/user-error.ts';
import { assignClusters } from '../kernels/weights/assign-clusters.ts';
import { ascending } from './ascending.ts';
import { type Initialisation, kMeans } from './k-means.ts';

/** How weights are shared. */
export interface ShareRule {
  /** Bits of a code, 1 to 8; 2^codeBits - 1 values are available, code 0 is reserved for padding zeros (as in the EIE authors' files). */
  readonly codeBits: number;
  readonly initialisation?: Initialisation;
  /** Seed of the Forgy initialisation. */
  readonly seed?: number;
}

/** Codes for values, and the values that they stand for. */
export interface SharedValues {
  /** 1 .. used, ascending with the value; never 0. */
  readonly codes: Uint8Array;
  /** codebook[0] is 0. */
  readonly codebook: Float32Array;
  readonly used: number;
  readonly available: number;
  /** Values that are not 0 but whose shared value is 0 in fp32; they stay stored. */
  readonly zeroValues: number;
  readonly iterations: number;
}

/**
 * Shares non-zero weights: k-means over them alone, so that zeros stay exactly zero and no weight becomes padding.
 * Where a layer has no more different values than codes, nothing changes.
 * @param values non-zero, finite
 * @throws UserError on other code widths
 */
export function shareWeights(
  values: Float32Array,
  { codeBits, initialisation = 'linear', seed = 1 }: ShareRule,
): SharedValues {
  if (!(Number.isInteger(codeBits) && codeBits >= 1 && codeBits <= 8))
    throw UserError.at(
      { path: 'compress.share.codeBits' },
      `expected a whole number from 1 to 8, found ${codeBits}`,
      'SHARE_RANGE',
    );
  const available = 2 ** codeBits - 1;
  const codebook = new Float32Array(2 ** codeBits);
  if (values.length === 0)
    return { codes: new Uint8Array(0), codebook, used: 0, available, zeroValues: 0, iterations: 0 };
  const { centroids, starts, lowest, iterations } = kMeans(ascending(values), available, initialisation, seed);
  codebook.set(centroids, 1);
  const codes = assignClusters(values, lowest);
  let zeroValues = 0;
  for (let code = 1; code <= centroids.length; code++)
    if (codebook[code] === 0) zeroValues += starts[code] - starts[code - 1];
  return { codes, codebook, used: centroids.length, available, zeroValues, iterations };
}
