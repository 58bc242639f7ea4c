import { type RandomStream, randomStream, stateAfter, tracedStream } from '../base/random.ts';
import {
  columnsOfBits,
  type DrawnPlaces,
  drawBits,
  drawCodes,
  drawMatrix,
  isSet,
} from '../kernels/weights/draw-matrix.ts';
import { chooseSpread } from './choose-spread.ts';
import type { Layer, Published, SharedWeights, WeightMatrix } from './layer.ts';

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
  const { matrix, state } = drawnWeights(spec, seed);
  const activations = generateActivations(randomStream(state), spec.columns, spec.activationDensity);
  return {
    name: spec.name,
    kind: 'fullyConnected',
    matrix,
    activations,
    ...(spec.published && { published: spec.published }),
  };
}

/** Weights, and the state of the random stream behind their draws. */
interface DrawnWeights {
  readonly matrix: WeightMatrix;
  readonly state: number;
}

/**
 * So many weights are remembered together. A thread that is never idle frees nothing that it has a weak reference to: without a limit a network whose layers come one by one
 * would stay in memory whole.
 */
const MOST_REMEMBERED = 2 ** 24;

/** Those that somebody still holds: who changes the activations alone gets the same again. */
const drawn = new Map<string, { readonly matrix: WeakRef<WeightMatrix>; readonly state: number }>();

function drawnWeights(spec: GeneratedLayer, seed: number): DrawnWeights {
  const { rows, columns, weightDensity, codebookValues: values = 15, rowSpread = 0, columnSpread = 0 } = spec;
  const key = [seed, rows, columns, weightDensity, values, rowSpread, columnSpread].join();
  const known = drawn.get(key);
  const held = known?.matrix.deref();
  if (known !== undefined && held !== undefined) return { matrix: held, state: known.state };
  const count = Math.round(weightDensity * rows * columns);
  const { places, state } = placesOf(seed, spec, count);
  const weights: SharedWeights = {
    kind: 'shared',
    codes: drawCodes(state, count, values),
    codebook: generatedCodebook(values),
  };
  const made = { matrix: { rows, columns, hasBias: false, ...places, weights }, state: stateAfter(state, count) };
  let remembered = count;
  for (const [other, { matrix }] of drawn) {
    const { rowIndex } = matrix.deref() ?? {};
    if (rowIndex === undefined) drawn.delete(other);
    else remembered += rowIndex.length;
  }
  if (remembered <= MOST_REMEMBERED) drawn.set(key, { matrix: new WeakRef(made.matrix), state: made.state });
  return made;
}

/** Where the non-zero weights lie, and the state of the random stream behind their draws. */
function placesOf(seed: number, spec: GeneratedLayer, count: number): { places: DrawnPlaces; state: number } {
  const { rows, columns, rowSpread = 0, columnSpread = 0 } = spec;
  if (rowSpread === 0 && columnSpread === 0) return drawMatrix(seed, rows, columns, count);
  const { next, state } = tracedStream(seed);
  const bits = chooseSpread(next, rows, columns, count, { rowSpread, columnSpread });
  return { places: columnsOfBits(bits, rows, columns, count), state: state() };
}

/** Seed of the index-th layer of a network: neighbours get unrelated streams. */
export function layerSeed(networkSeed: number, index: number): number {
  return (networkSeed ^ Math.imul(index + 1, 0x9e3779b9)) >>> 0;
}

/** Exactly round(density x columns) positive activations, multiples of 1/256 up to 1: exact in q7.8 and never quantized to zero. */
export function generateActivations(next: RandomStream, columns: number, density: number): Float32Array {
  const chosen = drawBits(next, columns, Math.round(density * columns));
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
