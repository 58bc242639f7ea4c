import type { ImportedLayer, Values } from '../../imported-weights.ts';
import { transpose } from './constants.ts';
import type { NodeProto } from './model.ts';
import type { Constant } from './tensor-data.ts';

/** Layers of a node, the names of the constants that they use up, or the reason why there are none. */
export type NodeLayers =
  | {
      readonly layers: readonly Omit<ImportedLayer, 'name'>[];
      readonly suffixes: readonly string[];
      readonly weight: string;
      readonly biases: readonly string[];
    }
  | { readonly reason: string };

type Operand = (input: number) => Constant | undefined;
type Reader = (operand: Operand, attributes: NodeProto['attributes'], inputs: readonly string[]) => NodeLayers;

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
  QLinearConv: 'a quantized operator; only DequantizeLinear is read',
  QLinearMatMul: 'a quantized operator; only DequantizeLinear is read',
  ConvInteger: 'a quantized operator; only DequantizeLinear is read',
  MatMulInteger: 'a quantized operator; only DequantizeLinear is read',
  DynamicQuantizeLSTM: 'a quantized operator; only DequantizeLinear is read',
};

const NO_WEIGHT = { reason: 'no operand is a constant: nothing to import' };

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
  if (outputs % groups !== 0) return { reason: `${outputs} outputs do not divide into ${groups} groups` };
  const rows = outputs / groups;
  const columns = rest.reduce((product, size) => product * size, 1);
  const bias = constant(2);
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

/** W [directions, 4H, inputs], R [directions, 4H, H], B [directions, 8H]: one matrix [W R] of 4H x (inputs + H) for each direction, as EIE's NT-LSTM. */
function lstm(constant: Operand): NodeLayers {
  const parts = recurrentParts(constant, 4);
  if ('reason' in parts) return parts;
  if (constant(7) !== undefined) return { reason: 'peephole weights are not read' };
  const { w, r, b, directions, gates, inputs, hidden } = parts;
  const layers = Array.from({ length: directions }, (_, direction) => {
    const columns = inputs + hidden;
    const values = new Float32Array(gates * columns);
    for (let row = 0; row < gates; row++) {
      const at = direction * gates + row;
      values.set(w.values.subarray(at * inputs, (at + 1) * inputs), row * columns);
      values.set(r.values.subarray(at * hidden, (at + 1) * hidden), row * columns + inputs);
    }
    const bias = b && addHalves(b.values.subarray(direction * 2 * gates, (direction + 1) * 2 * gates));
    const matrix = { kind: 'dense' as const, rows: gates, columns, values };
    const layer = { kind: 'lstm' as const, shape: [gates, columns], numberFormat: w.numberFormat, matrix };
    return bias === undefined ? layer : { ...layer, bias };
  });
  const suffixes = directions === 1 ? [''] : ['.forward', '.reverse'];
  return { layers, suffixes, weight: w.name, biases: [r.name, ...(b === undefined ? [] : [b.name])] };
}

/** W [directions, 3H, inputs], R [directions, 3H, H]: two matrices for each direction, because the hidden gate treats R's part apart. */
function gru(constant: Operand): NodeLayers {
  const parts = recurrentParts(constant, 3);
  if ('reason' in parts) return parts;
  const { w, r, b, directions, gates } = parts;
  const layers = Array.from({ length: directions * 2 }, (_unused, index) => {
    const [direction, isRecurrent] = [index >> 1, index % 2 === 1];
    const part = isRecurrent ? r : w;
    const columns = part.shape[2];
    const values = part.values.subarray(direction * gates * columns, (direction + 1) * gates * columns);
    const from = (direction * 2 + (isRecurrent ? 1 : 0)) * gates;
    const matrix = { kind: 'dense' as const, rows: gates, columns, values };
    const layer = { kind: 'gru' as const, shape: [gates, columns], numberFormat: part.numberFormat, matrix };
    return b === undefined ? layer : { ...layer, bias: b.values.subarray(from, from + gates) };
  });
  const names = directions === 1 ? [''] : ['.forward', '.reverse'];
  return {
    layers,
    suffixes: names.flatMap((name) => [`${name}.input`, `${name}.recurrent`]),
    weight: w.name,
    biases: [r.name, ...(b === undefined ? [] : [b.name])],
  };
}

interface RecurrentParts {
  readonly w: Constant;
  readonly r: Constant;
  readonly b: Constant | undefined;
  readonly directions: number;
  /** Gates x hidden: rows of W and R. */
  readonly gates: number;
  readonly inputs: number;
  readonly hidden: number;
}

function recurrentParts(constant: Operand, gateCount: number): RecurrentParts | { reason: string } {
  const [w, r, b] = [constant(1), constant(2), constant(3)];
  if (w === undefined || r === undefined) return NO_WEIGHT;
  const [directions = 0, gates = 0, inputs = 0] = w.shape;
  const hidden = r.shape[2] ?? 0;
  const fits = gates === gateCount * hidden && r.shape[0] === directions && r.shape[1] === gates;
  if (!fits || (b !== undefined && b.values.length !== directions * 2 * gates))
    return { reason: `W [${w.shape.join(', ')}], R [${r.shape.join(', ')}] and B do not fit each other` };
  return { w, r, b, directions, gates, inputs, hidden };
}

function scaled(values: Values, factor: number): Values {
  return factor === 1 ? values : values.map((value) => Math.fround(value * factor));
}

function broadcastBias(values: Values, rows: number): Values | undefined {
  if (values.length === rows) return values;
  return values.length === 1 ? new Float32Array(rows).fill(values[0]) : undefined;
}

/** B holds the input's bias and the recurrence's bias; the gate gets their sum. */
function addHalves(values: Values): Float32Array {
  const half = values.length / 2;
  return Float32Array.from({ length: half }, (_, index) => values[index] + values[half + index]);
}
