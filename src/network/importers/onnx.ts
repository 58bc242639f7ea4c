import { counted } from '../../base/counted.ts';
import { entryOf } from '../../base/registry.ts';
import { UserError } from '../../base/user-error.ts';
import type { Graph, GraphInput, GraphNode, ValueShape } from '../graph/graph.ts';
import { definitionFor } from '../graph/operators/index.ts';
import type { ImportedLayer, Skipped } from '../imported-weights.ts';
import type { Importer, Source } from './importer.ts';
import { type Constants, foldConstants } from './onnx/constants.ts';
import { expandOperators } from './onnx/expand-operators.ts';
import { externalFiles } from './onnx/external-data.ts';
import { nodeName, toGraphNode } from './onnx/graph-node.ts';
import { inlineFunctions } from './onnx/inline-functions.ts';
import { type GraphProto, type NodeProto, readModel, type ValueInfo } from './onnx/model.ts';
import type { NodeLayers } from './onnx/node-layers.ts';
import { orderNodes } from './onnx/order-nodes.ts';
import { kindOfNumber } from './onnx/tensor-data.ts';
import { REFUSED_OPERATORS, WEIGHT_OPERATORS } from './onnx/weight-nodes.ts';
import { formatShape } from './tensors/named-tensor.ts';

/** ONNX: the constant operands of products, convolutions and recurrent operators are the layers; the graph comes with them. */
export const onnx: Importer = {
  name: 'onnx',
  description: '.onnx: a trained network with its graph',
  extensions: ['.onnx'],
  // ModelProto begins with ir_version (field 1, varint, small), then another field of the model.
  matches: (head) => head[0] === 0x08 && head[1] <= 32 && [0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42].includes(head[2]),
  neighbours: ({ file, bytes }) => {
    const proto = readModel(file, bytes);
    return proto === null ? [] : externalFiles(file, inlineFunctions(file, proto));
  },
  read(source) {
    const { file, bytes } = source;
    const proto = readModel(file, bytes);
    if (proto === null) throw UserError.at({ file }, 'an ONNX model without a graph', 'ONNX_NO_GRAPH');
    const reading: Reading = {
      source,
      layers: [],
      skipped: [],
      tensors: [],
      warnings: [],
      plain: new Map(),
      taken: new Set(),
      shapes: [],
    };
    const graph = readGraph(reading, inlineFunctions(file, proto));
    for (const [operator, count] of reading.plain)
      reading.skipped.push({
        name: operator,
        reason: `operator without a weight matrix (${counted(count, 'node')})`,
        nodes: count,
      });
    const { layers, skipped, tensors, warnings, shapes } = reading;
    return {
      format: 'onnx',
      layers,
      skipped: [...skipped, ...tensors],
      warnings,
      graph: shapes.length === 0 ? graph : { ...graph, shapes },
    };
  },
};

/** What is gathered from a graph and the graphs inside it. */
interface Reading {
  readonly source: Source;
  readonly layers: ImportedLayer[];
  /** Nodes that are no layers. */
  readonly skipped: Skipped[];
  /** Initialisers that are no weight matrix. */
  readonly tensors: Skipped[];
  readonly warnings: string[];
  /** Nodes of each operator without weights. */
  readonly plain: Map<string, number>;
  readonly taken: Set<string>;
  /** Shapes that the file states for values of nodes. */
  readonly shapes: ValueShape[];
}

/** A graph that another one lies in: its constants, and what they are used for. */
interface Outer {
  readonly constants: Constants;
  readonly uses: Map<string, string>;
}

/** Reads the nodes of a graph in order. */
function readGraph(reading: Reading, stored: GraphProto, outer?: Outer): Graph {
  const nodes = orderNodes(stored.nodes);
  if (nodes !== stored.nodes)
    reading.warnings.push(
      'nodes do not stand in the order in which they run, as ONNX wants them; they are put in order',
    );
  return readOrdered(reading, { ...stored, nodes }, outer);
}

function readOrdered(reading: Reading, stored: GraphProto, outer: Outer | undefined): Graph {
  const proto = fillInputs(expandOperators(stored));
  const constants = foldConstants(reading.source, proto, outer?.constants.values);
  const uses = new Map<string, string>();
  const nodes: GraphNode[] = [];
  for (const node of proto.nodes) {
    if (constants.folded.has(node.outputs[0])) traceFolded(node, uses);
    else nodes.push(readNode(reading, node, constants, uses));
  }
  for (const [name, use] of uses) if (outer?.constants.values.has(name)) outer.uses.set(name, use);
  for (const { name, inexact } of constants.values.values())
    if (inexact && uses.has(name) && !outer?.constants.values.has(name))
      reading.warnings.push(`${name}: integers beyond 2^53 are not exact`);
  reading.tensors.push(...constants.unreadable, ...unusedTensors(stored, constants, uses));
  reading.shapes.push(...[...proto.values, ...proto.outputs].filter(({ shape }) => shape.length > 0));
  const inputs = proto.inputs.filter(({ name }) => !constants.values.has(name)).map(toInput);
  return { inputs, outputs: proto.outputs.map(({ name }) => name), nodes, constants: constants.values };
}

function toInput({ name, shape, dataType }: ValueInfo): GraphInput {
  const sizes = shape.map((size) => (typeof size === 'string' ? size : null));
  // A kind without a name (text, complex numbers) is told by its number; 0 is none at all.
  const type = kindOfNumber(dataType) ?? (dataType === 0 ? undefined : `data type ${dataType}`);
  return {
    name,
    shape: shape.map((size) => (typeof size === 'number' ? size : null)),
    ...(type === undefined || type === 'fp32' ? {} : { type }),
    ...(sizes.some((size) => size !== null) ? { sizes } : {}),
  };
}

function readNode(reading: Reading, node: NodeProto, constants: Constants, uses: Map<string, string>): GraphNode {
  const [then, otherwise] = [node.graphs.get('then_branch'), node.graphs.get('else_branch')];
  if (node.operator === 'If' && node.domain === '' && then !== undefined && otherwise !== undefined) {
    const outer = { constants, uses };
    const branches = { whenTrue: readGraph(reading, then, outer), whenFalse: readGraph(reading, otherwise, outer) };
    return { ...toGraphNode({ ...node, graphs: new Map() }), branches };
  }
  const plain = toGraphNode(node);
  const refused = refusalOf(plain);
  const read = refused === undefined ? withoutEmpty(readWeights(node, constants)) : { reason: refused };
  if ('reason' in read) {
    const reason = `${read.reason}${refused === undefined ? '' : heldWeights(node, constants)}`;
    if (reason === '') reading.plain.set(node.operator, (reading.plain.get(node.operator) ?? 0) + 1);
    else
      reading.skipped.push({
        name: nodeName(node),
        // What refuses a node names its operator already.
        reason: refused === undefined ? `${node.operator}: ${reason}` : reason,
        ...(read.reason !== reason && { kind: 'unread' }),
      });
    return plain;
  }
  const base = uniqueName(layerName(node, read.weight), reading.taken);
  const layers = read.layers.map((layer, index) => ({ name: `${base}${read.suffixes[index]}`, ...layer }));
  reading.layers.push(...layers);
  uses.set(read.weight, '');
  for (const bias of read.biases) uses.set(bias, `used as the bias or recurrent weights of "${base}"`);
  return toGraphNode(node, { layers: layers.map(({ name }) => name), read });
}

/** Why nothing executes a node. */
function refusalOf(node: GraphNode): string | undefined {
  const found = definitionFor(node);
  return 'refused' in found ? `${found.refused} is not executed` : undefined;
}

/** What a node that is not executed holds: those weights are in no layer. */
function heldWeights({ inputs }: NodeProto, constants: Constants): string {
  const held = inputs.flatMap((name) => {
    const constant = constants.values.get(name);
    return constant !== undefined && constant.shape.length > 1
      ? [`${name} ${formatShape(constant.shape)}, ${constant.values.length} weights`]
      : [];
  });
  return held.length === 0 ? '' : `; not read: ${held.join('; ')}`;
}

function readWeights(node: NodeProto, constants: Constants): NodeLayers {
  const key = node.domain === '' ? node.operator : `${node.domain}:${node.operator}`;
  if (Object.hasOwn(WEIGHT_OPERATORS, key))
    return WEIGHT_OPERATORS[key]((input) => constants.values.get(node.inputs[input] ?? ''), node.attributes);
  // Gather on a computed shape is no look-up in a table.
  if (node.operator === 'Gather' && !constants.values.has(node.inputs[0])) return { reason: '' };
  return { reason: entryOf(REFUSED_OPERATORS, key) ?? '' };
}

/** A matrix without rows or columns is no layer. */
function withoutEmpty(read: NodeLayers): NodeLayers {
  if ('reason' in read || read.layers.every(({ matrix }) => matrix.rows > 0 && matrix.columns > 0)) return read;
  return { reason: `empty weights of shape [${read.layers[0].shape.join(', ')}]` };
}

function traceFolded(node: NodeProto, uses: Map<string, string>): void {
  for (const input of node.inputs.slice(1)) uses.set(input, `parameter of ${node.operator}`);
}

function unusedTensors(proto: GraphProto, constants: Constants, uses: ReadonlyMap<string, string>): Skipped[] {
  const skipped: Skipped[] = [];
  for (const { name } of proto.initializers) {
    const constant = constants.values.get(name);
    const use = uses.get(name);
    if (constant === undefined || use === '') continue;
    const what = constant.shape.length === 0 ? 'scalar' : constant.shape.length === 1 ? 'one-dimensional' : 'tensor';
    skipped.push({
      name,
      reason: `${what}, shape ${formatShape(constant.shape)}: ${use ?? 'not the weight matrix of a layer'}`,
    });
  }
  return skipped;
}

/** ConstantOfShape holds its value as a tensor among its attributes: in the graph it is a constant that the node reads. */
function fillInputs(graph: GraphProto): GraphProto {
  const fills = graph.nodes.flatMap((node, at) => {
    const value = node.operator === 'ConstantOfShape' ? node.tensors.get('value') : undefined;
    return value === undefined ? [] : [{ at, value: { ...value, name: `${nodeName(node)}.value` } }];
  });
  if (fills.length === 0) return graph;
  const nodes = [...graph.nodes];
  for (const { at, value } of fills)
    nodes[at] = { ...nodes[at], tensors: new Map(), inputs: [nodes[at].inputs[0], value.name] };
  return { ...graph, nodes, initializers: [...graph.initializers, ...fills.map(({ value }) => value)] };
}

/** The initialiser's name, unless the exporter made it up (onnx::MatMul_193) and the node has one. */
function layerName(node: NodeProto, weight: string): string {
  return node.name !== '' && /^onnx::|^\d+$/.test(weight) ? node.name : weight;
}

function uniqueName(name: string, taken: Set<string>): string {
  let unique = name;
  for (let copy = 2; taken.has(unique); copy++) unique = `${name}#${copy}`;
  taken.add(unique);
  return unique;
}
