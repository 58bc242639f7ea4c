import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadEnergyTable, loadHardware } from '../../../src/node/read-configs.ts';
import { loadNetwork } from '../../../src/node/read-networks.ts';
import { runNetwork } from '../../../src/run/run-network.ts';
import { fp32Tensors } from '../../oracles/language/gguf-tensors.ts';
import { oraclePerplexity, smallLlama } from '../../oracles/language/small-llama.ts';
import { sharedPath, testWithData } from '../../oracles/shared-folder.ts';

const FILE = sharedPath('data', 'stories260K.gguf');
const run = testWithData(FILE);
const PROMPT = 'Once upon a time';
/** As llama2.c documents it for this checkpoint at temperature 0 (doc/stories260K.md), and the token numbers of a forward pass in numpy (language-models.md, section 6). */
const STORY =
  'Once upon a time, there was a little girl named Lily. She loved to play outside in the park. One day, she saw a big, red ball.';
const FIRST_TOKENS = [403, 407, 261, 378, 432, 383, 286, 261, 376, 298];
const SIZES = { blocks: 5, heads: 8, keyValueHeads: 4, headSize: 8, epsilon: Math.fround(1e-5) };

const formats = (name: string, bits: number) => [
  'encoding.weights=direct',
  `encoding.codeBits=${bits}`,
  ...['weight', 'activation', 'accumulator'].map((operand) => `arithmetic.${operand}=${name}`),
];

async function story(set: readonly string[], language: object, machine = 'eie-64pe') {
  const hardware = await loadHardware(machine, { set });
  const network = await loadNetwork(FILE, { language });
  return runNetwork(hardware, network, await loadEnergyTable(hardware.energy.tableFile));
}

for (const [name, bits] of [
  ['fp32', 32],
  ['fp16', 16],
] as const)
  run(`with ${name} numbers the machine writes the published story`, async (t) => {
    const { language } = await story(formats(name, bits), { prompt: PROMPT, tokens: 44 });
    t.deepEqual([...language!.prompt.tokens, ...language!.tokens].slice(1, 11), FIRST_TOKENS);
    t.true(language!.text!.startsWith(STORY));
    t.is(language!.reference.sameTokens, 44);
  });

run(
  "the paper's own machine writes another text, and says what the same weights write without its number formats",
  async (t) => {
    const { language } = await story([], { prompt: PROMPT, tokens: 44 });
    t.true(language!.text!.startsWith(PROMPT));
    t.true(language!.reference.text!.startsWith(STORY));
  },
);

run('every declared format runs, and the wider one agrees longer with plain floating point', async (t) => {
  const same = async (set: readonly string[]) =>
    (await story(set, { prompt: PROMPT, tokens: 6 })).language!.reference.sameTokens;
  const bf16 = await same(formats('bf16', 16));
  const int8 = await same([
    ...formats('int8', 8).slice(0, 3),
    'arithmetic.activation=int8',
    'arithmetic.accumulator=int32',
  ]);
  const fp4 = await same(formats('fp4e2m1', 4));
  t.true(bf16 >= fp4);
  t.true(int8 >= fp4);
  t.is(bf16, 6);
});

run('perplexity in plain floats is that of an independent forward pass in double precision', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'picojoule-'));
  const file = join(folder, 'text.txt');
  writeFileSync(file, 'Tom had a red ball. He went to the park with his mom and they were very happy.');
  const { language } = await story(formats('fp32', 32), { prompt: PROMPT, tokens: 1, perplexity: file });
  const network = await loadNetwork(FILE, {
    language: { prompt: 'Tom had a red ball. He went to the park with his mom and they were very happy.' },
  });
  const tokens = network.graph !== undefined ? [...network.language!.prompt] : [];
  const expected = oraclePerplexity(smallLlama(fp32Tensors(FILE), SIZES), tokens);
  const { machine, reference, tokens: asked } = language!.perplexity!;
  t.is(asked, tokens.length - 1);
  t.true(Math.abs(reference / expected - 1) < 1e-5, `${reference}, expected ${expected}`);
  t.true(Math.abs(machine / expected - 1) < 1e-4, `${machine}, expected ${expected}`);
});

run('each new token reads the keys and values of all before it and its own: counted by hand', async (t) => {
  const { language, layers, totals } = await story([], { prompt: PROMPT, tokens: 4 });
  // 5 tokens of prompt see 1 to 5; 3 more passes see 6, 7 and 8: 36 in all, of 5 blocks x 2 x 4 heads x 8 values x 2 bytes
  const bytesPerToken = 5 * 2 * 4 * 8 * 2;
  t.like(language!.keyValueCache, {
    place: 'activationMemory',
    bitsPerToken: 8 * bytesPerToken,
    readBytes: 36 * bytesPerToken,
    writtenBytes: 8 * bytesPerToken,
  });
  const cache = layers.at(-1)!;
  t.is(cache.kind, 'keyValueCache');
  t.is(cache.actionCounts['activationMemory.read'], (36 * bytesPerToken) / 8);
  t.is(cache.actionCounts['activationMemory.write'], bytesPerToken);
  t.is(cache.multiplyAccumulates, 0);
  const { prefill, decode } = language!;
  t.deepEqual([prefill.passes, prefill.tokens, decode!.passes, decode!.tokens], [1, 5, 3, 3]);
  t.true(Math.abs((prefill.energyPj.total + decode!.energyPj.total) / totals.energyPj.total - 1) < 1e-12);
  t.true(Math.abs((prefill.timeUs + decode!.timeUs) / totals.timeUs - 1) < 1e-12);
});

run('a cache that does not fit the activation memory lies in DRAM and is charged in bursts', async (t) => {
  const { language, layers } = await story(
    ['memories.activations.capacity=512 B', 'memories.activations.width=64 bit'],
    { prompt: PROMPT, tokens: 60 },
  );
  t.is(language!.keyValueCache.place, 'dram');
  const cache = layers.at(-1)!;
  t.true(cache.actionCounts['dram.read'] > 0);
  t.true(cache.energyPj.dram > 0);
  t.is(cache.dram!.usefulBytes, language!.keyValueCache.readBytes + language!.keyValueCache.writtenBytes);
});

run(
  'a batch of three costs three times as much on a machine with its weights on the chip, and less from DRAM',
  async (t) => {
    const language = { prompt: PROMPT, tokens: 3 };
    const [one, three] = [await story([], language), await story([], { ...language, batch: 3 })];
    const ratio = three.totals.energyPj.total / one.totals.energyPj.total;
    t.true(Math.abs(ratio - 3) < 1e-9, String(ratio));
    const dram = ['weights.home=dram'];
    const [single, batch] = [await story(dram, language), await story(dram, { ...language, batch: 3 })];
    t.true(batch.language!.decode!.energyPerTokenPj < 0.6 * single.language!.decode!.energyPerTokenPj);
    t.true(
      Math.abs((3 * batch.language!.decode!.bytesPerToken.dram) / single.language!.decode!.bytesPerToken.dram - 1) <
        0.05,
    );
  },
);

run('an activation threshold saves work in proportion and costs perplexity', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'picojoule-'));
  const file = join(folder, 'text.txt');
  writeFileSync(file, `${STORY} She wanted to play with it.`);
  const { language } = await story(formats('fp16', 16), {
    prompt: PROMPT,
    tokens: 4,
    activationThreshold: 0.5,
    perplexity: file,
  });
  const { withoutThreshold } = language!.activationThreshold!;
  t.true(language!.decode!.energyPerTokenPj < 0.75 * withoutThreshold.energyPerTokenPj);
  const { machine, withoutThreshold: before, reference } = language!.perplexity!;
  t.true(machine > before!);
  t.true(Math.abs(before! / reference - 1) < 0.01);
});

run('a prompt of more than the model was made for is refused with both numbers', async (t) => {
  await t.throwsAsync(loadNetwork(FILE, { language: { prompt: PROMPT, tokens: 2048 } }), {
    message: /5 tokens of prompt and 2048 new ones are 2053, the model was made for 2048/,
  });
});

run('a memory that the chip has once holds the cache once, and a network without text is refused', async (t) => {
  const { language } = await story([], { prompt: PROMPT, tokens: 2 }, 'systolic-32x32');
  const { roomBytes, place } = language!.keyValueCache;
  t.is(place, 'activationMemory');
  t.true(roomBytes! < 2 ** 21, String(roomBytes));
  await t.throwsAsync(loadNetwork('eie-benchmark', { language: { prompt: PROMPT } }), {
    message: /no weights of a language model, which --prompt and --perplexity need/,
  });
});
