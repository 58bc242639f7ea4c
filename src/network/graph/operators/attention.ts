import { type AttendedPart, HIDDEN } from '../cache/attending.ts';
import { newValues } from '../element-type.ts';
import type { Tensor } from '../graph.ts';
import { type Asking, askings, attend, capped, dot, type Heads, keysOf, type Rule } from './attend.ts';
import { type Definitions, define } from './definition.ts';
import { type Call, type Compute, numberOf, operand, shapeText, sizeOf, tensorOf } from './operator.ts';
import { type Turns, turnedElement, turnsOf } from './rotary.ts';

/** Vectors of tokens, head by head: [batch, heads, tokens, size], or [batch, tokens, heads x size]. */
interface Vectors {
  readonly tensor: Tensor;
  readonly batch: number;
  readonly heads: number;
  readonly tokens: number;
  readonly size: number;
  /** Where one begins. */
  readonly placeOf: (asking: Asking) => number;
}

function vectorsOf(tensor: Tensor, heads: number): Vectors {
  const { shape } = tensor;
  if (shape.length !== 4 && shape.length !== 3)
    throw new RangeError(`queries, keys or values of shape ${shapeText(shape)}, expected 3 or 4 dimensions`);
  const is4d = shape.length === 4;
  const own = is4d ? shape[1] : heads;
  const [tokens, size] = is4d ? [shape[2], shape[3]] : [shape[1], shape[2] / own];
  if (own < 1 || !Number.isInteger(size)) throw new RangeError(`${shape[2]} values are not ${own} heads`);
  const placeOf = is4d
    ? ({ batch, head, token }: Asking) => ((batch * own + head) * tokens + token) * size
    : ({ batch, head, token }: Asking) => ((batch * tokens + token) * own + head) * size;
  return { tensor, batch: shape[0], heads: own, tokens, size, placeOf };
}

/**
 * A cache [batch, heads, past, size] with new vectors in it, [batch, heads, length, size]; behind them it is empty.
 * @param at where the first new one of an input comes to stand
 */
function extended(
  past: Tensor | undefined,
  added: Vectors,
  length: number,
  at: (batch: number) => number,
  element = (asking: Asking, k: number): number => added.tensor.values[added.placeOf(asking) + k],
): Tensor {
  const { batch, heads, tokens, size, tensor } = added;
  const shape = [batch, heads, length, size];
  const values = newValues(tensor.type, sizeOf(shape));
  if (past !== undefined) {
    const before = past.shape[2];
    if (sizeOf(past.shape) !== batch * heads * before * size || before > length)
      throw new RangeError(
        `a cache of shape ${shapeText(past.shape)}, expected ${batch} x ${heads} x tokens x ${size}`,
      );
    for (let row = 0; row < batch * heads; row++) {
      const filled = Math.min(before, at(Math.floor(row / heads)));
      values.set(past.values.subarray(row * before * size, (row * before + filled) * size), row * length * size);
    }
  }
  for (const asking of askings(added)) {
    const place = at(asking.batch) + asking.token;
    if (!(place >= 0 && place < length)) throw new RangeError(`${tokens} new tokens do not fit into ${length}`);
    const to = ((asking.batch * heads + asking.head) * length + place) * size;
    for (let k = 0; k < size; k++) values[to + k] = element(asking, k);
  }
  return { type: tensor.type, shape, values };
}

/** Keys and values of all tokens, where the new ones come behind all that the cache holds. */
function cached(
  [pastKey, newKey]: readonly [Tensor | undefined, Vectors],
  [pastValue, newValue]: readonly [Tensor | undefined, Vectors],
) {
  const past = pastKey?.shape[2] ?? 0;
  const length = past + newKey.tokens;
  const [key, value] = [
    extended(pastKey, newKey, length, () => past),
    extended(pastValue, newValue, length, () => past),
  ];
  return { past, length, key, value };
}

/** What the queries get, which lies as these vectors do. */
function attended(
  heads: Heads,
  { tensor }: Vectors,
  { query, key, value }: { readonly query: Vectors; readonly key: Tensor; readonly value: Tensor },
  rule: Rule,
  probabilities?: Float64Array,
): Tensor {
  const { batch, heads: own, tokens, valueSize } = heads;
  const shape = tensor.shape.length === 4 ? [batch, own, tokens, valueSize] : [batch, tokens, own * valueSize];
  const places = [query.placeOf, vectorsOf({ ...tensor, shape }, own).placeOf] as const;
  const values = { query: query.tensor.values, key: key.values, value: value.values };
  const y = attend(heads, values, places, rule, probabilities);
  return tensorOf(tensor.type, shape, (index) => y[index]);
}

/** Tells what the queries see of keys and values, if somebody asks. */
function tell({ attends }: Call, heads: Heads, { seen, bias }: Rule, key: AttendedPart, value: AttendedPart): void {
  if (attends === undefined) return;
  const counts = new Float64Array(heads.length);
  for (const asking of askings(heads)) {
    const [from, last] = seen(asking);
    for (let at = from; at <= last; at++) if (bias === undefined || bias(asking, at) > HIDDEN) counts[at]++;
  }
  const { batch, tokens } = heads;
  attends({ seen: counts, heads: batch * heads.heads, batch, tokens, key, value });
}

/** New keys or values, what the node's own cache holds before them, and both together. */
function part(
  { inputs }: Call,
  [given, past]: readonly [given: number, past: number],
  { tensor, size }: Vectors,
  present: Tensor,
): AttendedPart {
  return { given: inputs[given], past: inputs[past], present, size, added: sizeOf(tensor.shape) };
}

/** A mask for scores [batch, heads, tokens, length], broadcast; of a boolean one false hides, and so does what lies beyond a shorter last dimension. */
function biasOf(mask: Tensor | undefined, length: number): Rule['bias'] {
  if (mask === undefined) return undefined;
  const [batches, heads, tokens, width] = [...Array.from({ length: 4 - mask.shape.length }, () => 1), ...mask.shape];
  if (width > length || mask.shape.length > 4)
    throw new RangeError(`a mask of shape ${shapeText(mask.shape)} for ${length} tokens`);
  const one = (size: number, index: number): number => (size === 1 ? 0 : index);
  return ({ batch, head, token }, at) => {
    if (at >= width) return -Infinity;
    const row = (one(batches, batch) * heads + one(heads, head)) * tokens + one(tokens, token);
    const value = mask.values[row * width + at];
    return mask.type === 'bool' ? (value === 0 ? -Infinity : 0) : value;
  };
}

/**
 * Attention (ONNX, operator sets 23 to 28): queries, keys and values by head or by token, what came before in front of them (past_key, past_value) or in their
 * first nonpad_kv_seqlen tokens; a mask; causal; a window. A query that sees nothing gives 0.
 */
const attention: Compute = (call) => {
  const [pastKey, pastValue, valid] = [4, 5, 6].map((input) => call.inputs[input]);
  const keyValueHeads = numberOf(call, 'kv_num_heads', 0);
  const query = vectorsOf(operand(call.inputs, 0), numberOf(call, 'q_num_heads', 0));
  const [newKey, newValue] = [1, 2].map((input) => vectorsOf(operand(call.inputs, input), keyValueHeads));
  const { past, length, key, value } = cached([pastKey, newKey], [pastValue, newValue]);
  const heads = headsOf(query, newKey, length, newValue.size);
  const isCausal = numberOf(call, 'is_causal', 0) === 1;
  const [left, right] = [numberOf(call, 'left_window_size', -1), numberOf(call, 'right_window_size', -1)];
  const bias = biasOf(call.inputs[3], length);
  const seen = ({ batch, token }: Asking): readonly [number, number] => {
    const own = valid === undefined ? length : valid.values[batch];
    const position = token + (valid === undefined ? past : own - query.tokens);
    const last = Math.min(own - 1, isCausal ? position : Infinity, right < 0 ? Infinity : position + right);
    return [left < 0 ? 0 : Math.max(0, position - left), last];
  };
  const rule = {
    scale: numberOf(call, 'scale', 1 / Math.sqrt(query.size)),
    softcap: numberOf(call, 'softcap', 0),
    seen,
    ...(bias !== undefined && { bias }),
  };
  tell(call, heads, rule, part(call, [1, 4], newKey, key), part(call, [2, 5], newValue, value));
  const isAsked = call.outputCount > 3;
  const mode = numberOf(call, 'qk_matmul_output_mode', 0);
  const count = heads.batch * heads.heads * heads.tokens * length;
  const shares = isAsked && mode === 3 ? new Float64Array(count) : undefined;
  return [
    attended(heads, query, { query, key, value }, rule, shares),
    key,
    value,
    ...(isAsked ? [scoresOf(mode, heads, query, key, rule, shares)] : []),
  ];
};

function headsOf(query: Vectors, key: Vectors, length: number, valueSize: number): Heads {
  if (query.size !== key.size || query.batch !== key.batch || query.heads % key.heads !== 0)
    throw new RangeError(
      `queries of shape ${shapeText(query.tensor.shape)} and keys of shape ${shapeText(key.tensor.shape)} do not fit`,
    );
  return {
    batch: query.batch,
    heads: query.heads,
    keyValueHeads: key.heads,
    tokens: query.tokens,
    length,
    size: query.size,
    valueSize,
  };
}

/** The fourth output of Attention: products of queries and keys as they are (0), behind the soft cap (1), with the mask (2), or the shares that they become (3). */
function scoresOf(
  mode: number,
  heads: Heads,
  query: Vectors,
  key: Tensor,
  { scale, softcap, seen, bias }: Rule,
  shares: Float64Array | undefined,
): Tensor {
  const { type, values } = query.tensor;
  const { batch, tokens, length, size } = heads;
  const shape = [batch, heads.heads, tokens, length];
  if (shares !== undefined) return tensorOf(type, shape, (index) => shares[index]);
  return tensorOf(type, shape, (index) => {
    const [row, at] = [Math.floor(index / length), index % length];
    const [vector, token] = [Math.floor(row / tokens), row % tokens];
    const asking = { batch: Math.floor(vector / heads.heads), head: vector % heads.heads, token };
    const product = dot(values, query.placeOf(asking), key.values, (keysOf(asking, heads) + at) * size, size);
    const score = capped(scale, mode === 0 ? 0 : softcap, product);
    const [from, last] = seen(asking);
    if (mode < 2) return score;
    return at < from || at > last ? -Infinity : score + (bias?.(asking, at) ?? 0);
  });
}

/**
 * GroupQueryAttention (ONNX Runtime, com.microsoft): causal; the cache is a buffer of which each input of the batch has filled seqlens_k + 1 tokens with the new
 * ones; queries and keys may come together with the values, and be turned by their positions first.
 */
const groupQueryAttention: Compute = (call) => {
  const [packed, givenKey, givenValue, pastKey, pastValue] = [0, 1, 2, 3, 4].map((input) => call.inputs[input]);
  const [lengths, total] = [5, 6].map((input) => operand(call.inputs, input));
  const [heads, keyValueHeads] = [numberOf(call, 'num_heads', 0), numberOf(call, 'kv_num_heads', 0)];
  const [query, newKey, newValue] =
    givenKey === undefined || givenValue === undefined
      ? apart(operand([packed], 0), [heads, keyValueHeads, keyValueHeads])
      : [
          vectorsOf(operand([packed], 0), heads),
          vectorsOf(givenKey, keyValueHeads),
          vectorsOf(givenValue, keyValueHeads),
        ];
  const { tokens, size } = query;
  const length = Math.max(pastKey?.shape[2] ?? 0, total.values[0]);
  const isPrompt = tokens === total.values[0];
  const filled = (batch: number): number => lengths.values[batch] + 1;
  const past = (batch: number): number => (isPrompt ? 0 : filled(batch) - tokens);
  const turns = numberOf(call, 'do_rotary', 0) === 1 ? turnsFor(call, size) : undefined;
  const positionOf = ({ batch, token }: Asking): number =>
    call.inputs[9] === undefined ? past(batch) + token : call.inputs[9].values[batch * tokens + token];
  const turned =
    (vectors: Vectors) =>
    (asking: Asking, k: number): number => {
      const from = vectors.placeOf(asking);
      const { values } = vectors.tensor;
      return turns === undefined ? values[from + k] : turnedElement(turns, values, from, k, positionOf(asking));
    };
  const key = extended(pastKey, newKey, length, past, turned(newKey));
  const value = extended(pastValue, newValue, length, past);
  const asked = extended(undefined, query, tokens, () => 0, turned(query));
  const window = numberOf(call, 'local_window_size', -1);
  const bias = biasOf(call.inputs[10], length);
  const sinks = call.inputs[11]?.values;
  const isSmooth = numberOf(call, 'smooth_softmax', 0) === 1;
  const rule: Rule = {
    scale: numberOf(call, 'scale', 0) || 1 / Math.sqrt(size),
    softcap: numberOf(call, 'softcap', 0),
    seen: ({ batch, token }) => {
      const position = past(batch) + token;
      return [window > 0 ? Math.max(0, position - window + 1) : 0, position];
    },
    ...(bias !== undefined && { bias }),
    ...((sinks !== undefined || isSmooth) && { sink: (head: number) => sinks?.[head] ?? 0 }),
  };
  const own = headsOf(query, newKey, length, newValue.size);
  tell(call, own, rule, part(call, [1, 3], newKey, key), part(call, [2, 4], newValue, value));
  return [attended(own, query, { query: vectorsOf(asked, heads), key, value }, rule), key, value];
};

/** All that the caches have angles for is turned. */
function turnsFor(call: Call, size: number): Turns {
  const [cosines, sines] = [7, 8].map((input) => operand(call.inputs, input));
  const turned = 2 * cosines.shape[cosines.shape.length - 1] || size;
  return turnsOf(cosines, sines, turned, numberOf(call, 'rotary_interleaved', 0) === 1);
}

/** Queries, keys and values that stand one behind the other in the vector of each token. */
function apart(packed: Tensor, heads: readonly number[]): Vectors[] {
  const [batch, tokens, width] = packed.shape;
  const size = width / heads.reduce((sum, count) => sum + count, 0);
  let before = 0;
  return heads.map((count) => {
    const [from, part] = [before, count * size];
    before += part;
    const tensor = tensorOf(
      packed.type,
      [batch, tokens, part],
      (index) => packed.values[Math.floor(index / part) * width + from + (index % part)],
    );
    return vectorsOf(tensor, count);
  });
}

/** MultiHeadAttention (ONNX Runtime, com.microsoft): with biases of queries, keys and values, keys and values by head or by token, and a mask of padding. */
const multiHeadAttention: Compute = (call) => {
  const [biases, padding] = [3, 4].map((input) => call.inputs[input]);
  const heads = numberOf(call, 'num_heads', 0);
  let before = 0;
  const [query, newKey, newValue] = [0, 1, 2].map((input) => {
    const tensor = operand(call.inputs, input);
    if (biases === undefined || tensor.shape.length === 4) return vectorsOf(tensor, heads);
    const [width, from] = [tensor.shape[tensor.shape.length - 1], before];
    before += width;
    return vectorsOf(
      tensorOf(tensor.type, tensor.shape, (index) => tensor.values[index] + biases.values[from + (index % width)]),
      heads,
    );
  });
  const [pastKey, pastValue] = [6, 7].map((input) => call.inputs[input]);
  const { past, length, key, value } = cached([pastKey, newKey], [pastValue, newValue]);
  const isCausal = numberOf(call, 'unidirectional', 0) === 1;
  const filter = numberOf(call, 'mask_filter_value', -10000);
  const added = biasOf(call.inputs[5], length);
  if (padding !== undefined && sizeOf(padding.shape) !== query.batch * length)
    throw new RangeError(`a mask of padding of shape ${shapeText(padding.shape)}, expected ${query.batch} x ${length}`);
  const bias: Rule['bias'] = (asking, at) =>
    (added?.(asking, at) ?? 0) + (padding?.values[asking.batch * length + at] === 0 ? filter : 0);
  const rule: Rule = {
    scale: numberOf(call, 'scale', 0) || 1 / Math.sqrt(query.size),
    softcap: 0,
    seen: ({ token }) => [0, isCausal ? Math.min(length - 1, past + token) : length - 1],
    bias,
  };
  const own = headsOf(query, newKey, length, newValue.size);
  tell(call, own, rule, part(call, [1, 6], newKey, key), part(call, [2, 7], newValue, value));
  return [attended(own, query, { query, key, value }, rule), key, value];
};

const common = {
  is_causal: [0, 1],
  kv_num_heads: 'number',
  q_num_heads: 'number',
  qk_matmul_output_mode: [0, 1, 2, 3],
  scale: 'number',
  softcap: 'number',
  softmax_precision: [1, 11],
} as const;
const outputs = 'Y present_key present_value qk_matmul_output';

/** Attention of ONNX and of ONNX Runtime. */
export const ATTENTION: Definitions = {
  Attention: [
    define('Q K V attn_mask? past_key? past_value?', attention, { attributes: common, outputs, opsets: [23, 23] }),
    define('Q K V attn_mask? past_key? past_value? nonpad_kv_seqlen?', attention, {
      attributes: common,
      outputs,
      opsets: [24, 24],
    }),
    define('Q K V attn_mask? past_key? past_value? nonpad_kv_seqlen?', attention, {
      attributes: { ...common, left_window_size: 'number', right_window_size: 'number' },
      outputs,
      opsets: [25, 28],
    }),
  ],
  'com.microsoft:GroupQueryAttention': define(
    'query key? value? past_key? past_value? seqlens_k total_sequence_length cos_cache? sin_cache? position_ids? attention_bias? head_sink?',
    groupQueryAttention,
    {
      attributes: {
        num_heads: 'number',
        kv_num_heads: 'number',
        scale: 'number',
        softcap: 'number',
        do_rotary: [0, 1],
        rotary_interleaved: [0, 1],
        local_window_size: 'number',
        smooth_softmax: [0, 1, -1],
        qk_output: [0],
        k_quant_type: ['NONE'],
        v_quant_type: ['NONE'],
        kv_cache_bit_width: [0],
      },
      outputs: 'output present_key present_value',
    },
  ),
  'com.microsoft:MultiHeadAttention': define(
    'query key value bias? key_padding_mask? attention_bias? past_key? past_value?',
    multiHeadAttention,
    {
      attributes: { num_heads: 'number', scale: 'number', mask_filter_value: 'number', unidirectional: [0, 1] },
      outputs: 'output present_key present_value',
    },
  ),
};
