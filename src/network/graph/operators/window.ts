import { type Call, listOf, numberOf } from './operator.ts';

/** No image has more; a larger number is a misplaced digit, told before memory is taken. */
const MOST_POSITIONS = 2 ** 26;

/** How a kernel moves over the two spatial axes of a tensor [batch, channels, height, width]; one spatial axis counts as height 1. */
export interface Window {
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly dilation: readonly [number, number];
  /** Before the first element: top, left. */
  readonly padBefore: readonly [number, number];
  readonly input: readonly [number, number];
  readonly output: readonly [number, number];
}

/** The window of a Conv or pooling node (ONNX attributes), for an input of this height and width. */
export function windowOf(call: Call, spatial: readonly number[], kernelShape?: readonly number[]): Window {
  if (spatial.length !== 1 && spatial.length !== 2)
    throw new RangeError(`${spatial.length} spatial axes: 1 or 2 are executed`);
  const pair = (list: readonly number[] | undefined, otherwise: number): [number, number] => {
    const given = list ?? spatial.map(() => otherwise);
    return given.length === 1 ? [otherwise, given[0]] : [given[0], given[1]];
  };
  const input: [number, number] = spatial.length === 1 ? [1, spatial[0]] : [spatial[0], spatial[1]];
  const kernel = pair(kernelShape ?? listOf(call, 'kernel_shape'), 1);
  const stride = pair(listOf(call, 'strides'), 1);
  const dilation = pair(listOf(call, 'dilations'), 1);
  const span = kernel.map((size, axis) => dilation[axis] * (size - 1) + 1);
  const same = call.attributes.auto_pad;
  const pads = listOf(call, 'pads') ?? [];
  const before = pair(pads.length === 0 ? undefined : pads.slice(0, spatial.length), 0);
  const behind = pair(pads.length === 0 ? undefined : pads.slice(spatial.length), 0);
  if (same === 'SAME_UPPER' || same === 'SAME_LOWER')
    for (const axis of [0, 1]) {
      const total = Math.max(0, (Math.ceil(input[axis] / stride[axis]) - 1) * stride[axis] + span[axis] - input[axis]);
      before[axis] = same === 'SAME_UPPER' ? Math.floor(total / 2) : Math.ceil(total / 2);
      behind[axis] = total - before[axis];
    }
  for (const [what, list, least] of [
    ['strides', stride, 1],
    ['dilations', dilation, 1],
    ['pads', [...before, ...behind], 0],
  ] as const)
    if (list.some((value) => !(value >= least)))
      throw new RangeError(`${what} from ${least} expected, found ${list.join(', ')}`);
  const roundUp = numberOf(call, 'ceil_mode', 0) === 1;
  const output = ([0, 1] as const).map((axis) => {
    const steps = (input[axis] + before[axis] + behind[axis] - span[axis]) / stride[axis];
    const count = (roundUp ? Math.ceil(steps) : Math.floor(steps)) + 1;
    // With ceil_mode a last window that would begin behind the input and its left padding is left out.
    return roundUp && (count - 1) * stride[axis] >= input[axis] + before[axis] ? count - 1 : count;
  }) as [number, number];
  if (output[0] < 1 || output[1] < 1)
    throw new RangeError(`a kernel of ${kernel.join(' x ')} does not fit into ${input.join(' x ')}`);
  if (output[0] * output[1] > MOST_POSITIONS)
    throw new RangeError(`${output.join(' x ')} output positions, at most ${MOST_POSITIONS} are executed`);
  return { kernel, stride, dilation, padBefore: before, input, output };
}

/** Output sizes as the node's own number of spatial axes. */
export function spatialOutput(window: Window, axes: number): number[] {
  return axes === 1 ? [window.output[1]] : [...window.output];
}
