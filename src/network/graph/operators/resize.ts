import type { Tensor } from '../graph.ts';
import { type Definitions, define } from './definition.ts';
import { axisOf, type Call, type Compute, first, listOf, numberOf, sizeOf, tensorOf, textOf } from './operator.ts';

/** How an axis is resized. */
interface Axis {
  readonly from: number;
  readonly to: number;
  /** to / from as the file gives it; from x scale need not be whole, and is the length that the standard's formulas mean. */
  readonly scale: number;
  /** Start and end of the region of interest, as parts of the axis. */
  readonly region: readonly [number, number];
}

/** Place in the input of a place of the output (ONNX, coordinate_transformation_mode). */
const COORDINATES: Readonly<Record<string, (at: number, axis: Axis) => number>> = {
  half_pixel: (at, { scale }) => (at + 0.5) / scale - 0.5,
  half_pixel_symmetric: (at, { from, to, scale }) => {
    // The output would be `from * scale` long; what rounding changed is shared by both ends.
    const adjustment = to / (from * scale);
    return (from / 2) * (1 - adjustment) + (at + 0.5) / scale - 0.5;
  },
  pytorch_half_pixel: (at, { to, scale }) => (to > 1 ? (at + 0.5) / scale - 0.5 : 0),
  align_corners: (at, { from, to, scale }) => (to === 1 ? 0 : (at * (from - 1)) / (from * scale - 1)),
  asymmetric: (at, { scale }) => at / scale,
  tf_crop_and_resize: (at, { from, to, region: [start, end] }) =>
    to > 1 ? start * (from - 1) + (at * (end - start) * (from - 1)) / (to - 1) : 0.5 * (start + end) * (from - 1),
};

/** The neighbour that a place between two takes (nearest_mode). */
const NEAREST: Readonly<Record<string, (x: number) => number>> = {
  round_prefer_floor: (x) => Math.ceil(x - 0.5),
  round_prefer_ceil: (x) => Math.floor(x + 0.5),
  floor: Math.floor,
  ceil: Math.ceil,
};

/** Neighbours of a place and their weights: those of all modes are a sum over these. */
interface Taps {
  readonly places: readonly number[];
  readonly weights: readonly number[];
}

/** Cubic convolution (Keys) of a distance, with the coefficient a. */
function cubic(distance: number, a: number): number {
  const x = Math.abs(distance);
  if (x <= 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0;
}

/** `stretch` widens the filter of a smaller output, so that it covers all inputs (antialias); 1 otherwise. */
function tapsOf(call: Call, mode: string, x: number, stretch: number): Taps {
  if (mode === 'nearest')
    return { places: [NEAREST[textOf(call, 'nearest_mode', 'round_prefer_floor')](x)], weights: [1] };
  const reach = (mode === 'linear' ? 1 : 2) * stretch;
  const a = numberOf(call, 'cubic_coeff_a', -0.75);
  const weigh = (distance: number): number =>
    mode === 'linear' ? Math.max(0, 1 - Math.abs(distance)) : cubic(distance, a);
  const [places, weights]: [number[], number[]] = [[], []];
  for (let place = Math.floor(x - reach) + 1; place < x + reach; place++) {
    places.push(place);
    weights.push(weigh((place - x) / stretch));
  }
  return { places, weights };
}

/** One axis of a tensor resized: a weighted sum of its neighbours; a neighbour outside is the nearest one inside, or left out. */
function resizeAxis(call: Call, x: Tensor, at: number, axis: Axis, mode: string): Tensor {
  const coordinates = COORDINATES[textOf(call, 'coordinate_transformation_mode', 'half_pixel')];
  const crops = call.attributes.coordinate_transformation_mode === 'tf_crop_and_resize';
  const excludes = numberOf(call, 'exclude_outside', 0) === 1;
  const stretch = numberOf(call, 'antialias', 0) === 1 && axis.scale < 1 ? 1 / axis.scale : 1;
  const lines = Array.from({ length: axis.to }, (_, out) => {
    const place = coordinates(out, axis);
    if (crops && (place < 0 || place > axis.from - 1)) return undefined;
    const { places, weights } = tapsOf(call, mode, place, stretch);
    const kept = weights.map((weight, k) => (excludes && (places[k] < 0 || places[k] >= axis.from) ? 0 : weight));
    const total = excludes || stretch > 1 ? kept.reduce((sum, weight) => sum + weight, 0) : 1;
    return {
      places: places.map((one) => Math.min(Math.max(one, 0), axis.from - 1)),
      weights: kept.map((weight) => weight / total),
    };
  });
  const behind = sizeOf(x.shape.slice(at + 1));
  const outside = numberOf(call, 'extrapolation_value', 0);
  return tensorOf('fp64', x.shape.with(at, axis.to), (index) => {
    const line = lines[Math.floor(index / behind) % axis.to];
    if (line === undefined) return outside;
    const start = Math.floor(index / (behind * axis.to)) * axis.from * behind + (index % behind);
    let sum = 0;
    for (let k = 0; k < line.places.length; k++) sum += line.weights[k] * x.values[start + line.places[k] * behind];
    return sum;
  });
}

/** Inputs X, roi, scales, sizes; an empty list counts as absent. */
const resize: Compute = (call) => {
  const given = (input: number): readonly number[] | undefined => {
    const values = call.inputs[input]?.values;
    return values === undefined || values.length === 0 ? undefined : [...values];
  };
  return [resized(call, given(2), given(3), given(1))];
};

function resized(call: Call, scales?: readonly number[], sizes?: readonly number[], roi?: readonly number[]): Tensor {
  const x = first(call);
  const chosen = (listOf(call, 'axes') ?? x.shape.map((_, axis) => axis)).map((axis) => axisOf(axis, x.shape.length));
  const mode = textOf(call, 'mode', 'nearest').replace('bilinear', 'linear');
  const policy = textOf(call, 'keep_aspect_ratio_policy', 'stretch');
  if ((scales ?? sizes)?.length !== chosen.length)
    throw new RangeError(`scales or sizes for ${chosen.length} axes expected`);
  const ratios = chosen.map((axis, at) => (sizes === undefined ? scales![at] : sizes[at] / x.shape[axis]));
  const common = policy === 'not_larger' ? Math.min(...ratios) : Math.max(...ratios);
  let result = x;
  chosen.forEach((axis, at) => {
    const from = x.shape[axis];
    const keeps = policy !== 'stretch' && sizes !== undefined;
    const scale = keeps ? common : ratios[at];
    const to = keeps ? Math.floor(common * from + 0.5) : sizes === undefined ? Math.floor(from * scale) : sizes[at];
    const region = [roi?.[at] ?? 0, roi?.[at + chosen.length] ?? 1] as const;
    const isSame =
      to === from && scale === 1 && call.attributes.coordinate_transformation_mode !== 'tf_crop_and_resize';
    if (!isSame) result = resizeAxis(call, result, axis, { from, to, scale, region }, mode);
  });
  return tensorOf(x.type, result.shape, (index) => result.values[index]);
}

/** Below opset 11: nearest takes the floor, places start at 0. */
const legacy =
  (scales: (call: Call) => readonly number[]): Compute =>
  (call) => {
    const attributes = { ...call.attributes, coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' };
    return [resized({ ...call, attributes }, scales(call))];
  };

const fromInput = legacy((call) => [...(call.inputs[1]?.values ?? [])]);
const LEGACY_MODES = ['nearest', 'linear', 'bilinear'];

export const RESIZE: Definitions = {
  Resize: [
    define('X scales', fromInput, { attributes: { mode: LEGACY_MODES }, opsets: [10, 10] }),
    define('X roi? scales? sizes?', resize, {
      attributes: {
        mode: ['nearest', 'linear', 'cubic'],
        coordinate_transformation_mode: Object.keys(COORDINATES),
        nearest_mode: Object.keys(NEAREST),
        cubic_coeff_a: 'number',
        exclude_outside: [0, 1],
        extrapolation_value: 'number',
        antialias: [0, 1],
        axes: 'numbers',
        keep_aspect_ratio_policy: ['stretch', 'not_larger', 'not_smaller'],
      },
      opsets: [11, 28],
    }),
  ],
  Upsample: [
    define(
      'X',
      legacy((call) => listOf(call, 'scales') ?? []),
      {
        attributes: { mode: LEGACY_MODES, scales: 'numbers' },
        opsets: [7, 8],
      },
    ),
    define('X scales', fromInput, { attributes: { mode: LEGACY_MODES }, opsets: [9, 28] }),
  ],
};
