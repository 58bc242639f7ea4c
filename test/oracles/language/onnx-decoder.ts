import type { ImportedWeights } from '../../../src/network/imported-weights.ts';
import { RotaryTables } from '../../../src/network/language/rotary-tables.ts';
import type { FeedForward, Norm, Transformer } from '../../../src/network/language/transformer.ts';
import { type Initializer, type ModelNode, onnxModel } from '../onnx-model.ts';

/** How exporters write attention over a cache: as one node, or as two products around a softmax. */
export const FORMS = [
  'plain',
  'Einsum',
  'Attention',
  'GroupQueryAttention',
  'MultiHeadAttention',
  'TensorScatter',
] as const;

export type Form = (typeof FORMS)[number];

/** New tokens of each sequence, behind so many that are cached; without any the graph has no inputs for them. */
export interface Span {
  readonly tokens: number;
  readonly past: number;
  readonly batch?: number;
}

type Attributes = NonNullable<ModelNode['attributes']>;

/** A language model with one layer for each product, rotary positions and a gated feed-forward part as an ONNX file. */
export function onnxDecoder(weights: ImportedWeights, form: Form, { tokens, past, batch = 1 }: Span): Uint8Array {
  const model = weights.language!.transformer() as Transformer;
  const { heads, keyValueHeads, headSize } = model.sizes;
  const length = past + tokens;
  const nodes: ModelNode[] = [];
  const initializers: Initializer[] = [];
  const inputs: Record<string, readonly number[]> = { tokens: [batch, tokens] };
  const given = new Set<string>();
  const constant = (name: string, dims: readonly number[], values: readonly number[], dtype = 'float32'): string => {
    if (!given.has(name)) initializers.push({ name, dims, typed: { dtype, values } });
    given.add(name);
    return name;
  };
  const list = (...values: readonly number[]): string =>
    constant(`list ${values.join(' ')}`, [values.length], values, 'int64');
  const add = (
    operator: string,
    from: readonly string[],
    to: string | readonly string[],
    attributes: Attributes = {},
  ) => {
    const [domain, own] = operator.includes(':') ? operator.split(':') : ['', operator];
    const outputs = typeof to === 'string' ? [to] : to;
    nodes.push({ operator: own, inputs: from, outputs, attributes, ...(domain !== '' && { domain }) });
    return outputs[0];
  };
  const product = (x: string, layer: string, to: string): string => {
    const found = weights.layers.find(({ name }) => name === layer)!;
    if (found.matrix.kind !== 'dense') throw new Error(`${layer} is not dense`);
    const { rows, columns, values } = found.matrix;
    const turned = Array.from(
      { length: rows * columns },
      (_, at) => values[(at % rows) * columns + Math.floor(at / rows)],
    );
    const y = add('MatMul', [x, constant(layer, [columns, rows], turned)], `${to}.product`);
    if (found.bias === undefined) return add('Identity', [y], to);
    return add('Add', [y, constant(`${layer}.bias`, [rows], [...found.bias])], to);
  };
  const norm = ({ weight }: Norm, x: string, to: string): string =>
    add('RMSNormalization', [x, constant(`${to}.weight`, weight.shape, [...weight.values])], to, {
      axis: -1,
      epsilon: model.norm.epsilon,
    });

  const byHead = (x: string, count: number): string => {
    const apart = add('Reshape', [x, list(batch, -1, count, headSize)], `${x}.apart`);
    return add('Transpose', [apart], `${x}.byHead`, { perm: [0, 2, 1, 3] });
  };
  const joined = (x: string): string =>
    add(
      'Reshape',
      [add('Transpose', [x], `${x}.turned`, { perm: [0, 2, 1, 3] }), list(batch, tokens, heads * headSize)],
      `${x}.joined`,
    );
  /** Each head of keys as often as heads of queries share it. */
  const repeated = (x: string): string => {
    const wide = add('Unsqueeze', [x, list(2)], `${x}.wide`);
    const shape = list(batch, keyValueHeads, heads / keyValueHeads, length, headSize);
    return add(
      'Reshape',
      [add('Expand', [wide, shape], `${x}.expanded`), list(batch, heads, length, headSize)],
      `${x}.repeated`,
    );
  };
  const mask = (window = length): string => {
    const values = Array.from({ length: tokens * length }, (_, index) => {
      const [token, at] = [past + Math.floor(index / length), index % length];
      return at <= token && at > token - window ? 0 : -65504;
    });
    return constant(`mask ${window}`, [1, 1, tokens, length], values);
  };
  const scale = 1 / Math.sqrt(headSize);
  const pastOf = (name: string, room = past): string => {
    if (past === 0 && form !== 'TensorScatter') return '';
    inputs[`past.${name}`] = [batch, keyValueHeads, room, headSize];
    return `past.${name}`;
  };
  const behindPast = (name: string, x: string): string => {
    const before = pastOf(name);
    const own = byHead(x, keyValueHeads);
    return before === ''
      ? add('Identity', [own], `present.${name}`)
      : add('Concat', [before, own], `present.${name}`, { axis: 2 });
  };

  /** Queries, keys and values of a block that has positions already; gives what its output layer multiplies. */
  const attention = (block: number, [q, k, v]: readonly [string, string, string], window?: number): string => {
    const [key, value, to] = [`key.${block}`, `value.${block}`, `attended.${block}`];
    const presents = [to, `present.${key}`, `present.${value}`];
    if (form === 'Attention')
      return add('Attention', [q, k, v, '', pastOf(key), pastOf(value)], presents, {
        q_num_heads: heads,
        kv_num_heads: keyValueHeads,
        is_causal: 1,
        ...(window !== undefined && { left_window_size: window - 1 }),
      });
    if (form === 'GroupQueryAttention') {
      const lengths = constant(
        'lengths',
        [batch],
        Array.from({ length: batch }, () => length - 1),
        'int32',
      );
      const total = constant('total', [1], [length], 'int32');
      return add('com.microsoft:GroupQueryAttention', [q, k, v, pastOf(key), pastOf(value), lengths, total], presents, {
        num_heads: heads,
        kv_num_heads: keyValueHeads,
        ...(window !== undefined && { local_window_size: window }),
      });
    }
    if (form === 'TensorScatter') {
      const places = constant(
        'places',
        [batch],
        Array.from({ length: batch }, () => past),
        'int64',
      );
      const valid = constant(
        'valid',
        [batch],
        Array.from({ length: batch }, () => length),
        'int64',
      );
      const [keys, values] = [
        [key, k],
        [value, v],
      ].map(([name, x]) =>
        add('TensorScatter', [pastOf(name, length), byHead(x, keyValueHeads), places], `present.${name}`, { axis: 2 }),
      );
      return joined(
        add('Attention', [byHead(q, heads), keys, values, '', '', '', valid], `${to}.byHead`, {
          is_causal: 1,
          ...(window !== undefined && { left_window_size: window - 1 }),
        }),
      );
    }
    const [keys, values] = [repeated(behindPast(key, k)), repeated(behindPast(value, v))];
    if (form === 'MultiHeadAttention')
      return add('com.microsoft:MultiHeadAttention', [q, keys, values, '', '', mask(window)], to, { num_heads: heads });
    const scores =
      form === 'Einsum'
        ? add('Einsum', [byHead(q, heads), keys], `${to}.scores`, { equation: 'bhqd,bhkd->bhqk' })
        : add(
            'MatMul',
            [byHead(q, heads), add('Transpose', [keys], `${keys}.turned`, { perm: [0, 1, 3, 2] })],
            `${to}.scores`,
          );
    const scaled = add('Mul', [scores, constant('scale', [], [scale])], `${to}.scaled`);
    const shares = add('Softmax', [add('Add', [scaled, mask(window)], `${to}.masked`)], `${to}.shares`, { axis: -1 });
    if (form === 'plain') return joined(add('MatMul', [shares, values], `${to}.byHead`));
    const byToken = add('Einsum', [shares, values], `${to}.byToken`, { equation: 'bhqk,bhkd->bqhd' });
    return add('Reshape', [byToken, list(batch, tokens, heads * headSize)], `${to}.joined`);
  };

  const tables = new RotaryTables(model, model.context);
  const places = constant(
    'positions',
    [batch, tokens],
    Array.from({ length: batch * tokens }, (_, at) => past + (at % tokens)),
    'int64',
  );
  let x = add(
    'Gather',
    [constant('embedding', model.embedding.shape, [...model.embedding.values]), 'tokens'],
    'embedded',
  );
  for (const [index, block] of model.blocks.entries()) {
    const at = (name: string): string => `${name}.${index}`;
    const normed = norm(block.attentionNorm!, x, at('attentionNorm'));
    const [q, k, v] = (block.queryKeyValue as readonly string[]).map((layer, part) =>
      product(normed, layer, at(['q', 'k', 'v'][part])),
    );
    const { cosines, sines } = tables.of(block)!;
    const turned = (part: string, count: number): string =>
      add(
        'RotaryEmbedding',
        [
          part,
          constant('cosines', cosines.shape, [...cosines.values]),
          constant('sines', sines.shape, [...sines.values]),
          places,
        ],
        `${part}.placed`,
        {
          num_heads: count,
          rotary_embedding_dim: model.rotary!.size,
          interleaved: model.rotary!.isInterleaved ? 1 : 0,
        },
      );
    const attended = attention(index, [turned(q, heads), turned(k, keyValueHeads), v], block.window);
    const middle = add('Add', [x, product(attended, block.attentionOutput, at('attentionOutput'))], at('middle'));
    const fed = norm(block.feedForwardNorm!, middle, at('feedForwardNorm'));
    const { gate, up, down } = block.feedForward as Extract<FeedForward, { readonly up: string }>;
    const opened = product(fed, gate!, at('gate'));
    const silu = add('Mul', [opened, add('Sigmoid', [opened], at('sigmoid'))], at('silu'));
    const hidden = add('Mul', [silu, product(fed, up, at('up'))], at('hidden'));
    x = add('Add', [middle, product(hidden, down, at('down'))], at('sum'));
  }
  product(norm(model.finalNorm!, x, 'finalNorm'), model.head, 'logits');
  const outputs = ['logits', ...model.blocks.flatMap((_, block) => [`present.key.${block}`, `present.value.${block}`])];
  return onnxModel(nodes, initializers, inputs, {
    opsets: { '': 25, 'com.microsoft': 1 },
    kinds: { tokens: 'int64' },
    outputs,
  });
}
