import { type RandomStream, randomStream, stateAfter, tracedStream } from '../base/random.ts';
import { drain, type Steps } from '../base/steps.ts';
import { type Drawn, drawBits, drawCodes, drawInSlices, isSet } from '../kernels/weights/draw-matrix.ts';
import { type DrawnPlaces, placesOfBits, rowsOfBits } from '../kernels/weights/place-bits.ts';
import { chooseSpread } from './choose-spread.ts';
import type { Layer, Published, SharedWeights, WeightMatrix } from './layer.ts';
import { beside, whenRead } from './when-read.ts';

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

/**
 * Bits of so many places are remembered together (64 MiB). A thread that is never idle frees nothing that it has a weak reference to: without a limit a network whose layers
 * come one by one would stay in memory whole.
 */
const MOST_REMEMBERED = 2 ** 29;

/** Places that were drawn, and of what. */
interface Remembered {
  readonly key: string;
  readonly count: number;
  readonly places: WeakRef<DrawnPlaces>;
  readonly state: number;
}

/** Those that somebody still holds: who changes the activations or the number of values alone gets the same again. */
let remembered: Remembered[] = [];

function drawnWeights(spec: GeneratedLayer, seed: number): { readonly matrix: WeightMatrix; readonly state: number } {
  const { rows, columns, codebookValues: values = 15 } = spec;
  const count = countOf(spec);
  const { places, state } = placesOf(spec, seed);
  const weights: SharedWeights = whenRead(
    { kind: 'shared' as const, codebook: generatedCodebook(values) },
    'codes',
    () => drawCodes(state, count, values),
  );
  beside(weights, 'codesBelow', values + 1);
  const { columnStart } = places;
  const matrix: WeightMatrix = whenRead({ rows, columns, hasBias: false, columnStart, weights }, 'rowIndex', () =>
    rowsOfBits(places, rows),
  );
  beside(matrix, 'places', places);
  return { matrix, state: stateAfter(state, count) };
}

/** Places of a layer, drawn a few milliseconds at a time: whoever holds what it returns has the layer generated in a moment, and a denser one the sooner. */
export function* drawAhead(spec: GeneratedLayer, seed: number): Steps<DrawnPlaces> {
  const { places } = yield* drawOrRemember(spec, seed, Number.POSITIVE_INFINITY);
  return places;
}

function placesOf(spec: GeneratedLayer, seed: number): Drawn {
  return drain(drawOrRemember(spec, seed, MOST_REMEMBERED));
}

function countOf({ rows, columns, weightDensity }: GeneratedLayer): number {
  return Math.round(weightDensity * rows * columns);
}

/** @param most bits that may be remembered together */
function* drawOrRemember(spec: GeneratedLayer, seed: number, most: number): Steps<Drawn> {
  const { rows, columns, rowSpread = 0, columnSpread = 0 } = spec;
  const [key, count] = [[seed, rows, columns, rowSpread, columnSpread].join(), countOf(spec)];
  const [nearest] = held()
    .filter((one) => one.key === key && one.count <= count)
    .toSorted((a, b) => b.count - a.count);
  if (nearest?.count === count) return nearest;
  const { places, state } = yield* draw(spec, seed, nearest);
  const others = held().reduce((bits, one) => bits + 32 * one.places.bits.length, 0);
  if (others + rows * columns <= most) remembered.push({ key, count, places: new WeakRef(places), state });
  return { places, state };
}

/** What is still there of what was drawn; the rest is forgotten. */
function held() {
  remembered = remembered.filter(({ places }) => places.deref());
  return remembered.map((one) => ({ ...one, places: one.places.deref()! }));
}

function* draw(spec: GeneratedLayer, seed: number, fewer: Drawn | undefined): Steps<Drawn> {
  const { rows, columns, rowSpread = 0, columnSpread = 0 } = spec;
  const count = countOf(spec);
  if (rowSpread === 0 && columnSpread === 0) return yield* drawInSlices(seed, rows, columns, count, fewer);
  const { next, state } = tracedStream(seed);
  const bits = chooseSpread(next, rows, columns, count, { rowSpread, columnSpread });
  return { places: placesOfBits(bits, rows, columns), state: state() };
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
