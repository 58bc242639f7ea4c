import { drain } from '../../../base/steps.ts';
import { UserError } from '../../../base/user-error.ts';
import { compute, definitionFor } from '../../graph/operators/index.ts';
import type { Outputs } from '../../graph/operators/operator.ts';
import { budgetOf, type Source } from '../importer.ts';
import { toGraphNode } from './graph-node.ts';
import type { GraphProto, NodeProto } from './model.ts';
import { type Constant, sparseData, tensorData, unreadableKind } from './tensor-data.ts';

/** Constants of the graph by name, and the initialisers that hold no numbers. */
export interface Constants {
  readonly values: Map<string, Constant>;
  /** Names of nodes' outputs that were computed here, so that the node need not be executed. */
  readonly folded: Set<string>;
  readonly unreadable: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * Decodes the initialisers and Constant nodes, and computes the constants that follow from them, by the operators of the graph.
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
    const constants = isConstant(node) ? [constantNode(source, node)] : foldNode(source, node, values);
    constants.forEach((constant, at) => {
      const output = node.outputs[at] ?? '';
      if (constant === undefined || output === '') return;
      values.set(output, constant);
      folded.add(output);
    });
  }
  return { values, folded, unreadable };
}

function isConstant({ operator, domain }: NodeProto): boolean {
  return operator === 'Constant' && domain === '';
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
  const type = name!.startsWith('value_int') ? 'int64' : 'fp32';
  const values = type === 'int64' ? Float64Array.from(list) : Float32Array.from(list);
  return { name: node.outputs[0], shape, values, type, numberFormat: type, inexact: false };
}

/** Not computed: what a file makes of nothing is no trained weight, and may be huge. */
const NOT_FOLDED = new Set(['ConstantOfShape', 'Range', 'EyeLike']);

/**
 * The outputs of a node all of whose inputs are constants; none where it is not executed. A computed constant keeps the name of the initialiser that it was
 * made of: that is the name a user knows. Its number format stays that of the stored weights, unless the node changes the kind itself.
 */
function foldNode(
  source: Source,
  proto: NodeProto,
  constants: ReadonlyMap<string, Constant>,
): (Constant | undefined)[] {
  const inputs = proto.inputs.map((name) => (name === '' ? undefined : constants.get(name)));
  const missing = proto.inputs.some((name, at) => name !== '' && inputs[at] === undefined);
  const known = inputs.filter((input) => input !== undefined);
  if (missing || known.length === 0 || NOT_FOLDED.has(proto.operator) || proto.graphs.size > 0) return [];
  const node = toGraphNode(proto);
  if ('refused' in definitionFor(node)) return [];
  const [weights] = known;
  const results = computed(source.file, proto, () => drain(compute(node, { inputs, multiply: noLayer })), weights);
  return results.map((result) => {
    if (result === undefined) return undefined;
    const { shape, values, type } = result;
    if (values !== weights.values)
      budgetOf(source).take(values.byteLength, `constant of ${proto.operator} "${proto.name}"`);
    const keeps = proto.operator === 'DequantizeLinear' || type === weights.type;
    return {
      name: weights.name,
      shape,
      values,
      type,
      numberFormat: keeps ? weights.numberFormat : type,
      inexact: weights.inexact,
    };
  });
}

function noLayer(): never {
  throw new Error('a constant has no layer');
}

function computed(file: string, node: NodeProto, compute: () => Outputs, { name, shape }: Constant): Outputs {
  try {
    return compute();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    const { operator, name: own } = node;
    throw UserError.at(
      { file, path: name },
      `${operator} "${own}" of a constant of shape [${shape.join(', ')}]: ${cause.message}`,
      'ONNX_NODE',
    );
  }
}
