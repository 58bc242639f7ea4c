import type { GraphProto, NodeProto } from './model.ts';

type Expand = (node: NodeProto) => readonly NodeProto[];

/** A name that no file has: the scale of integers that stand for themselves. */
const ONE = '\u0000one';

/** ONNX defines each quantized operator by dequantized operands; what runs and what is inspected are those. */
const EXPANSIONS: Readonly<Record<string, Expand>> = {
  QLinearMatMul: (node) => {
    const [a, aScale, aZero, b, bScale, bZero, scale, zero] = node.inputs;
    return [
      dequantize(node, 'left', [a, aScale, aZero]),
      dequantize(node, 'right', [b, bScale, bZero]),
      step(node, 'MatMul', [part(node, 'left'), part(node, 'right')], part(node, 'sums')),
      step(node, 'QuantizeLinear', [part(node, 'sums'), scale, zero], node.outputs[0]),
    ];
  },
  QLinearConv: (node) => {
    const [x, xScale, xZero, w, wScale, wZero, scale, zero, bias = ''] = node.inputs;
    const withBias = bias !== '';
    return [
      dequantize(node, 'image', [x, xScale, xZero]),
      dequantize(node, 'kernel', [w, wScale, wZero], 0),
      ...(withBias
        ? [
            step(node, 'Mul', [wScale, xScale], part(node, 'biasScale')),
            dequantize(node, 'bias', [bias, part(node, 'biasScale')], 0),
          ]
        : []),
      convolution(node, withBias ? [part(node, 'bias')] : [], part(node, 'sums')),
      step(node, 'QuantizeLinear', [part(node, 'sums'), scale, zero], node.outputs[0]),
    ];
  },
  MatMulInteger: (node) => {
    const [a, b, aZero = '', bZero = ''] = node.inputs;
    return [
      dequantize(node, 'left', [a, ONE, aZero]),
      dequantize(node, 'right', [b, ONE, bZero]),
      step(node, 'MatMul', [part(node, 'left'), part(node, 'right')], node.outputs[0]),
    ];
  },
  ConvInteger: (node) => {
    const [x, w, xZero = '', wZero = ''] = node.inputs;
    return [
      dequantize(node, 'image', [x, ONE, xZero]),
      dequantize(node, 'kernel', [w, ONE, wZero], 0),
      convolution(node, [], node.outputs[0]),
    ];
  },
};

/** The graph with its quantized operators written out: DequantizeLinear, the plain operator, QuantizeLinear. */
export function expandQuantized(graph: GraphProto): GraphProto {
  if (!graph.nodes.some(({ operator }) => Object.hasOwn(EXPANSIONS, operator))) return graph;
  const nodes = graph.nodes.flatMap((node) =>
    Object.hasOwn(EXPANSIONS, node.operator) ? EXPANSIONS[node.operator](node) : [node],
  );
  const one = new Uint8Array(Float32Array.of(1).buffer);
  const empty = new Uint8Array(0);
  const tensor = { name: ONE, dims: [], dataType: 1, raw: one, floatData: empty, doubleData: empty };
  return { ...graph, nodes, initializers: [...graph.initializers, { ...tensor, integerData: [], external: null }] };
}

/** A value between the steps of a node. */
function part({ outputs, name }: NodeProto, what: string): string {
  return `${outputs[0] ?? name}.${what}`;
}

function step(
  node: NodeProto,
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: NodeProto['attributes'] = {},
): NodeProto {
  return { ...node, operator, inputs, outputs: [output], attributes };
}

/** @param axis that of scales and zero points, where there are several */
function dequantize(node: NodeProto, what: string, inputs: readonly string[], axis = 1): NodeProto {
  const given = inputs.filter((name) => name !== undefined && name !== '');
  return step(node, 'DequantizeLinear', given, part(node, what), { axis });
}

function convolution(node: NodeProto, bias: readonly string[], output: string): NodeProto {
  return step(node, 'Conv', [part(node, 'image'), part(node, 'kernel'), ...bias], output, node.attributes);
}
