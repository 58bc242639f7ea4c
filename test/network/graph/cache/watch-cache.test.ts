import test from 'ava';
import { randomBelow, randomStream } from '../../../../src/base/random.ts';
import { drain } from '../../../../src/base/steps.ts';
import type { CacheUse } from '../../../../src/network/graph/cache/cache-use.ts';
import { cacheWatches } from '../../../../src/network/graph/cache/watch-cache.ts';
import { graphSteps } from '../../../../src/network/graph/execute-graph.ts';
import type { Tensor } from '../../../../src/network/graph/graph.ts';
import { oneByOne } from '../../../../src/network/graph/operators/operator.ts';
import { plainMultiply } from '../../../../src/network/graph/plain-multiply.ts';
import { onnx } from '../../../../src/network/importers/onnx.ts';
import { importedNetwork } from '../../../../src/run/load/imported-network.ts';
import { type Initializer, type Inputs, type ModelNode, onnxModel } from '../../../oracles/onnx-model.ts';

const WIDTH = 8;

/** A projection of vectors of 8 to so many values. */
const weight = (name: string, columns = WIDTH): Initializer => ({
  name,
  dims: [WIDTH, columns],
  floats: Array.from({ length: WIDTH * columns }, (_, at) => ((at * 7) % 11) / 11 - 0.5),
});
const list = (...values: readonly number[]): Initializer => ({
  name: `list ${values.join(' ')}`,
  dims: [values.length],
  typed: { dtype: 'int64', values },
});
const node = (
  operator: string,
  inputs: string,
  outputs: string,
  attributes: ModelNode['attributes'] = {},
): ModelNode => {
  const [domain, own] = operator.includes(':') ? operator.split(':') : ['', operator];
  return {
    operator: own,
    inputs: inputs.split(', '),
    outputs: outputs.split(', '),
    attributes,
    ...(domain !== '' && { domain }),
  };
};

interface Model {
  readonly nodes: readonly ModelNode[];
  readonly initializers: readonly Initializer[];
  readonly inputs: Inputs;
  readonly outputs: readonly string[];
  readonly kinds?: Readonly<Record<string, string>>;
}

/** What one execution with random inputs keeps and reads. */
async function use({ nodes, initializers, inputs, outputs, kinds = {} }: Model): Promise<CacheUse | undefined> {
  const bytes = onnxModel(nodes, initializers, inputs, { opsets: { '': 25, 'com.microsoft': 1 }, outputs, kinds });
  const imported = await onnx.read({ file: 'case.onnx', bytes }, {});
  const { layers } = importedNetwork(imported, { file: 'case.onnx', name: 'case', layersAlone: true });
  const stream = randomStream(3);
  const given = new Map(
    Object.entries(inputs).map(([name, shape]): [string, Tensor] => {
      const sizes = shape.map(Number);
      const values = Float32Array.from({ length: sizes.reduce((a, b) => a * b, 1) }, () => randomBelow(stream, 9) - 4);
      return [name, { type: kinds[name] ?? 'fp32', shape: sizes, values }];
    }),
  );
  const cache = cacheWatches(imported.graph!)?.();
  drain(graphSteps(imported.graph!, given, oneByOne(plainMultiply(layers)), cache && { cache }));
  return cache?.use();
}

const PROJECTIONS = [node('MatMul', 'x, Wq', 'q'), node('MatMul', 'x, Wk', 'k'), node('MatMul', 'x, Wv', 'v')];
const WEIGHTS = [weight('Wq'), weight('Wk'), weight('Wv')];
const HEADS = { q_num_heads: 2, kv_num_heads: 2 };
/** Two heads of 4 values: [batch, heads, tokens, 4]. */
const byHead = (x: string, batch = 1): ModelNode[] => [
  node('Reshape', `${x}, list ${batch} -1 2 4`, `${x}.apart`),
  node('Transpose', `${x}.apart`, `${x}.heads`, { perm: [0, 2, 1, 3] }),
];
const BY_HEAD = [...PROJECTIONS, ...byHead('q'), ...byHead('k'), ...byHead('v')];
/** softmax(q keys) values, no mask. */
const plain = (keys: string, values: string): ModelNode[] => [
  node('Transpose', keys, 'turned', { perm: [0, 1, 3, 2] }),
  node('MatMul', 'q.heads, turned', 'scores'),
  node('Softmax', 'scores', 'shares', { axis: -1 }),
  node('MatMul', `shares, ${values}`, 'y'),
];
const PAST = { pastKey: [1, 2, 5, 4], pastValue: [1, 2, 5, 4] };
const vectors = (count: number) => ({ vectors: count, values: count * 4 });

test('an encoder keeps nothing, whether its attention is one node or two products', async (t) => {
  const inputs = { x: [1, 3, WIDTH] };
  const one = node('Attention', 'q, k, v', 'y', HEADS);
  t.is(await use({ nodes: [...PROJECTIONS, one], initializers: WEIGHTS, inputs, outputs: ['y'] }), undefined);
  const two = [...BY_HEAD, ...plain('k.heads', 'v.heads')];
  t.is(await use({ nodes: two, initializers: [...WEIGHTS, list(1, -1, 2, 4)], inputs, outputs: ['y'] }), undefined);
});

test('a graph without attention is not watched', async (t) => {
  const { graph } = await onnx.read(
    { file: 'case.onnx', bytes: onnxModel(PROJECTIONS.slice(0, 1), WEIGHTS, { x: [1, 3, WIDTH] }) },
    {},
  );
  t.is(cacheWatches(graph!), undefined);
});

test('a prompt without a cache writes the keys and values that are handed out, of all its tokens, and reads them', async (t) => {
  const inputs = { x: [1, 3, WIDTH] };
  const one = node('Attention', 'q, k, v', 'y, key, value', { ...HEADS, is_causal: 1 });
  // two heads, keys and values; the three tokens see 1, 2 and 3
  const expected = {
    read: vectors(4 * 6),
    written: vectors(4 * 3),
    held: vectors(4 * 3),
    perToken: vectors(4),
    tokens: 3,
    length: 3,
  };
  t.deepEqual(
    await use({ nodes: [...PROJECTIONS, one], initializers: WEIGHTS, inputs, outputs: ['y', 'key', 'value'] }),
    expected,
  );
  // without a mask each sees all three
  const two = [...BY_HEAD, ...plain('k.heads', 'v.heads')];
  const outputs = ['y', 'k.heads', 'v.heads'];
  t.deepEqual(await use({ nodes: two, initializers: [...WEIGHTS, list(1, -1, 2, 4)], inputs, outputs }), {
    ...expected,
    read: vectors(4 * 9),
  });
});

test('what is handed out in another order or kind is kept too: fp16, turned, or keys and values in one', async (t) => {
  const initializers = [...WEIGHTS, list(1, -1, 2, 4), list(0)];
  const nodes = [...BY_HEAD, ...plain('k.heads', 'v.heads')];
  const inputs = { x: [1, 3, WIDTH] };
  const both = [
    node('Unsqueeze', 'k.heads, list 0', 'k.wide'),
    node('Unsqueeze', 'v.heads, list 0', 'v.wide'),
    node('Concat', 'k.wide, v.wide', 'present', { axis: 0 }),
  ];
  const expected = { written: vectors(12), read: vectors(36) };
  t.like(await use({ nodes: [...nodes, ...both], initializers, inputs, outputs: ['y', 'present'] }), expected);
  const turned = [node('Cast', 'v.heads', 'half', { to: 10 })];
  t.like(await use({ nodes: [...nodes, ...turned], initializers, inputs, outputs: ['y', 'turned', 'half'] }), expected);
});

test('queries, keys and values of one product: only keys and values are written', async (t) => {
  const nodes = [
    node('MatMul', 'x, W', 'qkv'),
    node('Split', 'qkv, list 8 8 8', 'q, k, v', { axis: -1 }),
    ...BY_HEAD.slice(3),
    ...plain('k.heads', 'v.heads'),
  ];
  const initializers = [weight('W', 3 * WIDTH), list(8, 8, 8), list(1, -1, 2, 4)];
  const found = await use({ nodes, initializers, inputs: { x: [1, 3, WIDTH] }, outputs: ['y', 'k.heads', 'v.heads'] });
  t.like(found, { written: vectors(12), held: vectors(12) });
});

test('a cache that comes in and is not handed out is read, but not what is new', async (t) => {
  const inputs = { x: [1, 2, WIDTH], ...PAST };
  const one = node('Attention', 'q, k, v, , pastKey, pastValue', 'y', { ...HEADS, is_causal: 1 });
  const expected = {
    read: vectors(4 * 2 * 5),
    written: vectors(0),
    held: vectors(4 * 5),
    perToken: vectors(4),
    tokens: 2,
    length: 5,
  };
  t.deepEqual(await use({ nodes: [...PROJECTIONS, one], initializers: WEIGHTS, inputs, outputs: ['y'] }), expected);
  const two = [
    ...BY_HEAD,
    node('Concat', 'pastKey, k.heads', 'keys', { axis: 2 }),
    node('Concat', 'pastValue, v.heads', 'values', { axis: 2 }),
    ...plain('keys', 'values'),
  ];
  const initializers = [...WEIGHTS, list(1, -1, 2, 4)];
  t.deepEqual(await use({ nodes: two, initializers, inputs, outputs: ['y'] }), expected);
  t.like(await use({ nodes: two, initializers, inputs, outputs: ['y', 'keys', 'values'] }), {
    read: vectors(4 * 2 * 7),
    written: vectors(4 * 2),
    held: vectors(4 * 7),
  });
});

test('a cache of what an encoder said is read whole and never written, even where it is handed on', async (t) => {
  const nodes = [
    PROJECTIONS[0],
    ...byHead('q'),
    node('com.microsoft:MultiHeadAttention', 'q, pastKey, pastValue', 'y', { num_heads: 2 }),
    node('Identity', 'pastKey', 'key'),
  ];
  const initializers = [weight('Wq'), list(1, -1, 2, 4)];
  const inputs = { x: [1, 1, WIDTH], ...PAST };
  const expected = { read: vectors(4 * 5), written: vectors(0), held: vectors(4 * 5), tokens: 1, length: 5 };
  t.like(await use({ nodes, initializers, inputs, outputs: ['y', 'key'] }), expected);
  const two = [...nodes.slice(0, 3), ...plain('pastKey', 'pastValue'), node('Identity', 'pastKey', 'key')];
  t.like(await use({ nodes: two, initializers, inputs, outputs: ['y', 'key'] }), expected);
});

test('each sequence of a batch reads and writes its own', async (t) => {
  const one = node('Attention', 'q, k, v, , pastKey, pastValue', 'y, key, value', { ...HEADS, is_causal: 1 });
  const inputs = { x: [3, 2, WIDTH], pastKey: [3, 2, 5, 4], pastValue: [3, 2, 5, 4] };
  t.deepEqual(
    await use({ nodes: [...PROJECTIONS, one], initializers: WEIGHTS, inputs, outputs: ['y', 'key', 'value'] }),
    {
      read: vectors(3 * 4 * (6 + 7)),
      written: vectors(3 * 4 * 2),
      held: vectors(3 * 4 * 7),
      perToken: vectors(4),
      tokens: 6,
      length: 7,
    },
  );
});

test('keys and values that layers share are written and held once, and read by each of them', async (t) => {
  const nodes = [
    ...PROJECTIONS,
    node('Attention', 'q, k, v, , pastKey, pastValue', 'y, key, value', HEADS),
    node('MatMul', 'y, Wq', 'q.next'),
    node('Reshape', 'q.next, list 1 -1 2 4', 'q.apart'),
    node('Transpose', 'q.apart', 'q.heads', { perm: [0, 2, 1, 3] }),
    node('Attention', 'q.heads, key, value', 'z'),
  ];
  const initializers = [...WEIGHTS, list(1, -1, 2, 4)];
  const inputs = { x: [1, 1, WIDTH], ...PAST };
  t.like(await use({ nodes, initializers, inputs, outputs: ['z', 'key', 'value'] }), {
    read: vectors(2 * 4 * 6),
    written: vectors(4),
    held: vectors(4 * 6),
  });
});

test('a cache of integers is read and written through its scales', async (t) => {
  const scale: Initializer = { name: 'scale', dims: [], floats: [0.05] };
  const zero: Initializer = { name: 'zero', dims: [], typed: { dtype: 'int8', values: [0] } };
  const through = (x: string, past: string): ModelNode[] => [
    node('QuantizeLinear', `${x}.heads, scale, zero`, `${x}.codes`),
    node('Concat', `${past}, ${x}.codes`, `present.${x}`, { axis: 2 }),
    node('DequantizeLinear', `present.${x}, scale, zero`, `all.${x}`),
  ];
  const nodes = [...BY_HEAD, ...through('k', 'pastKey'), ...through('v', 'pastValue'), ...plain('all.k', 'all.v')];
  const initializers = [...WEIGHTS, list(1, -1, 2, 4), scale, zero];
  const inputs = { x: [1, 1, WIDTH], ...PAST };
  const kinds = { pastKey: 'int8', pastValue: 'int8' };
  t.like(await use({ nodes, initializers, inputs, outputs: ['y', 'present.k', 'present.v'], kinds }), {
    read: vectors(4 * 6),
    written: vectors(4),
    held: vectors(4 * 6),
  });
});

test('a window that is cut out of a cache is all that is read, and the whole cache is written', async (t) => {
  const cut = (x: string): ModelNode => node('Slice', `${x}s, list -2, list 100, list 2`, `last.${x}`);
  const nodes = [
    ...BY_HEAD,
    node('Concat', 'pastKey, k.heads', 'keys', { axis: 2 }),
    node('Concat', 'pastValue, v.heads', 'values', { axis: 2 }),
    cut('key'),
    cut('value'),
    ...plain('last.key', 'last.value'),
  ];
  const initializers = [...WEIGHTS, list(1, -1, 2, 4), list(-2), list(100), list(2)];
  const inputs = { x: [1, 1, WIDTH], ...PAST };
  const expected = { read: vectors(4 * 2), written: vectors(4) };
  t.like(await use({ nodes, initializers, inputs, outputs: ['y', 'keys', 'values'] }), expected);
  t.like(await use({ nodes, initializers, inputs, outputs: ['y', 'last.key', 'last.value'] }), expected);
});

test('answers that are compared with a softmax are no attention', async (t) => {
  const nodes = [
    PROJECTIONS[0],
    node('Transpose', 'texts', 'turned', { perm: [0, 2, 1] }),
    node('MatMul', 'q, turned', 'scores'),
    node('Softmax', 'scores', 'y', { axis: -1 }),
  ];
  const inputs = { x: [1, 3, WIDTH], texts: [1, 4, WIDTH] };
  t.is(await use({ nodes, initializers: [weight('Wq')], inputs, outputs: ['y'] }), undefined);
});

test('heads of queries that share all keys may be rows of one product: the keys of a token are read once for them', async (t) => {
  // queries [1, tokens x 2, 4], keys and values of one head
  const nodes = [
    ...PROJECTIONS.slice(0, 1),
    node('MatMul', 'x, Wk', 'k'),
    node('MatMul', 'x, Wv', 'v'),
    node('Reshape', 'q, list 1 -1 4', 'q.rows'),
    node('Concat', 'pastKey, k', 'keys', { axis: 1 }),
    node('Concat', 'pastValue, v', 'values', { axis: 1 }),
    node('Transpose', 'keys', 'turned', { perm: [0, 2, 1] }),
    node('MatMul', 'q.rows, turned', 'rows'),
    node('Reshape', 'rows, list 1 -1 2 8', 'scores'),
    node('Softmax', 'scores', 'shares', { axis: -1 }),
    node('Reshape', 'shares, list 1 -1 8', 'shares.rows'),
    node('MatMul', 'shares.rows, values', 'y'),
  ];
  const initializers = [
    weight('Wq'),
    weight('Wk', 4),
    weight('Wv', 4),
    list(1, -1, 4),
    list(1, -1, 2, 8),
    list(1, -1, 8),
  ];
  const inputs = { x: [1, 3, WIDTH], pastKey: [1, 5, 4], pastValue: [1, 5, 4] };
  t.deepEqual(await use({ nodes, initializers, inputs, outputs: ['y', 'keys', 'values'] }), {
    read: vectors(2 * 3 * 8),
    written: vectors(2 * 3),
    held: vectors(2 * 8),
    perToken: vectors(2),
    tokens: 3,
    length: 8,
  });
});
