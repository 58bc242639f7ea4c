import type { Steps } from '../../base/steps.ts';
import type { Tensor } from '../graph/graph.ts';
import { emptyCache, LOGITS, tokenInputs } from './token-graph.ts';
import type { Transformer } from './transformer.ts';

/** Runs the graph once: `tokens` new ones behind `past` that are cached. */
export type Pass = (
  inputs: ReadonlyMap<string, Tensor>,
  size: { readonly tokens: number; readonly past: number },
) => Steps<ReadonlyMap<string, Tensor>>;

/** What was written. */
export interface Written {
  readonly tokens: readonly number[];
  /** A token that ends a text was the likeliest: it is not among the tokens. */
  readonly isEnded: boolean;
}

/** Writes text at temperature 0: the prompt in one pass, then token by token the likeliest next one (of equal ones the first). */
export function* writeTokens(
  model: Transformer,
  prompt: readonly number[],
  most: number,
  ends: ReadonlySet<number>,
  pass: Pass,
): Steps<Written> {
  const written: number[] = [];
  let cache: ReadonlyMap<string, Tensor> = emptyCache(model);
  let next: readonly number[] = prompt;
  let past = 0;
  for (;;) {
    const outputs = yield* pass(new Map([...tokenInputs(next, past), ...cache]), { tokens: next.length, past });
    past += next.length;
    const best = likeliest(outputs.get(LOGITS)!.values);
    if (ends.has(best)) return { tokens: written, isEnded: true };
    written.push(best);
    if (written.length >= most) return { tokens: written, isEnded: false };
    cache = cacheOf(outputs);
    next = [best];
  }
}

/** What a pass leaves in the cache, as inputs of the next. */
export function cacheOf(outputs: ReadonlyMap<string, Tensor>): Map<string, Tensor> {
  return new Map(
    [...outputs]
      .filter(([name]) => name !== LOGITS)
      .map(([name, tensor]) => [name.replace(/^present/, 'past'), tensor]),
  );
}

function likeliest(logits: ArrayLike<number>): number {
  let best = 0;
  for (let token = 1; token < logits.length; token++) if (logits[token] > logits[best]) best = token;
  return best;
}
