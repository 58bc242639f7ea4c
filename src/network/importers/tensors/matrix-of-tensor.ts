import type { DenseMatrix } from '../../imported-weights.ts';
import type { LayerKind } from '../../layer.ts';
import { permuteAxes } from '../../permute-axes.ts';
import { formatShape, type NamedTensor, sizeOf, splitName } from './named-tensor.ts';

/** Which axes of a tensor count outputs and which inputs, in the order of rows and columns. */
export interface Orientation {
  readonly kind: LayerKind;
  readonly outputs: readonly number[];
  readonly inputs: readonly number[];
  /** Not as PyTorch stores it: why. */
  readonly turned?: 'its bias' | 'its name' | 'the others';
}

/** Whether a bias has a value for each of these axes' places. */
const counts = ({ shape }: NamedTensor, axes: readonly number[], bias: NamedTensor): boolean =>
  sizeOf(axes.map((axis) => shape[axis])) === sizeOf(bias.shape);

/**
 * [outputs, inputs] is a fully connected layer, [outputs, inputs, (height,) width] a convolution: one row of weights for each output channel, as im2col wants it.
 * A bias as long as another axis gives away a tensor stored otherwise: a kernel [inputs, outputs] (GPT-2's Conv1D, Keras, flax), a convolution
 * [(height,) width, inputs, outputs] (Keras, flax), a transposed one [inputs, outputs, (height,) width] (PyTorch). `kernel` is Keras' and flax' word.
 */
export function orientationOf(
  tensor: NamedTensor,
  bias: NamedTensor | undefined,
): Orientation | { readonly reason: string } {
  const { shape, name } = tensor;
  const text = formatShape(shape);
  if (shape.length === 0) return { reason: `a scalar, shape ${text}: no weight matrix` };
  if (shape.length === 1) return { reason: `one-dimensional, shape ${text}: no weight matrix` };
  if (shape.length > 5) return { reason: `${shape.length} dimensions, shape ${text}: expected 2 to 5` };
  if (shape.some((size) => size === 0)) return { reason: `empty, shape ${text}` };
  const axes = shape.map((_, axis) => axis);
  const last = shape.length - 1;
  const kind = last === 1 ? 'fullyConnected' : 'convolution';
  const straight: Orientation = { kind, outputs: [0], inputs: axes.slice(1) };
  const turned = lastAxisFirst(tensor, bias, kind);
  const { leaf } = splitName(name);
  const isKernel = /(^|_)kernel$/.test(leaf);
  if (bias === undefined) return isKernel ? { ...turned, turned: 'its name' } : straight;
  if (counts(tensor, turned.outputs, bias) && (isKernel || !counts(tensor, [0], bias)))
    return { ...turned, turned: 'its bias' };
  if (last > 1 && !counts(tensor, [0], bias) && counts(tensor, [1], bias))
    return { kind, outputs: [1], inputs: [0, ...axes.slice(2)], turned: 'its bias' };
  return straight;
}

/** Keras and flax: the outputs are the last axis; of a flax DenseGeneral all but the first where the bias says so; of a depthwise kernel the last two. */
function lastAxisFirst({ name, shape }: NamedTensor, bias: NamedTensor | undefined, kind: LayerKind): Orientation {
  const last = shape.length - 1;
  const axes = shape.map((_, axis) => axis);
  const isGeneral =
    last === 2 && bias !== undefined && bias.shape.length === 2 && bias.shape.join() === shape.slice(1).join();
  if (isGeneral || (last === 2 && /(^|[./])(query|key|value)[./]kernel/.test(name)))
    return { kind: 'fullyConnected', outputs: [1, 2], inputs: [0] };
  if (last === 2 && /(^|[./])out[./]kernel/.test(name)) return { kind: 'fullyConnected', outputs: [2], inputs: [0, 1] };
  if (/depthwise_kernel/.test(name)) return { kind, outputs: [last - 1, last], inputs: axes.slice(0, -2) };
  if (last === 1) return { kind, outputs: [1], inputs: [0] };
  return { kind, outputs: [last], inputs: [last - 1, ...axes.slice(0, -2)] };
}

/** The matrix outputs x inputs of a tensor. */
export function matrixOf(tensor: NamedTensor, { outputs, inputs }: Orientation): DenseMatrix {
  const rows = sizeOf(outputs.map((axis) => tensor.shape[axis]));
  const columns = sizeOf(inputs.map((axis) => tensor.shape[axis]));
  return { kind: 'dense', rows, columns, values: permuteAxes(tensor.values, tensor.shape, [...outputs, ...inputs]) };
}
