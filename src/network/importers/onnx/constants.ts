import { drain } from '../../../base/steps.ts';
import { UserError } from '../../../base/user-error.ts';
import type { Attribute } from '../../graph/graph.ts';
import { compute } from '../../graph/operators/index.ts';
import type { Values } from '../../imported-weights.ts';
import type { Source } from '../importer.ts';
import type { GraphProto, NodeProto } from './model.ts';
import { type Constant, sparseData, tensorData, unreadableKind } from './tensor-data.ts';

/** Constants of the graph by name, and the initialisers that hold no numbers. */
export interface Constants {
  readonly values: Map<string, Constant>;
  /** Names of nodes' outputs that were computed here, so that the node need not be executed. */
  readonly folded: Set<string>;
  readonly unreadable: readonly { readonly name: string; readonly reason: string }[];
}

type Fold = (node: NodeProto, inputs: readonly Constant[]) => Pick<Constant, 'shape' | 'values'> | undefined;

/** Operators that only rearrange or rescale a constant, as exporters put them between a weight and its layer. */
const FOLDS: Readonly<Record<string, Fold>> = {
  Identity: (_, [x]) => x,
  Cast: (_, [x]) => x,
  Transpose: (node, [x]) => transposed(x, node.attributes.perm),
  Reshape: (_, [x, shape]) => reshape(x, [...shape.values]),
  Flatten: (node, [x]) => flatten(x, Number(node.attributes.axis ?? 1)),
  Squeeze: (_, [x]) => ({ ...x, shape: x.shape.filter((size) => size !== 1) }),
  Unsqueeze: (node, [x, axes]) => unsqueeze(x, axes === undefined ? listAttribute(node, 'axes') : [...axes.values]),
};

/**
 * Decodes the initialisers and Constant nodes, and computes the constants that follow from them.
 * @param outer constants of the graph around this one, which it may read
 * @throws UserError as tensorData does
 */
export function foldConstants(source: Source, graph: GraphProto, outer?: ReadonlyMap<string, Constant>): Constants {
  const values = new Map<string, Constant>(outer);
  const folded = new Set<string>();
  const unreadable: { name: string; reason: string }[] = [];
  const named = new Set<string>();
  for (const tensor of graph.initializers) {
    if (named.has(tensor.name))
      throw UserError.at({ file: source.file, path: tensor.name }, 'two initialisers of this name', 'ONNX_TENSOR');
    named.add(tensor.name);
    const reason = unreadableKind(tensor);
    if (reason === undefined) values.set(tensor.name, tensorData(source, tensor));
    else unreadable.push({ name: tensor.name, reason });
  }
  for (const sparse of graph.sparseInitializers) values.set(sparse.values.name, sparseData(source, sparse));
  for (const node of graph.nodes) {
    const constant = node.operator === 'Constant' ? constantNode(source, node) : foldNode(source, node, values);
    if (constant === undefined) continue;
    // A computed constant keeps the name of the initialiser that it was made of: that is the name a user knows.
    values.set(node.outputs[0], constant);
    folded.add(node.outputs[0]);
  }
  return { values, folded, unreadable };
}

function constantNode(source: Source, node: NodeProto): Constant | undefined {
  const tensor = node.tensors.get('value');
  if (tensor !== undefined)
    return unreadableKind(tensor) === undefined
      ? tensorData(source, { ...tensor, name: node.outputs[0] ?? '' })
      : undefined;
  const name = Object.keys(node.attributes).find((key) => /^value_(float|int)s?$/.test(key));
  const value = name === undefined ? undefined : node.attributes[name];
  if (value === undefined || typeof value === 'string') return undefined;
  const list = typeof value === 'number' ? [value] : [...value];
  const shape = typeof value === 'number' ? [] : [list.length];
  const integers = name!.startsWith('value_int');
  const values = integers ? Float64Array.from(list) : Float32Array.from(list);
  return { name: node.outputs[0], shape, values, numberFormat: integers ? 'int64' : 'fp32', inexact: false };
}

function foldNode(source: Source, node: NodeProto, constants: ReadonlyMap<string, Constant>): Constant | undefined {
  const fold = Object.hasOwn(FOLDS, node.operator) ? FOLDS[node.operator] : plainFold(node.operator);
  const named = node.inputs.filter((name) => name !== '');
  const inputs = named.map((name) => constants.get(name));
  if (fold === undefined || inputs.length === 0 || inputs.includes(undefined)) return undefined;
  const known = inputs as Constant[];
  const result = fold(node, known);
  if (result === undefined)
    throw UserError.at(
      { file: source.file, path: known[0].name },
      `${node.operator} "${node.name}" does not fit shape [${known[0].shape.join(', ')}]`,
      'ONNX_NODE',
    );
  return { ...known[0], shape: result.shape, values: result.values };
}

/** Operators that rescale weights or put them together (an exporter reorders the gates of an LSTM so), computed as the graph would. */
const PLAIN_FOLDS = new Set(['DequantizeLinear', 'Slice', 'Concat', 'Gather', 'Add', 'Sub', 'Mul', 'Div']);

function plainFold(operator: string): Fold | undefined {
  if (!PLAIN_FOLDS.has(operator)) return undefined;
  return (node, inputs) => {
    try {
      const call = {
        inputs,
        attributes: node.attributes,
        layers: [],
        outputCount: 1,
        multiply: () => new Float32Array(0),
      };
      return drain(compute(operator, call))[0];
    } catch (cause) {
      if (cause instanceof RangeError) return undefined;
      throw cause;
    }
  };
}

function transposed(x: Constant, perm: Attribute | undefined): Pick<Constant, 'shape' | 'values'> | undefined {
  const axes = x.shape.map((_, axis) => axis);
  const order = typeof perm === 'object' ? perm : perm === undefined ? axes.toReversed() : [];
  const isPermutation = order.length === axes.length && axes.every((axis) => order.includes(axis));
  return isPermutation ? transpose(x, order) : undefined;
}

/** Axes in another order: axis k of the result is axis permutation[k] of x. */
export function transpose(
  x: Pick<Constant, 'shape' | 'values'>,
  order: readonly number[],
): Pick<Constant, 'shape' | 'values'> {
  const strides = x.shape.map((_, axis) => x.shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const shape = order.map((axis) => x.shape[axis]);
  const steps = order.map((axis) => strides[axis]);
  const values: Values = x.values.slice();
  const index = shape.map(() => 0);
  for (let target = 0, origin = 0; target < values.length; target++) {
    values[target] = x.values[origin]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      origin += steps[axis];
      if (++index[axis] < shape[axis]) break;
      origin -= steps[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return { shape, values };
}

/** 0 keeps a size, -1 takes what is left (ONNX Reshape). */
function reshape(x: Constant, wanted: readonly number[]): Pick<Constant, 'shape' | 'values'> | undefined {
  const kept = wanted.map((size, axis) => (size === 0 ? (x.shape[axis] ?? 0) : size));
  const known = kept.reduce((product, size) => (size === -1 ? product : product * size), 1);
  const shape = kept.map((size) => (size === -1 ? x.values.length / known : size));
  const fits = shape.reduce((product, size) => product * size, 1) === x.values.length && shape.every(Number.isInteger);
  return fits ? { shape, values: x.values } : undefined;
}

function flatten(x: Constant, axis: number): Pick<Constant, 'shape' | 'values'> {
  const before = x.shape.slice(0, axis).reduce((product, size) => product * size, 1);
  return { shape: [before, x.values.length / before], values: x.values };
}

function unsqueeze(x: Constant, axes: readonly number[]): Pick<Constant, 'shape' | 'values'> {
  const shape = [...x.shape];
  for (const axis of axes) shape.splice(axis < 0 ? shape.length + axes.length + axis : axis, 0, 1);
  return { shape, values: x.values };
}

function listAttribute(node: NodeProto, name: string): readonly number[] {
  const value = node.attributes[name];
  return typeof value === 'object' ? value : [];
}
