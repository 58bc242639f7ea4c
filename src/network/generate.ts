import { type RandomStream, randomStream } from '../base/random.ts';
import { chooseSpread } from './choose-spread.ts';
import type { Layer, Published, SharedWeights } from './layer.ts';

/** Size and densities of a layer to generate; counts are met exactly: round(density x size). */
export interface GeneratedLayer {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly weightDensity: number;
  readonly activationDensity: number;
  /** Distinct non-zero weights, 1 to 255; 15 unless given, as 4-bit codes hold. */
  readonly codebookValues?: number;
  /** How unevenly rows and columns are filled, 0 unless given: standard deviations of the logarithms of their weights' scales. */
  readonly rowSpread?: number;
  readonly columnSpread?: number;
  readonly published?: Published;
}

/**
 * A layer with uniformly placed non-zero weights (shared values; with a spread of rows or columns not uniformly) and activations (positive multiples of 1/256 up to 1), without bias.
 * Integers only, so that the same seed gives the same layer on every machine. Linear in non-zeros + rows x columns / 32.
 */
export function generateLayer(spec: GeneratedLayer, seed: number): Layer {
  const next = randomStream(seed);
  const values = spec.codebookValues ?? 15;
  const count = Math.round(spec.weightDensity * spec.rows * spec.columns);
  const chosen = chooseWeights(next, spec, count);
  const { columnStart, rowIndex } = columnsOf(chosen, spec.rows, spec.columns, count);
  const codes = new Uint8Array(count);
  for (let k = 0; k < count; k++) codes[k] = 1 + ((next() >>> 8) % values);
  const weights: SharedWeights = { kind: 'shared', codes, codebook: generatedCodebook(values) };
  const matrix = { rows: spec.rows, columns: spec.columns, hasBias: false, columnStart, rowIndex, weights };
  const activations = generateActivations(next, spec.columns, spec.activationDensity);
  return {
    name: spec.name,
    kind: 'fullyConnected',
    matrix,
    activations,
    ...(spec.published && { published: spec.published }),
  };
}

function chooseWeights(next: RandomStream, spec: GeneratedLayer, count: number): Int32Array {
  const { rows, columns, rowSpread = 0, columnSpread = 0 } = spec;
  if (rowSpread === 0 && columnSpread === 0) return choose(next, rows * columns, count);
  return chooseSpread(next, rows, columns, count, { rowSpread, columnSpread });
}

/** Seed of the index-th layer of a network: neighbours get unrelated streams. */
export function layerSeed(networkSeed: number, index: number): number {
  return (networkSeed ^ Math.imul(index + 1, 0x9e3779b9)) >>> 0;
}

/** Exactly round(density x columns) positive activations, multiples of 1/256 up to 1: exact in q7.8 and never quantized to zero. */
export function generateActivations(next: RandomStream, columns: number, density: number): Float32Array {
  const chosen = choose(next, columns, Math.round(density * columns));
  const activations = new Float32Array(columns);
  for (let j = 0; j < columns; j++) {
    if (isSet(chosen, j)) activations[j] = (1 + (next() >>> 24)) / 256;
  }
  return activations;
}

/** Code 0 is padding; the others are small multiples of a power of two, half of them negative: for 15 values -7/32 .. -1/32 and 1/32 .. 8/32. */
function generatedCodebook(values: number): Float32Array {
  const negative = Math.floor(values / 2);
  const scale = 2 ** -(2 + Math.ceil(Math.log2(values - negative)));
  const value = (code: number) => (code === 0 ? 0 : code <= negative ? code - negative - 1 : code - negative);
  return Float32Array.from({ length: values + 1 }, (_, code) => value(code) * scale);
}

/** A bit set with exactly `count` of `size` bits set, uniform: draws positions, or the gaps where those are fewer. */
function choose(next: RandomStream, size: number, count: number): Int32Array {
  const bits = new Int32Array(Math.ceil(size / 32));
  const draw = Math.min(count, size - count);
  const shift = Math.clz32(Math.max(size - 1, 1));
  for (let left = draw; left > 0; ) {
    const position = next() >>> shift;
    if (position >= size || isSet(bits, position)) continue;
    bits[position >>> 5] |= 1 << (position & 31);
    left--;
  }
  if (draw !== count) for (let i = 0; i < bits.length; i++) bits[i] = ~bits[i];
  return bits;
}

function isSet(bits: Int32Array, position: number): boolean {
  return (bits[position >>> 5] & (1 << (position & 31))) !== 0;
}

/** Column starts and rows of a bit set whose position is column x rows + row, with `count` bits set. */
function columnsOf(
  bits: Int32Array,
  rows: number,
  columns: number,
  count: number,
): { columnStart: Uint32Array; rowIndex: Uint32Array } {
  const columnStart = new Uint32Array(columns + 1);
  const rowIndex = new Uint32Array(count);
  let at = 0;
  for (let c = 0, base = 0; c < columns; c++, base += rows) {
    const end = base + rows;
    for (let position = base; position < end; ) {
      const word = bits[position >>> 5] >>> (position & 31);
      if (word === 0) {
        position = (position | 31) + 1;
        continue;
      }
      position += 31 - Math.clz32(word & -word);
      if (position < end) rowIndex[at++] = position - base;
      position++;
    }
    columnStart[c + 1] = at;
  }
  return { columnStart, rowIndex };
}
