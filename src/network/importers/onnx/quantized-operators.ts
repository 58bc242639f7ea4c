import type { Definition } from '../../graph/operators/definition.ts';
import { WINDOW_ATTRIBUTES } from '../../graph/operators/window.ts';
import { type Expansion, expansion, ONE, part, step } from './expansion.ts';
import type { NodeProto } from './model.ts';

/** Number of INT32 (TensorProto.DataType). */
const INT32 = 6;

/** ONNX defines each quantized operator by dequantized operands; what runs and what is inspected are those. Names with a domain are ONNX Runtime's own. */
export const QUANTIZED: Readonly<Record<string, Expansion>> = {
  QLinearMatMul: expansion('a a_scale a_zero b b_scale b_zero y_scale y_zero', (node) => {
    const [a, aScale, aZero, b, bScale, bZero, scale, zero] = node.inputs;
    return [
      dequantize(node, 'left', [a, aScale, aZero], -2),
      dequantize(node, 'right', [b, bScale, bZero]),
      step(node, 'MatMul', [part(node, 'left'), part(node, 'right')], part(node, 'sums')),
      quantize(node, [scale, zero]),
    ];
  }),
  QLinearConv: expansion('x x_scale x_zero w w_scale w_zero y_scale y_zero B?', qLinearConv, {
    ...WINDOW_ATTRIBUTES,
    group: 'number',
  }),
  MatMulInteger: expansion('A B a_zero? b_zero?', matMulInteger),
  ConvInteger: expansion(
    'x w x_zero? w_zero?',
    (node) => {
      const [x, w, xZero = '', wZero = ''] = node.inputs;
      return [
        dequantize(node, 'image', [x, ONE, xZero]),
        dequantize(node, 'kernel', [w, ONE, wZero], 0),
        convolution(node, [], part(node, 'sums')),
        step(node, 'Cast', [part(node, 'sums')], node.outputs[0], { to: INT32 }),
      ];
    },
    { ...WINDOW_ATTRIBUTES, group: 'number' },
  ),
  'com.microsoft:QGemm': expansion(
    'A a_scale a_zero B b_scale b_zero C? y_scale? y_zero?',
    (node) => {
      const [a, aScale, aZero, b, bScale, bZero, c = '', scale = '', zero = ''] = node.inputs;
      const sums = scale === '' ? node.outputs[0] : part(node, 'sums');
      const operands = [part(node, 'left'), part(node, 'right'), ...(c === '' ? [] : [part(node, 'bias')])];
      return [
        dequantize(node, 'left', [a, aScale, aZero]),
        // Scales of B are those of its columns, which transB makes rows.
        dequantize(node, 'right', [b, bScale, bZero], node.attributes.transB === 1 ? 0 : 1),
        ...(c === '' ? [] : biasOfIntegers(node, c, aScale, bScale)),
        step(node, 'Gemm', operands, sums, node.attributes),
        ...(scale === '' ? [] : [quantize(node, [scale, zero])]),
      ];
    },
    { alpha: [1], transA: [0, 1], transB: [0, 1] },
  ),
  'com.microsoft:DynamicQuantizeMatMul': expansion('A B b_scale b_zero? bias?', (node) => {
    const [a, b, bScale, bZero = '', bias = ''] = node.inputs;
    const quantized = { ...step(node, 'DynamicQuantizeLinear', [a], part(node, 'codes')) };
    const codes = ['codes', 'scale', 'zero'].map((what) => part(node, what));
    return [
      { ...quantized, outputs: codes },
      dequantize(node, 'left', codes),
      dequantize(node, 'right', [b, bScale, bZero]),
      ...withBias(node, bias),
    ];
  }),
  'com.microsoft:MatMulIntegerToFloat': expansion('A B a_scale b_scale a_zero? b_zero? bias?', (node) => {
    const [a, b, aScale, bScale, aZero = '', bZero = '', bias = ''] = node.inputs;
    return [
      dequantize(node, 'left', [a, aScale, aZero], -2),
      dequantize(node, 'right', [b, bScale, bZero]),
      ...withBias(node, bias),
    ];
  }),
  'com.microsoft:QLinearAdd': pair('Add'),
  'com.microsoft:QLinearMul': pair('Mul'),
  'com.microsoft:QLinearSigmoid': single('Sigmoid'),
  'com.microsoft:QLinearLeakyRelu': single('LeakyRelu', { alpha: 'number' }),
  // Of ONNX Runtime's version the axis means what it did below opset 13, unless the attribute opset says more.
  'com.microsoft:QLinearSoftmax': {
    ...single('Softmax', { axis: 'number', opset: 'number' }),
    expand: (node) => {
      const { opset, ...attributes } = node.attributes;
      const version = typeof opset === 'number' ? opset : 1;
      return around(node, (from, to) => ({ ...step(node, 'Softmax', [from], to, attributes), opset: version }));
    },
  },
  'com.microsoft:QLinearGlobalAveragePool': single('GlobalAveragePool', { channels_last: [0] }, ['channels_last']),
  'com.microsoft:QLinearAveragePool': single(
    'AveragePool',
    { ...WINDOW_ATTRIBUTES, ceil_mode: [0, 1], count_include_pad: [0, 1], channels_last: [0] },
    ['channels_last'],
    { zeroFirst: 1 },
  ),
  'com.microsoft:QLinearReduceMean': single('ReduceMean', { axes: 'numbers', keepdims: [0, 1] }),
  'com.microsoft:QLinearConcat': expansion(
    'y_scale y_zero inputs*',
    (node) => {
      const [scale, zero, ...inputs] = node.inputs;
      const parts = Array.from({ length: inputs.length / 3 }, (_, at) => inputs.slice(at * 3, at * 3 + 3));
      return [
        ...parts.map((given, at) => dequantize(node, `part${at}`, given)),
        step(
          node,
          'Concat',
          parts.map((_, at) => part(node, `part${at}`)),
          part(node, 'sums'),
          node.attributes,
        ),
        quantize(node, [scale, zero]),
      ];
    },
    { axis: 'number' },
  ),
  'com.microsoft:QLinearWhere': expansion('condition X x_scale x_zero Y y_scale y_zero z_scale z_zero', (node) => {
    const [condition, x, xScale, xZero, y, yScale, yZero, scale, zero] = node.inputs;
    return [
      dequantize(node, 'left', [x, xScale, xZero]),
      dequantize(node, 'right', [y, yScale, yZero]),
      step(node, 'Where', [condition, part(node, 'left'), part(node, 'right')], part(node, 'sums')),
      quantize(node, [scale, zero]),
    ];
  }),
  'com.microsoft:QLinearConv': expansion('x x_scale x_zero w w_scale w_zero y_scale y_zero B?', qLinearConv, {
    ...WINDOW_ATTRIBUTES,
    group: 'number',
    channels_last: [0],
  }),
};

/** Two quantized operands and a quantized result. */
function pair(operator: string): Expansion {
  return expansion('A a_scale a_zero? B b_scale b_zero? c_scale c_zero?', (node) => {
    const [a, aScale, aZero, b, bScale, bZero, scale, zero = ''] = node.inputs;
    return [
      dequantize(node, 'left', [a, aScale, aZero]),
      dequantize(node, 'right', [b, bScale, bZero]),
      step(node, operator, [part(node, 'left'), part(node, 'right')], part(node, 'sums')),
      quantize(node, [scale, zero]),
    ];
  });
}

/** One quantized operand and a quantized result; `own` are attributes that the plain operator does not have, `quantization` those of QuantizeLinear behind it. */
function single(
  operator: string,
  attributes: Definition['attributes'] = {},
  own: readonly string[] = [],
  quantization: NodeProto['attributes'] = {},
): Expansion {
  const expand = (node: NodeProto) => {
    const kept = Object.fromEntries(Object.entries(node.attributes).filter(([name]) => !own.includes(name)));
    return around(node, (from, to) => step(node, operator, [from], to, kept), quantization);
  };
  return expansion('X x_scale x_zero? y_scale y_zero?', expand, attributes);
}

function around(
  node: NodeProto,
  inner: (from: string, to: string) => NodeProto,
  quantization: NodeProto['attributes'] = {},
): NodeProto[] {
  const [x, xScale, xZero, scale, zero = ''] = node.inputs;
  return [
    dequantize(node, 'left', [x, xScale, xZero]),
    inner(part(node, 'left'), part(node, 'sums')),
    quantize(node, [scale, zero], quantization),
  ];
}

function qLinearConv(node: NodeProto): NodeProto[] {
  const [x, xScale, xZero, w, wScale, wZero, scale, zero, bias = ''] = node.inputs;
  const { channels_last: _, ...attributes } = node.attributes;
  return [
    dequantize(node, 'image', [x, xScale, xZero]),
    dequantize(node, 'kernel', [w, wScale, wZero], 0),
    ...(bias === '' ? [] : biasOfIntegers(node, bias, xScale, wScale)),
    { ...convolution(node, bias === '' ? [] : [part(node, 'bias')], part(node, 'sums')), attributes },
    quantize(node, [scale, zero]),
  ];
}

function matMulInteger(node: NodeProto): NodeProto[] {
  const [a, b, aZero = '', bZero = ''] = node.inputs;
  return [
    dequantize(node, 'left', [a, ONE, aZero], -2),
    dequantize(node, 'right', [b, ONE, bZero]),
    step(node, 'MatMul', [part(node, 'left'), part(node, 'right')], part(node, 'sums')),
    step(node, 'Cast', [part(node, 'sums')], node.outputs[0], { to: INT32 }),
  ];
}

/** The scale of a bias of integers is the product of the others. */
function biasOfIntegers(node: NodeProto, bias: string, xScale: string, wScale: string): NodeProto[] {
  return [
    step(node, 'Mul', [wScale, xScale], part(node, 'biasScale')),
    dequantize(node, 'bias', [bias, part(node, 'biasScale')], 0),
  ];
}

/** The product of left and right, and a bias behind it where there is one. */
function withBias(node: NodeProto, bias: string): NodeProto[] {
  const operands = [part(node, 'left'), part(node, 'right')];
  if (bias === '') return [step(node, 'MatMul', operands, node.outputs[0])];
  return [
    step(node, 'MatMul', operands, part(node, 'sums')),
    step(node, 'Add', [part(node, 'sums'), bias], node.outputs[0]),
  ];
}

/** @param axis that of scales and zero points, where there are several: the last where it is not told */
function dequantize(node: NodeProto, what: string, inputs: readonly string[], axis = -1): NodeProto {
  const [x, scale, zero = ''] = inputs;
  return step(node, 'DequantizeLinear', [x, scale, zero], part(node, what), { axis });
}

function quantize(
  node: NodeProto,
  [scale, zero]: readonly string[],
  attributes: NodeProto['attributes'] = {},
): NodeProto {
  return step(node, 'QuantizeLinear', [part(node, 'sums'), scale, zero ?? ''], node.outputs[0], {
    axis: -1,
    ...attributes,
  });
}

function convolution(node: NodeProto, bias: readonly string[], output: string): NodeProto {
  return step(node, 'Conv', [part(node, 'image'), part(node, 'kernel'), ...bias], output, node.attributes);
}
