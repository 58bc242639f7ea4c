import { UserError } from '../../base/user-error.ts';
import type { Graph, GraphNode } from '../graph/graph.ts';
import type { ImportedLayer, Skipped } from '../imported-weights.ts';
import { refuseNonFinite } from './finite.ts';
import type { Importer } from './importer.ts';
import { type Constants, foldConstants } from './onnx/constants.ts';
import { type GraphProto, type NodeProto, readModel } from './onnx/model.ts';
import { REFUSED_OPERATORS, WEIGHT_OPERATORS } from './onnx/weight-nodes.ts';
import { formatShape } from './tensor-layers.ts';

/** ONNX: the constant operands of Gemm, MatMul, Conv, LSTM and GRU are the layers; the graph comes with them. */
export const onnx: Importer = {
  name: 'onnx',
  extensions: ['.onnx'],
  // ModelProto begins with ir_version (field 1, varint, small), then another field of the model.
  matches: (head) => head[0] === 0x08 && head[1] <= 32 && [0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42].includes(head[2]),
  read({ file, bytes }) {
    const proto = readModel(file, bytes);
    if (proto === null) throw UserError.at({ file }, 'an ONNX model without a graph', 'ONNX_NO_GRAPH');
    const constants = foldConstants(file, proto);
    const { layers, skipped, nodes, uses } = readNodes(file, proto, constants);
    const warnings = [...constants.values.values()]
      .filter(({ inexact }) => inexact)
      .map(({ name }) => `${name}: integers beyond 2^53 are not exact`);
    return {
      format: 'onnx',
      layers,
      skipped: [...skipped, ...constants.unreadable, ...unusedTensors(proto, constants, uses)],
      warnings,
      graph: graphOf(proto, constants, nodes),
    };
  },
};

interface ReadNodes {
  readonly layers: readonly ImportedLayer[];
  readonly skipped: readonly Skipped[];
  readonly nodes: readonly GraphNode[];
  /** What each constant is used for. */
  readonly uses: ReadonlyMap<string, string>;
}

function readNodes(file: string, proto: GraphProto, constants: Constants): ReadNodes {
  const layers: ImportedLayer[] = [];
  const skipped: Skipped[] = [];
  const nodes: GraphNode[] = [];
  const uses = new Map<string, string>();
  const plain = new Map<string, number>();
  const taken = new Set<string>();
  for (const node of proto.nodes) {
    if (constants.folded.has(node.outputs[0])) {
      traceFolded(node, uses);
      continue;
    }
    const read = readWeights(node, constants);
    if ('reason' in read) {
      if (read.reason === '') plain.set(node.operator, (plain.get(node.operator) ?? 0) + 1);
      else skipped.push({ name: nodeName(node), reason: `${node.operator}: ${read.reason}` });
      nodes.push(toGraphNode(node, [], constants));
      continue;
    }
    const base = uniqueName(layerName(node, read.weight), taken);
    const named = read.layers.map((layer, index) => ({ name: `${base}${read.suffixes[index]}`, ...layer }));
    for (const layer of named) refuseNonFinite(file, layer.name, layer.matrix);
    layers.push(...named);
    uses.set(read.weight, '');
    for (const bias of read.biases) uses.set(bias, `used as the bias or recurrent weights of "${base}"`);
    nodes.push(
      toGraphNode(
        node,
        named.map(({ name }) => name),
        constants,
      ),
    );
  }
  for (const [operator, count] of plain)
    skipped.push({
      name: operator,
      reason: `operator without a weight matrix (${count} node${count === 1 ? '' : 's'})`,
    });
  return { layers, skipped, nodes, uses };
}

function readWeights(node: NodeProto, constants: Constants): ReturnType<(typeof WEIGHT_OPERATORS)[string]> {
  if (Object.hasOwn(WEIGHT_OPERATORS, node.operator))
    return WEIGHT_OPERATORS[node.operator](
      (input) => constants.values.get(node.inputs[input] ?? ''),
      node.attributes,
      node.inputs,
    );
  if (node.hasSubgraph) return { reason: 'layers inside a subgraph are not read' };
  return { reason: REFUSED_OPERATORS[node.operator] ?? '' };
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

function graphOf(proto: GraphProto, constants: Constants, nodes: readonly GraphNode[]): Graph {
  return {
    inputs: proto.inputs.filter(({ name }) => !constants.values.has(name)),
    outputs: proto.outputs,
    nodes,
    constants: constants.values,
  };
}

function toGraphNode(node: NodeProto, layers: readonly string[], constants: Constants): GraphNode {
  const weightInputs = node.inputs.flatMap((name, at) => (constants.values.has(name) ? [at] : []));
  return {
    name: nodeName(node),
    operator: node.operator,
    inputs: node.inputs,
    outputs: node.outputs,
    attributes: node.attributes,
    layers,
    ...(layers.length === 0 ? {} : { weightInputs }),
  };
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
