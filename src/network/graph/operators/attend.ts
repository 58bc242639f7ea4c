import type { Values } from '../../values.ts';

/** Where the heads of queries, keys and values lie. Several heads of queries may share one of keys and values (grouped-query attention). */
export interface Heads {
  readonly batch: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  /** Tokens that ask. */
  readonly tokens: number;
  /** Tokens that are asked. */
  readonly length: number;
  /** Elements of a query and a key. */
  readonly size: number;
  readonly valueSize: number;
}

/** A query of a head and a token of an input of the batch. */
export interface Asking {
  readonly batch: number;
  readonly head: number;
  readonly token: number;
}

/** Which tokens a query sees, and how their scores become shares. */
export interface Rule {
  readonly scale: number;
  /** Scores are held within it by a tangent; 0: they are not. */
  readonly softcap: number;
  /** First and last token that is seen. */
  readonly seen: (asking: Asking) => readonly [from: number, last: number];
  /** Added to the score of a token; -Infinity hides it. */
  readonly bias?: (asking: Asking, at: number) => number;
  /** A score that takes part in the softmax and gives nothing. */
  readonly sink?: (head: number) => number | undefined;
}

/**
 * softmax(scale Q K^T + bias) V (arXiv 1706.03762). Keys and values are [batch, keyValueHeads, length, size].
 * @param placeOf where a query begins
 * @param resultOf where its result begins in what is returned
 * @param probabilities [batch, heads, tokens, length], filled where it is given
 */
export function attend(
  { batch, heads, keyValueHeads, tokens, length, size, valueSize }: Heads,
  { query, key, value }: Readonly<Record<'query' | 'key' | 'value', Values>>,
  [placeOf, resultOf]: readonly [(asking: Asking) => number, (asking: Asking) => number],
  { scale, softcap, seen, bias, sink }: Rule,
  probabilities?: Float64Array,
): Float64Array {
  const y = new Float64Array(batch * heads * tokens * valueSize);
  const scores = new Float64Array(length);
  for (const asking of askings({ batch, heads, tokens })) {
    const { batch: input, head, token } = asking;
    const shared = keysOf(asking, { heads, keyValueHeads, length });
    const [from, last] = seen(asking);
    const q = placeOf(asking);
    const resting = sink?.(head);
    let most = resting ?? -Infinity;
    for (let at = from; at <= last; at++) {
      const score = capped(scale, softcap, dot(query, q, key, (shared + at) * size, size));
      scores[at] = bias === undefined ? score : score + bias(asking, at);
      most = Math.max(most, scores[at]);
    }
    // a query that sees nothing gives 0
    if (most === -Infinity) continue;
    let total = resting === undefined ? 0 : Math.exp(resting - most);
    for (let at = from; at <= last; at++) {
      scores[at] = Math.exp(scores[at] - most);
      total += scores[at];
    }
    const to = resultOf(asking);
    const row = ((input * heads + head) * tokens + token) * length;
    for (let at = from; at <= last; at++) {
      const share = scores[at] / total;
      if (probabilities !== undefined) probabilities[row + at] = share;
      for (let k = 0; k < valueSize; k++) y[to + k] += share * value[(shared + at) * valueSize + k];
    }
  }
  return y;
}

/** Every query, token by token and head by head. */
export function* askings({ batch, heads, tokens }: Pick<Heads, 'batch' | 'heads' | 'tokens'>): Iterable<Asking> {
  for (let input = 0; input < batch; input++)
    for (let token = 0; token < tokens; token++)
      for (let head = 0; head < heads; head++) yield { batch: input, head, token };
}

/** The first of the tokens that a query may ask, among those of all heads of keys. */
export function keysOf(
  { batch, head }: Asking,
  { heads, keyValueHeads, length }: Pick<Heads, 'heads' | 'keyValueHeads' | 'length'>,
): number {
  return (batch * keyValueHeads + Math.floor((head * keyValueHeads) / heads)) * length;
}

export function dot(a: Values, from: number, b: Values, at: number, size: number): number {
  let sum = 0;
  for (let k = 0; k < size; k++) sum += a[from + k] * b[at + k];
  return sum;
}

/** A score from its product. */
export function capped(scale: number, softcap: number, product: number): number {
  return softcap > 0 ? softcap * Math.tanh((product * scale) / softcap) : product * scale;
}
