import { parseNumberFormat, quantize, scaledTo } from '../../../base/number-format.ts';
import type { Steps } from '../../../base/steps.ts';
import type { Tensor } from '../graph.ts';
import { type Asking, attend } from './attend.ts';
import { type Definitions, define } from './definition.ts';
import { ACTIVATIONS, type ActivationName } from './elementwise.ts';
import { type Call, type Compute, first, numberOf, operand, tensorOf, textOf } from './operator.ts';
import { type Routing, routed } from './routing.ts';

/**
 * Attention of new tokens over all that came before (grouped-query: several heads of queries share one of keys and values). query [1, new, heads x size], key and
 * value [1, new, keyValueHeads x size], pastKey and pastValue [keyValueHeads, past, size]; a token sees itself and the `window` - 1 before it (0: all). `sinks` [heads]
 * take part in the softmax and give nothing. `format`: what the cache holds them in; integers get a scale for each vector. Without values of their own the last `valueSize`
 * elements of the keys are the values, and nothing else is kept (multi-head latent attention, arXiv 2405.04434).
 */
const cachedAttention: Compute = (call) => {
  const [query, key, pastKey] = [0, 1, 3].map((input) => operand(call.inputs, input));
  const value = call.inputs[2];
  const sinks = call.inputs[5]?.values;
  const [heads, kvHeads] = [numberOf(call, 'heads', 1), numberOf(call, 'keyValueHeads', 1)];
  const [tokens, width] = query.shape.slice(1);
  const size = width / heads;
  const past = pastKey.shape[1];
  const format = textOf(call, 'format', '');
  const presentKey = extended(pastKey, key, format);
  const presentValue = value && extended(operand(call.inputs, 4), value, format);
  const values = presentValue ?? lastElements(presentKey, numberOf(call, 'valueSize', size));
  const valueSize = values.shape[2];
  const length = past + tokens;
  const [scale, cap, window] = [numberOf(call, 'scale', 1), numberOf(call, 'softcap', 0), numberOf(call, 'window', 0)];
  const placesOf =
    (elements: number) =>
    ({ token, head }: Asking): number =>
      (token * heads + head) * elements;
  const y = attend(
    { batch: 1, heads, keyValueHeads: kvHeads, tokens, length, size, valueSize },
    { query: query.values, key: presentKey.values, value: values.values },
    [placesOf(size), placesOf(valueSize)],
    {
      scale,
      softcap: cap,
      seen: ({ token }) => [window > 0 ? Math.max(0, past + token - window + 1) : 0, past + token],
      ...(sinks !== undefined && { sink: (head: number) => sinks[head] }),
    },
  );
  return [tensorOf(query.type, [1, tokens, heads * valueSize], (index) => y[index]), presentKey, presentValue];
};

/** The last elements of each vector. */
function lastElements({ type, shape, values }: Tensor, count: number): Tensor {
  const size = shape[shape.length - 1];
  return tensorOf(type, [...shape.slice(0, -1), count], (index) => {
    const vector = Math.floor(index / count);
    return values[vector * size + size - count + (index % count)];
  });
}

/** past [heads, length, size] with new vectors [1, new, heads x size] behind it, in the format of the cache. */
function extended(past: Tensor, added: Tensor, format: string): Tensor {
  const [heads, length, size] = past.shape;
  const tokens = added.shape[1];
  const values = new Float32Array(heads * (length + tokens) * size);
  const round = roundingTo(format);
  for (let head = 0; head < heads; head++) {
    const to = head * (length + tokens) * size;
    values.set(past.values.subarray(head * length * size, (head + 1) * length * size), to);
    for (let token = 0; token < tokens; token++) {
      const from = (token * heads + head) * size;
      values.set(round(added.values.subarray(from, from + size)), to + (length + token) * size);
    }
  }
  return { type: past.type, shape: [heads, length + tokens, size], values };
}

function roundingTo(name: string): (vector: ArrayLike<number>) => Float32Array {
  if (name === '') return (vector) => Float32Array.from(vector);
  const declared = parseNumberFormat(name);
  return (vector) => {
    const values = Float32Array.from(vector);
    const format = scaledTo(
      declared,
      values.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
    );
    return values.map((value) => quantize(value, format));
  };
}

/** What is kept of each vector where a share of its smallest values becomes 0 (TEAL, arXiv 2408.14690: by magnitude); of equal ones the first go. */
const keepLargest: Compute = (call) => [largestKept(first(call), numberOf(call, 'share', 0))];

function largestKept(x: Tensor, share: number): Tensor {
  const width = x.shape[x.shape.length - 1];
  const dropped = Math.floor(share * width);
  const values = Float32Array.from(x.values);
  for (let at = 0; at < values.length; at += width) {
    const places = Array.from({ length: width }, (_, k) => at + k);
    places.sort((a, b) => Math.abs(values[a]) - Math.abs(values[b]));
    for (const place of places.slice(0, dropped)) values[place] = 0;
  }
  return { type: x.type, shape: x.shape, values };
}

/**
 * A mixture of experts (Mixtral, arXiv 2401.04088): the router's logits choose `used` experts for each token; their outputs are added, each weighed by its share. `bias`
 * [experts] and the attributes: as a routing has them. Layers: gate, up, down of each expert one behind the other, or gate and up in one (`interleaved`: their outputs take turns) and down. With a
 * `limit` (gpt-oss, huggingface/transformers, modeling_gpt_oss.py) gate and up are held within it, and 1 is added to up.
 */
function* experts(call: Call): Steps<readonly Tensor[]> {
  const [x, logits] = [operand(call.inputs, 0), operand(call.inputs, 1)];
  const count = logits.shape[logits.shape.length - 1];
  const routing: Routing = {
    used: numberOf(call, 'used', 1),
    isNormalised: numberOf(call, 'normalised', 1) === 1,
    isSigmoid: numberOf(call, 'sigmoid', 0) === 1,
    scale: numberOf(call, 'scale', 1),
    groups: numberOf(call, 'groups', 1),
    groupsUsed: numberOf(call, 'groupsUsed', 1),
    bias: call.inputs[2]?.values,
  };
  const width = x.shape[x.shape.length - 1];
  const perExpert = call.layers.length / count;
  const activate = ACTIVATIONS[textOf(call, 'activation', 'silu') as ActivationName];
  const share = numberOf(call, 'share', 0);
  const limit = numberOf(call, 'limit', 0);
  const gated = (gate: number, up: number): number =>
    limit === 0 ? activate(gate) * up : activate(Math.min(gate, limit)) * (Math.min(limit, Math.max(-limit, up)) + 1);
  const isInterleaved = numberOf(call, 'interleaved', 0) === 1;
  const values = new Float64Array(x.values.length);
  for (let token = 0; token * width < x.values.length; token++) {
    const own = Float64Array.from(logits.values.subarray(token * count, (token + 1) * count));
    const input = Float32Array.from(x.values.subarray(token * width, (token + 1) * width));
    for (const { expert, share: weight } of routed(own, routing)) {
      const layers = call.layers.slice(expert * perExpert, (expert + 1) * perExpert);
      const wide = yield* oneProduct(call, layers[0], input);
      const half = perExpert === 3 ? wide.length : wide.length / 2;
      const up = perExpert === 3 ? yield* oneProduct(call, layers[1], input) : undefined;
      const hidden = Float32Array.from({ length: half }, (_, k) => {
        if (up !== undefined) return gated(wide[k], up[k]);
        return isInterleaved ? gated(wide[2 * k], wide[2 * k + 1]) : gated(wide[k], wide[half + k]);
      });
      const kept = largestKept({ type: 'fp32', shape: [half], values: hidden }, share);
      const out = yield* oneProduct(call, layers[perExpert - 1], Float32Array.from(kept.values));
      for (let k = 0; k < width; k++) values[token * width + k] += weight * out[k];
    }
  }
  return [tensorOf(x.type, x.shape, (index) => values[index])];
}

function* oneProduct({ multiply }: Call, layer: string, input: Float32Array): Steps<Float32Array> {
  const [output] = yield* multiply(layer, [input]);
  return output;
}

/** Each head's vector times a matrix of its own: x [1, tokens, heads, size], one layer for each head. */
function* headProducts(call: Call): Steps<readonly Tensor[]> {
  const x = first(call);
  const heads = call.layers.length;
  const [tokens, size] = [x.shape[1], x.shape[3]];
  const outputs: Float32Array[] = [];
  for (const [head, layer] of call.layers.entries()) {
    const inputs = Array.from({ length: tokens }, (_, token) => {
      const from = (token * heads + head) * size;
      return Float32Array.from(x.values.subarray(from, from + size));
    });
    let token = 0;
    for (const output of yield* call.multiply(layer, inputs))
      outputs[token++ * heads + head] = Float32Array.from(output);
  }
  const wide = outputs[0].length;
  return [tensorOf(x.type, [1, tokens, heads, wide], (index) => outputs[Math.floor(index / wide)][index % wide])];
}

/** Queries, keys and values that lie head by head in one vector (GPT-NeoX), each for itself. */
const splitHeads: Compute = (call) => {
  const x = first(call);
  const heads = numberOf(call, 'heads', 1);
  const width = x.shape[2];
  const size = width / heads / 3;
  const shape = [...x.shape.slice(0, 2), width / 3];
  return [0, 1, 2].map((part) =>
    tensorOf(x.type, shape, (index) => {
      const [token, place] = [Math.floor(index / (heads * size)), index % (heads * size)];
      return x.values[token * width + (3 * Math.floor(place / size) + part) * size + (place % size)];
    }),
  );
};

/** What language models are made of beside the operators that all networks have. Those of the domain `picojoule` are this tool's own: no file holds them. */
export const LANGUAGE: Definitions = {
  'picojoule:CachedAttention': define('query key value? pastKey pastValue? sinks?', cachedAttention, {
    outputs: 'y presentKey presentValue',
    attributes: {
      heads: 'number',
      keyValueHeads: 'number',
      scale: 'number',
      softcap: 'number',
      window: 'number',
      valueSize: 'number',
      format: 'text',
    },
  }),
  'picojoule:KeepLargest': define('x', keepLargest, { attributes: { share: 'number' } }),
  'picojoule:Experts': define('x logits bias?', experts, {
    attributes: {
      used: 'number',
      normalised: [0, 1],
      sigmoid: [0, 1],
      scale: 'number',
      groups: 'number',
      groupsUsed: 'number',
      activation: 'text',
      interleaved: [0, 1],
      limit: 'number',
      share: 'number',
    },
  }),
  'picojoule:HeadProducts': define('x', headProducts),
  'picojoule:SplitHeads': define('x', splitHeads, { outputs: 'query key value', attributes: { heads: 'number' } }),
};
