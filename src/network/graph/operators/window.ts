import { checkLength } from '../element-type.ts';
import { type Call, listOf, numberOf, shapeText, sizeOf, textOf } from './operator.ts';

/** Attributes of a window, as Conv and pooling have them. */
export const WINDOW_ATTRIBUTES = {
  kernel_shape: 'numbers',
  strides: 'numbers',
  dilations: 'numbers',
  pads: 'numbers',
  auto_pad: ['NOTSET', 'SAME_UPPER', 'SAME_LOWER', 'VALID'],
} as const;

/** One number for each of three spatial axes: depth, height, width. One and two spatial axes are the last ones; the others have size 1. */
export type Triple = readonly [number, number, number];

/** How a kernel moves over the spatial axes of a tensor [batch, channels, ...]. */
export interface Window {
  readonly kernel: Triple;
  readonly stride: Triple;
  readonly dilation: Triple;
  /** Before the first element, and behind the last. */
  readonly padBefore: Triple;
  readonly padBehind: Triple;
  readonly input: Triple;
  readonly output: Triple;
}

/** A list of one to three numbers for the last axes. */
export function triple(list: readonly number[], otherwise: number): Triple {
  return [list.at(-3) ?? otherwise, list.at(-2) ?? otherwise, list.at(-1) ?? otherwise];
}

/** The window of a Conv or pooling node (ONNX attributes), for an input of these spatial sizes. */
export function windowOf(call: Call, spatial: readonly number[], kernelShape?: readonly number[]): Window {
  const axes = spatialAxes(spatial);
  const input = triple(spatial, 1);
  const { kernel, stride, dilation, padBefore, padBehind } = placement(call, axes, kernelShape);
  const span = spanOf(kernel, dilation);
  const [before, behind] = [[...padBefore], [...padBehind]];
  const auto = textOf(call, 'auto_pad', 'NOTSET');
  if (auto.startsWith('SAME'))
    for (let axis = 3 - axes; axis < 3; axis++) {
      const total = Math.max(0, (Math.ceil(input[axis] / stride[axis]) - 1) * stride[axis] + span[axis] - input[axis]);
      before[axis] = auto === 'SAME_UPPER' ? Math.floor(total / 2) : Math.ceil(total / 2);
      behind[axis] = total - before[axis];
    }
  const roundUp = numberOf(call, 'ceil_mode', 0) === 1;
  const output = input.map((size, axis) => {
    const steps = (size + before[axis] + behind[axis] - span[axis]) / stride[axis];
    const count = (roundUp ? Math.ceil(steps) : Math.floor(steps)) + 1;
    // With ceil_mode a last window that would begin behind the input and its left padding is left out.
    return roundUp && (count - 1) * stride[axis] >= size + before[axis] ? count - 1 : count;
  });
  if (output.some((size) => size < 1))
    throw new RangeError(`a kernel of ${kernel.slice(-axes).join(' x ')} does not fit into ${spatial.join(' x ')}`);
  checkPositions(output);
  const sizes = { input, output: output as unknown as Triple };
  return { kernel, stride, dilation, padBefore: before as never, padBehind: behind as never, ...sizes };
}

/** Kernel, strides, dilations and pads as the node states them. */
export function placement(call: Call, axes: number, kernelShape?: readonly number[]): Omit<Window, 'input' | 'output'> {
  const kernel = triple(kernelShape ?? listOf(call, 'kernel_shape') ?? [], 1);
  const stride = triple(listOf(call, 'strides') ?? [], 1);
  const dilation = triple(listOf(call, 'dilations') ?? [], 1);
  const pads = listOf(call, 'pads') ?? [];
  const padBefore = triple(pads.slice(0, axes), 0);
  const padBehind = triple(pads.slice(axes), 0);
  if (pads.length !== 0 && pads.length !== 2 * axes)
    throw new RangeError(`pads for ${axes} spatial axes expected, found ${shapeText(pads)}`);
  for (const [what, list, least] of [
    ['strides', stride, 1],
    ['dilations', dilation, 1],
    ['pads', [...padBefore, ...padBehind], 0],
  ] as const)
    if (list.some((value) => !(value >= least)))
      throw new RangeError(`${what} from ${least} expected, found ${list.join(', ')}`);
  return { kernel, stride, dilation, padBefore, padBehind };
}

/** Elements that a kernel reaches over. */
export function spanOf(kernel: Triple, dilation: Triple): number[] {
  return kernel.map((size, axis) => dilation[axis] * (size - 1) + 1);
}

/** @throws RangeError where there are more than three spatial axes, or none */
export function spatialAxes(spatial: readonly number[]): number {
  if (spatial.length >= 1 && spatial.length <= 3) return spatial.length;
  throw new RangeError(`${spatial.length} spatial axes: 1 to 3 are executed`);
}

/** @throws RangeError where nobody could mean so many output positions */
export function checkPositions(output: readonly number[]): void {
  checkLength(sizeOf(output));
}

/** Output sizes as the node's own number of spatial axes. */
export function spatialOutput({ output }: Pick<Window, 'output'>, axes: number): number[] {
  return output.slice(3 - axes);
}

/** For each output place of an axis and each place of the kernel: the place in the input, or -1 in the padding. */
export function axisPlaces({ kernel, stride, dilation, padBefore, input, output }: Window, axis: number): Int32Array {
  const places = new Int32Array(output[axis] * kernel[axis]);
  let at = 0;
  for (let out = 0; out < output[axis]; out++)
    for (let k = 0; k < kernel[axis]; k++) {
      const place = out * stride[axis] - padBefore[axis] + k * dilation[axis];
      places[at++] = place >= 0 && place < input[axis] ? place : -1;
    }
  return places;
}
