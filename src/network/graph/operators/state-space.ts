import type { Tensor } from '../graph.ts';
import { askings } from './attend.ts';
import { type Definitions, define } from './definition.ts';
import { type Compute, first, numberOf, operand, shapeText, sizeOf, tensorOf, textOf } from './operator.ts';

/**
 * Linear attention (ONNX 27; arXiv 2412.06464 for the gated delta rule): each head of keys and values keeps a state S [size, valueSize] instead of a cache; a token lets it
 * decay, adds key x value (by the delta rule: what the value differs from S^T key, times beta), and asks scale S^T query. All [batch, tokens, heads x size].
 */
const linearAttention: Compute = (call) => {
  const [query, key, value] = [0, 1, 2].map((input) => operand(call.inputs, input));
  const [past, decay, beta] = [3, 4, 5].map((input) => call.inputs[input]);
  const [heads, stateHeads] = [numberOf(call, 'q_num_heads', 0), numberOf(call, 'kv_num_heads', 0)];
  const rule = textOf(call, 'update_rule', 'gated_delta');
  const [isGated, isDelta] = [rule.startsWith('gated'), rule.endsWith('delta')];
  if (isGated && decay === undefined) throw new RangeError('decay is missing');
  if (isDelta && beta === undefined) throw new RangeError('beta is missing');
  const [batch, tokens] = query.shape;
  const [size, valueSize] = [key.shape[2] / stateHeads, value.shape[2] / stateHeads];
  if (query.shape[2] !== heads * size || heads % stateHeads !== 0)
    throw new RangeError(
      `queries of shape ${shapeText(query.shape)} and keys of shape ${shapeText(key.shape)} do not fit`,
    );
  const scale = numberOf(call, 'scale', 0) || 1 / Math.sqrt(size);
  const shape = [batch, stateHeads, size, valueSize];
  const state = past === undefined ? new Float64Array(sizeOf(shape)) : Float64Array.from(past.values);
  const y = new Float64Array(batch * tokens * heads * valueSize);
  const shared = heads / stateHeads;
  for (const { batch: input, token, head } of askings({ batch, tokens, heads: stateHeads })) {
    const row = input * tokens + token;
    const own = state.subarray((input * stateHeads + head) * size * valueSize).subarray(0, size * valueSize);
    const k = (row * stateHeads + head) * size;
    const v = (row * stateHeads + head) * valueSize;
    if (isGated) {
      const isByHead = decay!.shape[2] === stateHeads;
      for (let at = 0; at < own.length; at++) {
        const place = isByHead ? row * stateHeads + head : k + Math.floor(at / valueSize);
        own[at] *= Math.exp(decay!.values[place]);
      }
    }
    const rate = isDelta ? beta!.values[beta!.shape[2] === 1 ? row : row * stateHeads + head] : 1;
    for (let j = 0; j < valueSize; j++) {
      let known = 0;
      if (isDelta) for (let i = 0; i < size; i++) known += own[i * valueSize + j] * key.values[k + i];
      const added = rate * (value.values[v + j] - known);
      for (let i = 0; i < size; i++) own[i * valueSize + j] += key.values[k + i] * added;
    }
    for (let asked = head * shared; asked < (head + 1) * shared; asked++)
      for (let j = 0; j < valueSize; j++) {
        let sum = 0;
        for (let i = 0; i < size; i++) sum += own[i * valueSize + j] * query.values[(row * heads + asked) * size + i];
        y[(row * heads + asked) * valueSize + j] = scale * sum;
      }
  }
  return [
    tensorOf(query.type, [batch, tokens, heads * valueSize], (index) => y[index]),
    tensorOf(past?.type ?? query.type, shape, (index) => state[index]),
  ];
};

/**
 * Convolution of each channel by itself over the tokens so far (ONNX 27), with the last ones of before: input [batch, channels, tokens], weight [channels, 1, size], state
 * [batch, channels, size - 1].
 */
const causalConvolution: Compute = (call) => {
  const [x, weight] = [first(call), operand(call.inputs, 1)];
  const [bias, past] = [call.inputs[2], call.inputs[3]];
  const [batch, channels, tokens] = x.shape;
  const size = weight.shape[2];
  if (weight.shape[0] !== channels || weight.shape[1] !== 1)
    throw new RangeError(`weights of shape ${shapeText(weight.shape)}, expected ${channels} x 1 x size`);
  const before = size - 1;
  /** Value of a channel at a token; those before the first lie in the state. */
  const valueAt = (row: number, token: number): number => {
    if (token >= 0) return x.values[row * tokens + token];
    return past === undefined ? 0 : past.values[row * before + before + token];
  };
  const isSilu = textOf(call, 'activation', 'none') !== 'none';
  const y = tensorOf(x.type, x.shape, (index) => {
    const [row, token] = [Math.floor(index / tokens), index % tokens];
    const channel = row % channels;
    let sum = bias?.values[channel] ?? 0;
    for (let k = 0; k < size; k++) sum += weight.values[channel * size + k] * valueAt(row, token - before + k);
    return isSilu ? sum / (1 + Math.exp(-sum)) : sum;
  });
  const state: Tensor = tensorOf(x.type, [batch, channels, before], (index) =>
    valueAt(Math.floor(index / before), tokens - before + (index % before)),
  );
  return [y, state];
};

/** What language models without a cache are made of (Mamba, Qwen3-Next): a state of fixed size. */
export const STATE_SPACE: Definitions = {
  LinearAttention: define('query key value past_state? decay? beta?', linearAttention, {
    attributes: {
      chunk_size: 'any',
      kv_num_heads: 'number',
      q_num_heads: 'number',
      scale: 'number',
      update_rule: ['linear', 'gated', 'delta', 'gated_delta'],
    },
    required: ['kv_num_heads', 'q_num_heads'],
    outputs: 'output present_state',
    opsets: [27, 28],
  }),
  CausalConvWithState: define('input weight bias? past_state?', causalConvolution, {
    attributes: { activation: ['none', 'silu', 'swish'] },
    outputs: 'output present_state',
    opsets: [27, 28],
  }),
};
