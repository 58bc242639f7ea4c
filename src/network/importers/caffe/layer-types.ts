import type { Attribute } from '../../graph/graph.ts';
import { LARGEST_DIMENSION } from '../sparse/text-file.ts';
import type { TextMessage } from './prototxt.ts';

/** A layer of a .prototxt. */
export interface CaffeLayer {
  readonly name: string;
  readonly type: string;
  readonly bottoms: readonly string[];
  readonly tops: readonly string[];
  /** The first message of each name, e.g. convolution_param. */
  readonly parameters: Readonly<Record<string, TextMessage>>;
}

export interface WeightShape {
  readonly kind: 'convolution' | 'fullyConnected';
  /** [outputs, inputs / groups, height, width] or [outputs, inputs]. */
  readonly shape: readonly number[];
  readonly groups: number;
  readonly hasBias: boolean;
}

/** What a layer becomes: an ONNX operator, the shape of its output without the batch, and its weights. */
interface BuiltLayer {
  readonly operator: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly shape: readonly number[];
  readonly weights?: WeightShape;
}

type Build = (layer: CaffeLayer, bottoms: readonly (readonly number[])[]) => BuiltLayer;

const same =
  (operator: string, attributes: Readonly<Record<string, Attribute>> = {}): Build =>
  (_, [bottom]) => ({ operator, attributes, shape: bottom });

/** Caffe layer types that are read; each gives the ONNX operator that means the same. */
export const LAYER_TYPES: Readonly<Record<string, Build>> = {
  Convolution: convolution,
  InnerProduct: innerProduct,
  Pooling: pooling,
  Concat: (_, bottoms) => ({
    operator: 'Concat',
    attributes: { axis: 1 },
    shape: [bottoms.reduce((channels, [size = 0]) => channels + size, 0), ...bottoms[0].slice(1)],
  }),
  ReLU: same('Relu'),
  Sigmoid: same('Sigmoid'),
  TanH: same('Tanh'),
  Dropout: same('Dropout'),
  Softmax: same('Softmax', { axis: 1 }),
  Flatten: (_, [bottom]) => ({ operator: 'Flatten', attributes: { axis: 1 }, shape: [product(bottom)] }),
  Eltwise: same('Add'),
  LRN: (layer, [bottom]) => ({
    operator: 'LRN',
    attributes: {
      size: size(layer, 'lrn_param', 'local_size', 1, 5),
      alpha: number(layer, 'lrn_param', 'alpha', 1),
      beta: number(layer, 'lrn_param', 'beta', 0.75),
      bias: 1,
    },
    shape: bottom,
  }),
};

function convolution(layer: CaffeLayer, [bottom]: readonly (readonly number[])[]): BuiltLayer {
  const [channels = 0, height = 0, width = 0] = bottom;
  const window = windowOf(layer, 'convolution_param');
  const outputs = size(layer, 'convolution_param', 'num_output', 1);
  const groups = size(layer, 'convolution_param', 'group', 1, 1);
  const dilation = size(layer, 'convolution_param', 'dilation', 1, 1);
  if (outputs % groups !== 0 || channels % groups !== 0)
    throw new RangeError(`group: ${outputs} outputs and ${channels} inputs cannot be dealt to ${groups} groups`);
  const windows = (input: number, axis: 0 | 1): number =>
    Math.floor((input + 2 * window.pad[axis] - dilation * (window.kernel[axis] - 1) - 1) / window.stride[axis]) + 1;
  const hasBias = layer.parameters.convolution_param?.get('bias_term')?.[0] !== 'false';
  return {
    operator: 'Conv',
    attributes: { ...attributesOf(window), group: groups, dilations: [dilation, dilation] },
    shape: [outputs, windows(height, 0), windows(width, 1)],
    weights: { kind: 'convolution', shape: [outputs, channels / groups, ...window.kernel], groups, hasBias },
  };
}

function innerProduct(layer: CaffeLayer, [bottom]: readonly (readonly number[])[]): BuiltLayer {
  const outputs = size(layer, 'inner_product_param', 'num_output', 1);
  const hasBias = layer.parameters.inner_product_param?.get('bias_term')?.[0] !== 'false';
  const weights = { kind: 'fullyConnected', shape: [outputs, product(bottom)], groups: 1, hasBias } as const;
  return { operator: 'Gemm', attributes: { transB: 1 }, shape: [outputs], weights };
}

/** Caffe rounds the number of windows up, and an average counts the padding; ONNX says both by attributes. */
function pooling(layer: CaffeLayer, [bottom]: readonly (readonly number[])[]): BuiltLayer {
  const [channels = 0, height = 0, width = 0] = bottom;
  const average = layer.parameters.pooling_param?.get('pool')?.[0] === 'AVE';
  if (layer.parameters.pooling_param?.get('global_pooling')?.[0] === 'true')
    return { operator: average ? 'GlobalAveragePool' : 'GlobalMaxPool', attributes: {}, shape: [channels, 1, 1] };
  const window = windowOf(layer, 'pooling_param');
  const windows = (input: number, axis: 0 | 1): number => {
    const count = Math.ceil((input + 2 * window.pad[axis] - window.kernel[axis]) / window.stride[axis]) + 1;
    // A last window that would begin in the padding behind the input is left out.
    return (count - 1) * window.stride[axis] >= input + window.pad[axis] ? count - 1 : count;
  };
  return {
    operator: average ? 'AveragePool' : 'MaxPool',
    attributes: { ...attributesOf(window), ceil_mode: 1, ...(average ? { count_include_pad: 1 } : {}) },
    shape: [channels, windows(height, 0), windows(width, 1)],
  };
}

interface Window {
  readonly kernel: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly pad: readonly [number, number];
}

function windowOf(layer: CaffeLayer, parameter: string): Window {
  const pair = (square: string, tall: string, wide: string, least: number): [number, number] => {
    const both = size(layer, parameter, square, least, least);
    return [size(layer, parameter, tall, least, both), size(layer, parameter, wide, least, both)];
  };
  return {
    kernel: pair('kernel_size', 'kernel_h', 'kernel_w', 1),
    stride: pair('stride', 'stride_h', 'stride_w', 1),
    pad: pair('pad', 'pad_h', 'pad_w', 0),
  };
}

function attributesOf({ kernel, stride, pad }: Window): Record<string, Attribute> {
  return { kernel_shape: kernel, strides: stride, pads: [...pad, ...pad] };
}

/** @throws RangeError where the field holds no number */
function number(layer: CaffeLayer, parameter: string, field: string, otherwise?: number): number {
  const value = layer.parameters[parameter]?.get(field)?.[0] ?? otherwise;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new RangeError(`${field}: expected a number, found ${typeof value === 'string' ? `"${value}"` : 'none'}`);
}

/** A size of a blob, or of a window. @throws RangeError where it is no whole number in range */
function size(layer: CaffeLayer, parameter: string, field: string, least: number, otherwise?: number): number {
  const value = number(layer, parameter, field, otherwise);
  if (Number.isInteger(value) && value >= least && value <= LARGEST_DIMENSION) return value;
  throw new RangeError(`${field}: expected a whole number from ${least} to ${LARGEST_DIMENSION}, found ${value}`);
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total * size, 1);
}
