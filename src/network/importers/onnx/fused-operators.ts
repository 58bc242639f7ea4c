import { WINDOW_ATTRIBUTES } from '../../graph/operators/window.ts';
import { type Expansion, expansion, part, step } from './expansion.ts';
import type { NodeProto } from './model.ts';

/** Activation functions that ONNX Runtime fuses, and the attributes that their parameters are, in order. */
const ACTIVATIONS: Readonly<Record<string, readonly string[]>> = {
  Relu: [],
  Tanh: [],
  Sigmoid: [],
  LeakyRelu: ['alpha'],
  HardSigmoid: ['alpha', 'beta'],
};

const names = Object.keys(ACTIVATIONS);

/** What ONNX Runtime's optimiser makes of a product and what follows it; a file that it wrote has these. */
export const FUSED: Readonly<Record<string, Expansion>> = {
  'com.microsoft:FusedConv': expansion(
    'X W B? Z?',
    (node) => {
      const [x, w, b = '', z = ''] = node.inputs;
      const { activation, activation_params: parameters, ...attributes } = node.attributes;
      const summed = part(node, 'sums');
      return [
        step(node, 'Conv', [x, w, ...(b === '' ? [] : [b])], part(node, 'product'), attributes),
        z === ''
          ? step(node, 'Identity', [part(node, 'product')], summed)
          : step(node, 'Add', [part(node, 'product'), z], summed),
        activated(node, summed, String(activation ?? 'Identity'), parameters),
      ];
    },
    { ...WINDOW_ATTRIBUTES, group: 'number', activation: names, activation_params: 'numbers' },
  ),
  'com.microsoft:FusedGemm': expansion(
    'A B C?',
    (node) => {
      const { activation, activation_alpha: alpha, activation_beta: beta, ...attributes } = node.attributes;
      const parameters = [alpha, beta].filter((one) => typeof one === 'number');
      return [
        step(node, 'Gemm', node.inputs, part(node, 'sums'), attributes),
        activated(node, part(node, 'sums'), String(activation ?? 'Identity'), parameters),
      ];
    },
    {
      alpha: 'number',
      beta: 'number',
      transA: [0, 1],
      transB: [0, 1],
      activation: names,
      activation_alpha: 'number',
      activation_beta: 'number',
    },
  ),
  'com.microsoft:BiasGelu': expansion('A B', (node) => [
    step(node, 'Add', node.inputs, part(node, 'sums')),
    step(node, 'Gelu', [part(node, 'sums')], node.outputs[0]),
  ]),
};

function activated(
  node: NodeProto,
  input: string,
  activation: string,
  parameters: NodeProto['attributes'][string] | undefined,
): NodeProto {
  const values = typeof parameters === 'object' ? parameters : [];
  const attributes = Object.fromEntries(
    (ACTIVATIONS[activation] ?? []).flatMap((name, at) => (values[at] === undefined ? [] : [[name, values[at]]])),
  );
  return step(node, activation, [input], node.outputs[0], attributes);
}
