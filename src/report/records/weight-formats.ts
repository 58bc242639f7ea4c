import { bitmask, block, csr, dense, nOfM, relativeIndex, type WeightFormat } from '../../network/weight-formats.ts';

/** What the chart of weight formats reads. */
export interface WeightFormatsRecord {
  readonly kind: 'weightFormats';
  /** Bits of a stored weight in the formats that leave zeros out. */
  readonly codeBits: number;
  readonly rooms: readonly { readonly format: string; readonly density: number; readonly bitsPerWeight: number }[];
  /** Formats that store every weight, whatever is zero. */
  readonly fixed: readonly string[];
  /** Density above which a bitmask takes less room than EIE's 4-bit relative index. */
  readonly crossing: number;
}

/** EIE's: 16 shared values. */
const CODE_BITS = 4;
/** Density in steps of 1 / STEPS. */
const STEPS = 20;

/** Blocks of weights under a common scale (OCP Microscaling 1.0; ggml's Q4_K): zeros are stored as all others. */
const FIXED = [dense, block('MXFP4', 4.25), block('Q4_K', 4.5)];
const FORMATS: readonly WeightFormat[] = [
  relativeIndex(4),
  relativeIndex(2),
  relativeIndex(8),
  bitmask,
  csr,
  nOfM(2, 4),
  nOfM(1, 4),
  ...FIXED,
];

/** Bits per weight of each format against density. */
export function builtInWeightFormats(): WeightFormatsRecord {
  const densities = Array.from({ length: STEPS }, (_, k) => (k + 1) / STEPS);
  const rooms = FORMATS.flatMap((format) =>
    densities.flatMap((density) => {
      const bitsPerWeight = format.bitsPerWeight(density, CODE_BITS);
      return bitsPerWeight === undefined ? [] : [{ format: format.name, density, bitsPerWeight }];
    }),
  );
  return {
    kind: 'weightFormats',
    codeBits: CODE_BITS,
    rooms,
    fixed: FIXED.map(({ name }) => name),
    crossing: crossing(relativeIndex(4), bitmask),
  };
}

/** Where `rising` begins to take more room than `other`: halved until nothing is left between. */
function crossing(rising: WeightFormat, other: WeightFormat): number {
  let [low, high] = [0.01, 1];
  for (let k = 0; k < 50; k++) {
    const middle = (low + high) / 2;
    if (rising.bitsPerWeight(middle, CODE_BITS)! > other.bitsPerWeight(middle, CODE_BITS)!) high = middle;
    else low = middle;
  }
  return Number(high.toPrecision(6));
}
