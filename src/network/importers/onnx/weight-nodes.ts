import type { Values } from '../../imported-weights.ts';
import { transpose } from './constants.ts';
import type { NodeProto } from './model.ts';
import { NO_WEIGHT, type NodeLayers, type Operand, type Reader } from './node-layers.ts';
import { gru, lstm } from './recurrent-weights.ts';
import type { Constant } from './tensor-data.ts';

/** Operators whose constant operand is a weight matrix that the array can hold. */
export const WEIGHT_OPERATORS: Readonly<Record<string, Reader>> = {
  Gemm: gemm,
  MatMul: matMul,
  Conv: conv,
  LSTM: lstm,
  GRU: gru,
};

/** Operators that hold weights which are not read, and why. */
export const REFUSED_OPERATORS: Readonly<Record<string, string>> = {
  ConvTranspose: 'a transposed convolution is not read',
  RNN: 'a plain RNN is not read',
  Gather: 'a table look-up (embedding) is no matrix-vector layer',
  ConstantOfShape: 'weights made by ConstantOfShape are not trained weights',
  DynamicQuantizeLSTM: 'a quantized LSTM is not read',
};

/** Y = alpha A' B' + beta C (' = transposed where transA or transB says so); the constant one of A and B is the weight. */
function gemm(constant: Operand, attributes: NodeProto['attributes'], inputs: readonly string[]): NodeLayers {
  const { alpha = 1, beta = 1, transA = 0, transB = 0 } = attributes as Record<string, number>;
  const [a, b, c] = [constant(0), constant(1), constant(2)];
  if ((b === undefined) === (a === undefined)) return NO_WEIGHT;
  // Outputs are rows: as B stands, inputs are its rows, so it is transposed unless transB did it; A is the other way round.
  const isRight = b !== undefined;
  const weight = isRight ? b : a!;
  if (weight.shape.length !== 2)
    return { reason: `operand of shape [${weight.shape.join(', ')}]: two dimensions expected` };
  const turned = isRight ? transB === 0 : transA !== 0;
  const { shape, values } = turned ? transpose(weight, [1, 0]) : weight;
  const [rows, columns] = shape as [number, number];
  const bias = c === undefined ? undefined : broadcastBias(scaled(c.values, beta), rows);
  if (inputs.length > 2 && inputs[2] !== '' && bias === undefined)
    return { reason: `operand C is not one constant for each of the ${rows} outputs` };
  if (!isRight && bias !== undefined)
    return { reason: 'a constant left operand with a bias for each column is not read' };
  return fullyConnected(weight, rows, columns, scaled(values, alpha), bias, c?.name);
}

function matMul(constant: Operand): NodeLayers {
  const [a, b] = [constant(0), constant(1)];
  if ((b === undefined) === (a === undefined)) return NO_WEIGHT;
  const weight = b ?? a!;
  const shape = weight.shape.filter((size, axis) => axis >= weight.shape.length - 2 || size !== 1);
  if (shape.length !== 2) return { reason: `operand of shape [${weight.shape.join(', ')}]: two dimensions expected` };
  const matrix = b === undefined ? { ...weight, shape } : transpose({ ...weight, shape }, [1, 0]);
  return fullyConnected(weight, matrix.shape[0], matrix.shape[1], matrix.values);
}

function fullyConnected(
  weight: Constant,
  rows: number,
  columns: number,
  values: Values,
  bias?: Values,
  biasName?: string,
): NodeLayers {
  const matrix = { kind: 'dense', rows, columns, values } as const;
  const layer = { kind: 'fullyConnected', shape: weight.shape, numberFormat: weight.numberFormat, matrix } as const;
  return {
    layers: [{ ...layer, ...(bias === undefined ? {} : { bias }) }],
    suffixes: [''],
    weight: weight.name,
    biases: biasName === undefined ? [] : [biasName],
  };
}

/** Weights [outputs, inputs / group, kernel...]: one matrix for each group, outputs / group x (inputs / group x kernel). */
function conv(constant: Operand, attributes: NodeProto['attributes']): NodeLayers {
  const weight = constant(1);
  if (weight === undefined) return NO_WEIGHT;
  const groups = Number(attributes.group ?? 1);
  const [outputs = 0, ...rest] = weight.shape;
  if (rest.length < 2) return { reason: `weights of shape [${weight.shape.join(', ')}]: 3 to 5 dimensions expected` };
  if (!(groups >= 1) || outputs % groups !== 0)
    return { reason: `${outputs} outputs do not divide into ${groups} groups` };
  const rows = outputs / groups;
  const columns = rest.reduce((product, size) => product * size, 1);
  const kernel = attributes.kernel_shape;
  if (typeof kernel === 'object' && kernel.join() !== rest.slice(1).join())
    return { reason: `kernel_shape [${kernel.join(', ')}], weights of shape [${weight.shape.join(', ')}]` };
  const bias = constant(2);
  if (bias !== undefined && bias.values.length !== outputs)
    return { reason: `${bias.values.length} biases for ${outputs} outputs` };
  const layers = Array.from({ length: groups }, (_, group) => ({
    kind: 'convolution' as const,
    shape: [rows, ...rest],
    numberFormat: weight.numberFormat,
    matrix: {
      kind: 'dense' as const,
      rows,
      columns,
      values: weight.values.subarray(group * rows * columns, (group + 1) * rows * columns),
    },
    ...(bias === undefined ? {} : { bias: bias.values.subarray(group * rows, (group + 1) * rows) }),
  }));
  const suffixes = groups === 1 ? [''] : layers.map((_, group) => `.group${group}`);
  return { layers, suffixes, weight: weight.name, biases: bias === undefined ? [] : [bias.name] };
}

function scaled(values: Values, factor: number): Values {
  return factor === 1 ? values : values.map((value) => Math.fround(value * factor));
}

function broadcastBias(values: Values, rows: number): Values | undefined {
  if (values.length === rows) return values;
  return values.length === 1 ? new Float32Array(rows).fill(values[0]) : undefined;
}
