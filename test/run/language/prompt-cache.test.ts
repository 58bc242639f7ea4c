import test from 'ava';
import { memoryFiles } from '../../../src/base/files/files.ts';
import type { Transformer } from '../../../src/network/language/transformer.ts';
import type { StreamedNetwork } from '../../../src/network/streamed-network.ts';
import { loadEnergyTable, loadHardware } from '../../../src/node/read-configs.ts';
import { importWeights, loadNetwork, openNetwork } from '../../../src/node/read-networks.ts';
import { promptCache } from '../../../src/run/language/prompt-cache.ts';
import { openNetwork as openIn } from '../../../src/run/load/load-network.ts';
import { runNetwork } from '../../../src/run/run-network.ts';
import { runStreamed } from '../../../src/run/run-streamed.ts';

/** Models with windows: in all blocks, in every other one, in those that a list or a number names, from one block on. */
const WINDOWED: Readonly<Record<string, readonly (number | null)[]>> = {
  'language-models/mistral-window': [3, 3],
  'language-models/qwen2-window': [null, 3],
  'language-models/gemma2': [3, null, 3],
  'language-models/gemma3': [3, null, 3, null],
  'language-models/gpt-oss': [4, null],
  'gguf/models/gemma3-pattern.gguf': [4, null, null, 4],
  'gguf/models/gpt-oss.gguf': [4, null],
};

for (const [name, windows] of Object.entries(WINDOWED))
  test(`${name}: what a token reads of the cache is the same whether the model is executed or not`, async (t) => {
    const file = `test/data/${name}`;
    const weights = await importWeights(file);
    t.deepEqual(weights.model!.sizes.windows, windows);
    const { blocks } = weights.language!.transformer() as Transformer;
    t.deepEqual(
      blocks.map(({ window }) => window ?? null),
      windows,
    );
    const hardware = await loadHardware('eie-64pe');
    const table = await loadEnergyTable(hardware.energy.tableFile);
    const promptTokens = [1, 5, 9, 13, 2, 7, 20, 11];
    const read = async (tokens: number) => {
      const network = await loadNetwork(file, { language: { promptTokens, tokens } });
      return runNetwork(hardware, network, table).language!.keyValueCache;
    };
    const network = (await openNetwork(file, { promptLength: promptTokens.length })) as StreamedNetwork;
    const { keyValueCache } = await runStreamed(hardware, network, table);
    const [one, two] = [await read(1), await read(2)];
    t.is(two.readBytes - one.readBytes, keyValueCache!.readBytes);
    // the closed form: a token behind 8 sees 9, or the window
    const bytes = keyValueCache!.bitsPerToken / 8 / windows.length;
    t.is(keyValueCache!.readBytes, bytes * windows.reduce<number>((sum, window) => sum + Math.min(window ?? 9, 9), 0));
  });

test('a network YAML tells the window of all blocks, or of all but the last of each so many', async (t) => {
  const hardware = await loadHardware('eie-64pe');
  const sizesOf = async (more: string) => {
    const text = `name: n\nmodel: { type: llama, blocks: 5, hidden: 32, feedForward: 32, heads: 4, vocabulary: 16, weightDensity: 1${more} }\n`;
    const network = (await openIn(memoryFiles({ 'n.yaml': text }), 'n.yaml', { promptLength: 3 })) as StreamedNetwork;
    const { told } = promptCache(hardware, { length: 99, sizes: network.sizes! }, network.coming);
    return { windows: network.sizes!.windows, seen: (told.readBytes * 8 * 5) / told.bitsPerToken };
  };
  t.deepEqual(await sizesOf(''), { windows: undefined, seen: 500 });
  t.deepEqual(await sizesOf(', window: 10'), { windows: [10, 10, 10, 10, 10], seen: 50 });
  t.deepEqual(await sizesOf(', window: 10, windowPattern: 2'), { windows: [10, null, 10, null, 10], seen: 230 });
});
