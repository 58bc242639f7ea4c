/** Parameters of generator `eie-gen-1`; a threshold T of 0..65536 is hit by a 16-bit draw below it. */
export interface GeneratorParameters {
  readonly seed: number;
  readonly rows: number;
  readonly cols: number;
  readonly pes: number;
  readonly actT: number;
  readonly negT: number;
  readonly actLo: number;
  /** -1 means cols. */
  readonly actHi: number;
  readonly wT: number;
  readonly biasT: number;
  /** PE whose rows are drawn with wT while all others are drawn with skewT; -1 is none. */
  readonly skewPE: number;
  readonly skewT: number;
  /** Every emptyEvery-th column is empty; 0 is none. */
  readonly emptyEvery: number;
  readonly rowLo: number;
}

/** A layer as a dense matrix of codes; 0 is no weight. */
export interface DenseLayer {
  readonly rows: number;
  readonly columns: number;
  readonly activations: Float32Array;
  /** codes[column * rows + row]. */
  readonly codes: Uint8Array;
  /** Code of the bias of each row. */
  readonly biasCodes: Uint8Array;
  readonly codebook: Float32Array;
}

/** 0 for the padding zero, then fifteen values around 0. */
export const generatorCodebook = Float32Array.from({ length: 16 }, (_, code) => (code === 0 ? 0 : (code - 8.25) / 37));

/** Unsigned 32-bit draws of mulberry32, as the README of the reference cases spells it out. */
export function draws(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
}

function generateActivations(p: GeneratorParameters, next: () => number): Float32Array {
  const activations = new Float32Array(p.cols);
  const end = p.actHi === -1 ? p.cols : p.actHi;
  for (let column = p.actLo; column < end; column++) {
    if (next() >>> 16 >= p.actT) continue;
    const value = (1 + (next() >>> 20)) / 1000;
    activations[column] = p.negT > 0 && next() >>> 16 < p.negT ? -value : value;
  }
  return activations;
}

const drawCode = (next: () => number) => 1 + ((next() >>> 8) % 15);

function generateCodes(p: GeneratorParameters, next: () => number): Uint8Array {
  const codes = new Uint8Array(p.rows * p.cols);
  for (let column = 0; column < p.cols; column++) {
    if (p.emptyEvery > 0 && column % p.emptyEvery === p.emptyEvery - 1) continue;
    for (let row = p.rowLo; row < p.rows; row++) {
      const isThinned = p.skewPE >= 0 && row % p.pes !== p.skewPE;
      if (next() >>> 16 < (isThinned ? p.skewT : p.wT)) codes[column * p.rows + row] = drawCode(next);
    }
  }
  return codes;
}

/** The layer of a parameter set: activations, weights, bias, in one stream of draws. */
export function generate(p: GeneratorParameters): DenseLayer {
  const next = draws(p.seed);
  const activations = generateActivations(p, next);
  const codes = generateCodes(p, next);
  const biasCodes = Uint8Array.from({ length: p.rows }, () => (next() >>> 16 < p.biasT ? drawCode(next) : 0));
  return { rows: p.rows, columns: p.cols, activations, codes, biasCodes, codebook: generatorCodebook };
}
