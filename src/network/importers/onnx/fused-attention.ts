import { type Expansion, expansion, part, step } from './expansion.ts';
import type { NodeProto } from './model.ts';

/** Operator set in which sizes of parts and axes are attributes: no constants have to be made for them. */
const OPSET = 11;

/**
 * Attention of ONNX Runtime: queries, keys and values are made inside by weights that lie in one matrix, which becomes a layer; past and present hold keys and values in one tensor
 * [2, batch, heads, tokens, size].
 */
export const FUSED_ATTENTION: Readonly<Record<string, Expansion>> = {
  'com.microsoft:Attention': {
    ...expansion('input weights bias? mask_index? past? attention_bias?', expand, {
      num_heads: 'number',
      unidirectional: [0, 1],
      mask_filter_value: 'number',
      scale: 'number',
      qkv_hidden_sizes: 'numbers',
      do_rotary: [0],
      rotary_embedding_dim: [0],
      past_present_share_buffer: [0],
    }),
    outputs: 'output present',
  },
};

function expand(node: NodeProto): readonly NodeProto[] {
  const [x, weights, bias = '', mask = '', past = '', added = ''] = node.inputs;
  const [y, present = ''] = node.outputs;
  const { qkv_hidden_sizes: sizes, num_heads, unidirectional = 0, mask_filter_value: filter, scale } = node.attributes;
  const names = (...whats: readonly string[]): string[] => whats.map((what) => part(node, what));
  const several = (
    operator: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes: NodeProto['attributes'],
  ): NodeProto => ({
    ...step(node, operator, inputs, '', attributes),
    opset: OPSET,
    outputs,
  });
  const both = names('pastKey', 'pastValue');
  const own = names('presentKey', 'presentValue');
  const wide = names('wideKey', 'wideValue');
  const [queryKeyValue] = names('queryKeyValue');
  const queries = names('query', 'key', 'value');
  return [
    step(node, 'Gemm', [x, weights, ...(bias === '' ? [] : [bias])], queryKeyValue),
    several('Split', [queryKeyValue], queries, { axis: -1, ...(sizes !== undefined && { split: sizes }) }),
    ...(past === ''
      ? []
      : [
          several('Split', [past], names('wholeKey', 'wholeValue'), { axis: 0 }),
          ...names('wholeKey', 'wholeValue').map((name, at) => several('Squeeze', [name], [both[at]], { axes: [0] })),
        ]),
    {
      ...node,
      operator: 'MultiHeadAttention',
      opset: 1,
      inputs: [...queries, '', mask, added, ...(past === '' ? [] : both)],
      outputs: [y, ...(present === '' ? [] : own)],
      attributes: {
        num_heads,
        unidirectional,
        ...(filter !== undefined && { mask_filter_value: filter }),
        ...(scale !== undefined && { scale }),
      },
    },
    ...(present === ''
      ? []
      : [
          ...own.map((name, at) => several('Unsqueeze', [name], [wide[at]], { axes: [0] })),
          several('Concat', wide, [present], { axis: 0 }),
        ]),
  ];
}
