import { executeGraph } from '../../../src/network/graph/execute-graph.ts';
import { plainMultiply } from '../../../src/network/graph/plain-multiply.ts';
import { emptyCache, LOGITS, tokenGraph, tokenInputs } from '../../../src/network/language/token-graph.ts';
import type { Transformer } from '../../../src/network/language/transformer.ts';
import { cacheOf } from '../../../src/network/language/write-tokens.ts';
import { importWeights } from '../../../src/node/read-networks.ts';
import { importedNetwork } from '../../../src/run/load/imported-network.ts';

/** The logits behind the last token of the model at a path: all tokens at once, and one behind the other through the cache. */
export async function logitsOf(path: string, tokens: readonly number[]) {
  const weights = await importWeights(path);
  const model = weights.language!.transformer() as Transformer;
  const { layers } = importedNetwork(weights, { file: path, name: path, layersAlone: true });
  const multiply = plainMultiply(layers);
  const graph = tokenGraph(model, { length: tokens.length, everyToken: false });
  const run = (some: readonly number[], from: number, cache: ReturnType<typeof emptyCache>) =>
    executeGraph(graph, new Map([...tokenInputs(some, from), ...cache]), multiply);
  const once = run(tokens, 0, emptyCache(model)).get(LOGITS)!.values;
  let cache = emptyCache(model);
  let oneByOne: ArrayLike<number> = [];
  for (const [place, token] of tokens.entries()) {
    const outputs = run([token], place, cache);
    cache = cacheOf(outputs);
    oneByOne = outputs.get(LOGITS)!.values;
  }
  return { once: Array.from(once), oneByOne: Array.from(oneByOne) };
}
