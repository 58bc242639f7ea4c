import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { executeGraph } from '../../../src/network/graph/execute-graph.ts';
import { plainMultiply } from '../../../src/network/graph/plain-multiply.ts';
import { emptyCache, LOGITS, tokenGraph, tokenInputs } from '../../../src/network/language/token-graph.ts';
import type { Transformer } from '../../../src/network/language/transformer.ts';
import { cacheOf } from '../../../src/network/language/write-tokens.ts';
import { importWeights } from '../../../src/node/read-networks.ts';
import { importedNetwork } from '../../../src/run/load/imported-network.ts';
import { sharedPath, testWithData } from '../../oracles/shared-folder.ts';

const FOLDER = sharedPath('data', 'real-files');
const run = testWithData(FOLDER);

/** What transformers 5.17 gives for these tokens at the last position (README of the folder). */
const TOKENS = [1, 5, 9, 33];

async function modelOf(name: string) {
  const weights = await importWeights(`${FOLDER}/lm/${name}`);
  const model = weights.language!.transformer() as Transformer;
  const { layers } = importedNetwork(weights, { file: name, name, layersAlone: true });
  return { model, multiply: plainMultiply(layers) };
}

const truth = (name: string): readonly number[] =>
  (JSON.parse(readFileSync(`${FOLDER}/truth.json`, 'utf8')) as Record<string, { logits: number[] }>)[`lm/${name}`]
    .logits;

for (const name of ['llama', 'gpt2', 'opt', 'mixtral', 'phi3'])
  run(`${name}: the logits are those of transformers, all tokens at once and one behind the other`, async (t) => {
    const { model, multiply } = await modelOf(name);
    const graph = tokenGraph(model, { length: TOKENS.length, everyToken: false });
    const once = executeGraph(graph, new Map([...tokenInputs(TOKENS, 0), ...emptyCache(model)]), multiply);
    let cache: ReturnType<typeof emptyCache> = emptyCache(model);
    let logits: ArrayLike<number> = [];
    for (const [place, token] of TOKENS.entries()) {
      const outputs = executeGraph(graph, new Map([...tokenInputs([token], place), ...cache]), multiply);
      cache = cacheOf(outputs);
      logits = outputs.get(LOGITS)!.values;
    }
    for (const [k, expected] of truth(name).entries()) {
      t.true(Math.abs(once.get(LOGITS)!.values[k] - expected) < 1e-6);
      t.true(Math.abs(logits[k] - expected) < 1e-6);
    }
  });

run('an architecture that is not executed is told by name, and its layers still run', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'picojoule-'));
  cpSync(`${FOLDER}/lm/llama`, folder, { recursive: true });
  const config = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')) as object;
  rmSync(join(folder, 'config.json'));
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ ...config, model_type: 'granite' }));
  const weights = await importWeights(folder);
  t.true(weights.layers.length > 0);
  t.like(weights.language!.transformer(), {
    reason:
      'model_type "granite" is not executed (known: llama, mistral, ministral, qwen2, qwen3, mixtral, phi3, gemma, gemma2, gemma3_text, gemma3, gpt2, opt, gpt_neox)',
  });
});
