import { UserError } from '../../base/user-error.ts';
import type { Graph, GraphNode } from '../graph/graph.ts';
import type { ImportedLayer, Skipped } from '../imported-weights.ts';
import type { Importer, Source } from './importer.ts';
import { type Constants, foldConstants } from './onnx/constants.ts';
import { expandQuantized } from './onnx/expand-quantized.ts';
import { externalFiles } from './onnx/external-data.ts';
import { type GraphProto, type NodeProto, readModel } from './onnx/model.ts';
import type { NodeLayers } from './onnx/node-layers.ts';
import { type Constant, tensorData, unreadableKind } from './onnx/tensor-data.ts';
import { REFUSED_OPERATORS, WEIGHT_OPERATORS } from './onnx/weight-nodes.ts';
import { formatShape } from './tensors/named-tensor.ts';

/** ONNX: the constant operands of Gemm, MatMul, Conv, LSTM and GRU are the layers; the graph comes with them. */
export const onnx: Importer = {
  name: 'onnx',
  description: '.onnx: a trained network with its graph',
  extensions: ['.onnx'],
  // ModelProto begins with ir_version (field 1, varint, small), then another field of the model.
  matches: (head) => head[0] === 0x08 && head[1] <= 32 && [0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42].includes(head[2]),
  neighbours: ({ file, bytes }) => {
    const proto = readModel(file, bytes);
    return proto === null ? [] : externalFiles(file, proto);
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
    };
    const graph = readGraph(reading, proto);
    for (const [operator, count] of reading.plain)
      reading.skipped.push({
        name: operator,
        reason: `operator without a weight matrix (${count} node${count === 1 ? '' : 's'})`,
      });
    const { layers, skipped, tensors, warnings } = reading;
    return { format: 'onnx', layers, skipped: [...skipped, ...tensors], warnings, graph };
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
}

/** Reads the nodes of a graph in order; `outer` holds the constants of the graph around it. */
function readGraph(reading: Reading, stored: GraphProto, outer?: ReadonlyMap<string, Constant>): Graph {
  const proto = expandQuantized(stored);
  const constants = foldConstants(reading.source, proto, outer);
  const uses = new Map<string, string>();
  const nodes: GraphNode[] = [];
  for (const node of proto.nodes) {
    if (constants.folded.has(node.outputs[0])) traceFolded(node, uses);
    else nodes.push(readNode(reading, node, constants, uses));
  }
  for (const { name, inexact } of constants.values.values())
    if (inexact && uses.has(name) && !outer?.has(name))
      reading.warnings.push(`${name}: integers beyond 2^53 are not exact`);
  reading.tensors.push(...constants.unreadable, ...unusedTensors(stored, constants, uses));
  const inputs = proto.inputs.filter(({ name }) => !constants.values.has(name));
  return { inputs, outputs: proto.outputs, nodes, constants: constants.values };
}

function readNode(reading: Reading, node: NodeProto, constants: Constants, uses: Map<string, string>): GraphNode {
  const [then, otherwise] = [node.graphs.get('then_branch'), node.graphs.get('else_branch')];
  if (node.operator === 'If' && then !== undefined && otherwise !== undefined) {
    const branches = {
      whenTrue: readGraph(reading, then, constants.values),
      whenFalse: readGraph(reading, otherwise, constants.values),
    };
    return { ...toGraphNode(reading, node, [], constants), branches };
  }
  const read = withoutEmpty(readWeights(node, constants));
  if ('reason' in read) {
    if (read.reason === '') reading.plain.set(node.operator, (reading.plain.get(node.operator) ?? 0) + 1);
    else reading.skipped.push({ name: nodeName(node), reason: `${node.operator}: ${read.reason}` });
    return toGraphNode(reading, node, [], constants);
  }
  const base = uniqueName(layerName(node, read.weight), reading.taken);
  const layers = read.layers.map((layer, index) => ({ name: `${base}${read.suffixes[index]}`, ...layer }));
  reading.layers.push(...layers);
  uses.set(read.weight, '');
  for (const bias of read.biases) uses.set(bias, `used as the bias or recurrent weights of "${base}"`);
  return toGraphNode(
    reading,
    node,
    layers.map(({ name }) => name),
    constants,
  );
}

function readWeights(node: NodeProto, constants: Constants): NodeLayers {
  if (Object.hasOwn(WEIGHT_OPERATORS, node.operator))
    return WEIGHT_OPERATORS[node.operator](
      (input) => constants.values.get(node.inputs[input] ?? ''),
      node.attributes,
      node.inputs,
    );
  if (node.graphs.size > 0) return { reason: 'layers inside its graph are not read' };
  // Gather on a computed shape is no look-up in a table.
  if (node.operator === 'Gather' && !constants.values.has(node.inputs[0])) return { reason: '' };
  return { reason: REFUSED_OPERATORS[node.operator] ?? '' };
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

function toGraphNode({ source }: Reading, node: NodeProto, layers: readonly string[], constants: Constants): GraphNode {
  const weightInputs = node.inputs.flatMap((name, at) => (constants.values.has(name) ? [at] : []));
  return {
    name: nodeName(node),
    operator: node.operator,
    inputs: node.inputs,
    outputs: node.outputs,
    attributes: { ...node.attributes, ...derivedAttributes(source, node, constants) },
    layers,
    ...(layers.length === 0 ? {} : { weightInputs }),
  };
}

/** Attributes that the file leaves to its constants: what ConstantOfShape fills, sizes of a kernel, the integers that QuantizeLinear gives. */
function derivedAttributes(source: Source, node: NodeProto, constants: Constants): NodeProto['attributes'] {
  if (node.operator === 'ConstantOfShape') {
    const fill = fillValue(source, node);
    return fill === undefined ? {} : { value: fill };
  }
  if (node.operator === 'Conv') {
    const weight = constants.values.get(node.inputs[1] ?? '');
    return weight === undefined ? {} : { kernel_shape: weight.shape.slice(2) };
  }
  if (node.operator !== 'QuantizeLinear') return {};
  const integers = /^(u?)int(\d+)$/.exec(constants.values.get(node.inputs[2] ?? '')?.numberFormat ?? 'uint8');
  if (integers === null) return {};
  const [, unsigned, bits] = integers;
  const size = 2 ** Number(bits);
  return { range: unsigned === 'u' ? [0, size - 1] : [-size / 2, size / 2 - 1] };
}

/** ConstantOfShape holds its value as a tensor of one element. */
function fillValue(source: Source, node: NodeProto): number | undefined {
  const tensor = node.tensors.get('value');
  return tensor === undefined || unreadableKind(tensor) !== undefined
    ? undefined
    : tensorData(source, tensor).values[0];
}

function nodeName(node: NodeProto): string {
  return node.name === '' ? (node.outputs[0] ?? node.operator) : node.name;
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
