import { transposed } from '../../graph/operators/shape.ts';
import type { Values } from '../../imported-weights.ts';
import { matMulBits } from './mat-mul-bits.ts';
import type { NodeProto } from './model.ts';
import { NO_WEIGHT, type NodeLayers, type Operand, type Reader } from './node-layers.ts';
import { gru, lstm, rnn } from './recurrent-weights.ts';
import type { Constant } from './tensor-data.ts';

/** Operators whose constant operand is a weight matrix that the array can hold; one of another domain by `domain:name`. */
export const WEIGHT_OPERATORS: Readonly<Record<string, Reader>> = {
  Gemm: gemm,
  MatMul: matMul,
  'com.microsoft:MatMulNBits': matMulBits,
  Conv: conv,
  ConvTranspose: convTranspose,
  LSTM: lstm,
  GRU: gru,
  RNN: rnn,
};

/** Operators that hold weights which are not read, and why. */
export const REFUSED_OPERATORS: Readonly<Record<string, string>> = {
  Gather: 'a table look-up (embedding) is no matrix-vector layer',
  ConstantOfShape: 'weights made by ConstantOfShape are not trained weights',
  'com.microsoft:DynamicQuantizeLSTM': 'a quantized LSTM is not read',
};

/** Y = alpha A' B' + beta C (' = transposed where transA or transB says so); the constant one of A and B is the weight. */
function gemm(constant: Operand, attributes: NodeProto['attributes']): NodeLayers {
  const { alpha = 1, beta = 1, transA = 0, transB = 0 } = attributes as Record<string, number>;
  const [a, b, c] = [constant(0), constant(1), constant(2)];
  if ((b === undefined) === (a === undefined)) return NO_WEIGHT;
  // Outputs are rows: as B stands, inputs are its rows, so it is transposed unless transB did it; A is the other way round.
  const isRight = b !== undefined;
  const weight = isRight ? b : a!;
  if (weight.shape.length !== 2)
    return { reason: `operand of shape [${weight.shape.join(', ')}]: two dimensions expected` };
  const turned = isRight ? transB === 0 : transA !== 0;
  const { shape, values } = turned ? transposed(weight, [1, 0]) : weight;
  const [rows, columns] = shape as [number, number];
  // One value for each output is a bias in the layer; any other C is added outside.
  const bias = isRight && c !== undefined ? biasOf(c, rows, beta) : undefined;
  const layers = fullyConnected(weight, rows, columns, scaled(values, alpha), bias);
  return {
    ...layers,
    biases: bias === undefined ? [] : [c!.name],
    held: [isRight ? 1 : 0, ...(bias === undefined ? [] : [2])],
  };
}

/** A constant operand C that is the same for every row of the product. */
function biasOf({ shape, values }: Constant, outputs: number, beta: number): Values | undefined {
  const ofRow = shape.slice(0, -1).every((size) => size === 1);
  if (!ofRow || (values.length !== outputs && values.length !== 1)) return undefined;
  const scaledValues = scaled(values, beta);
  return values.length === outputs ? scaledValues : new Float32Array(outputs).fill(scaledValues[0]);
}

/** A matrix, a vector, or a stack of matrices: a block for each of them. */
function matMul(constant: Operand): NodeLayers {
  const [a, b] = [constant(0), constant(1)];
  if ((b === undefined) === (a === undefined)) return NO_WEIGHT;
  const weight = b ?? a!;
  if (weight.shape.length === 0) return { reason: 'a scalar operand' };
  const isVector = weight.shape.length === 1;
  const blocks = weight.shape.slice(0, -2).reduce((product, size) => product * size, 1);
  // A stack is one layer where each of its matrices has inputs of its own; leading axes of size 1 change nothing.
  const stacked = weight.shape.slice(0, -2);
  const isRepeated = stacked.slice(stacked.findIndex((size) => size !== 1)).includes(1);
  if (blocks > 1 && (b === undefined || isRepeated))
    return { reason: `a stack of matrices of shape [${weight.shape.join(', ')}] is no layer here` };
  const [inner, outer] = isVector ? [weight.shape[0], 1] : weight.shape.slice(-2);
  const stack = { ...weight, shape: isVector ? [1, inner, 1] : [blocks, inner, outer] };
  const matrix = b === undefined ? stack.values : transposed(stack, [0, 2, 1]).values;
  const [rows, columns] = b === undefined ? (isVector ? [1, inner] : [inner, outer]) : [outer, inner];
  const read = fullyConnected(weight, rows * blocks, columns, matrix);
  const layers = blocks === 1 ? read.layers : read.layers.map((layer) => ({ ...layer, groups: blocks }));
  return { ...read, layers, held: [b === undefined ? 0 : 1], attributes: { weightShape: weight.shape } };
}

function fullyConnected(weight: Constant, rows: number, columns: number, values: Values, bias?: Values) {
  const matrix = { kind: 'dense', rows, columns, values } as const;
  const layer = { kind: 'fullyConnected', shape: weight.shape, numberFormat: weight.numberFormat, matrix } as const;
  return {
    layers: [{ ...layer, ...(bias === undefined ? {} : { bias }) }],
    suffixes: [''],
    weight: weight.name,
    biases: [],
  };
}

/** Weights [outputs, inputs / group, kernel...]: one matrix of outputs x (inputs / group x kernel), its rows in blocks, one for each group. */
function conv(constant: Operand, attributes: NodeProto['attributes']): NodeLayers {
  const weight = constant(1);
  if (weight === undefined) return NO_WEIGHT;
  const groups = Number(attributes.group ?? 1);
  const [outputs = 0, ...rest] = weight.shape;
  const fault = kernelFault(weight, attributes, groups, outputs);
  if (fault !== undefined) return { reason: fault };
  const columns = rest.reduce((product, size) => product * size, 1);
  const bias = constant(2);
  if (bias !== undefined && bias.values.length !== outputs)
    return { reason: `${bias.values.length} biases for ${outputs} outputs` };
  const layer = {
    kind: 'convolution',
    shape: weight.shape,
    numberFormat: weight.numberFormat,
    matrix: { kind: 'dense', rows: outputs, columns, values: weight.values },
    ...(groups === 1 ? {} : { groups }),
    ...(bias === undefined ? {} : { bias: bias.values }),
  } as const;
  return {
    layers: [layer],
    suffixes: [''],
    weight: weight.name,
    biases: bias === undefined ? [] : [bias.name],
    held: bias === undefined ? [1] : [1, 2],
    attributes: { kernel_shape: rest.slice(1) },
  };
}

/**
 * Weights [inputs, outputs / group, kernel...]: an input position gives a kernel of sums for each output channel, so the matrix has
 * (outputs x kernel) rows and a column for each input channel of a group. The bias is added outside: it belongs to an output, not to a sum.
 */
function convTranspose(constant: Operand, attributes: NodeProto['attributes']): NodeLayers {
  const weight = constant(1);
  if (weight === undefined) return NO_WEIGHT;
  const groups = Number(attributes.group ?? 1);
  const [inputs = 0, ...rest] = weight.shape;
  const fault = kernelFault(weight, attributes, groups, inputs);
  if (fault !== undefined) return { reason: fault };
  const [columns, perGroup] = [inputs / groups, rest.reduce((product, size) => product * size, 1)];
  const { values } = transposed({ ...weight, shape: [groups, columns, perGroup] }, [0, 2, 1]);
  const layer = {
    kind: 'convolution',
    shape: weight.shape,
    numberFormat: weight.numberFormat,
    matrix: { kind: 'dense', rows: groups * perGroup, columns, values },
    ...(groups === 1 ? {} : { groups }),
  } as const;
  return {
    layers: [layer],
    suffixes: [''],
    weight: weight.name,
    biases: [],
    held: [1],
    attributes: { kernel_shape: rest.slice(1) },
  };
}

function kernelFault(
  weight: Constant,
  { kernel_shape: kernel }: NodeProto['attributes'],
  groups: number,
  channels: number,
): string | undefined {
  if (weight.shape.length < 3 || weight.shape.length > 5)
    return `weights of shape [${weight.shape.join(', ')}]: 3 to 5 dimensions expected`;
  if (!(groups >= 1) || channels % groups !== 0) return `${channels} outputs do not divide into ${groups} groups`;
  if (typeof kernel === 'object' && kernel.join() !== weight.shape.slice(2).join())
    return `kernel_shape [${kernel.join(', ')}], weights of shape [${weight.shape.join(', ')}]`;
  return undefined;
}

function scaled(values: Values, factor: number): Values {
  return factor === 1 ? values : values.map((value) => Math.fround(value * factor));
}
