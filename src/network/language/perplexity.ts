import type { Steps } from '../../base/steps.ts';
import type { Tensor } from '../graph/graph.ts';
import { emptyCache, LOGITS, tokenInputs } from './token-graph.ts';
import type { Transformer } from './transformer.ts';

/** Tokens of a window: each sees those before it in its window and no others. */
export const WINDOW = 256;

/** The windows of a text: each begins with the token that begins a text, where there is one, which is not asked for. */
export function windowsOf(tokens: readonly number[], context: number): (readonly number[])[] {
  const [first, ...rest] = tokens;
  const most = Math.min(WINDOW, context) - 1;
  const windows: (readonly number[])[] = [];
  for (let at = 0; at < rest.length; at += most) windows.push([first, ...rest.slice(at, at + most)]);
  return windows;
}

/**
 * The perplexity of windows of a text: exp of the mean of -ln p over all tokens but the first of each. `pass` runs the graph that gives the logits of every token.
 */
export function* perplexityOf(
  model: Transformer,
  windows: readonly (readonly number[])[],
  pass: (inputs: ReadonlyMap<string, Tensor>) => Steps<ReadonlyMap<string, Tensor>>,
): Steps<number> {
  let sum = 0;
  let count = 0;
  for (const window of windows) {
    const outputs = yield* pass(new Map([...tokenInputs(window, 0), ...emptyCache(model)]));
    const logits = Float64Array.from(outputs.get(LOGITS)!.values);
    const size = logits.length / window.length;
    for (let at = 0; at + 1 < window.length; at++) {
      const own = logits.subarray(at * size, (at + 1) * size);
      const most = own.reduce((a, b) => Math.max(a, b), -Infinity);
      const total = own.reduce((all, logit) => all + Math.exp(logit - most), 0);
      sum += most + Math.log(total) - own[window[at + 1]];
      count++;
    }
  }
  return Math.exp(sum / count);
}
