import test from 'ava';
import type { Tensor } from '../../../src/network/graph/graph.ts';
import type { ImportedWeights } from '../../../src/network/imported-weights.ts';
import { onnx } from '../../../src/network/importers/onnx.ts';
import type { StreamedNetwork } from '../../../src/network/streamed-network.ts';
import { loadEnergyTable, loadHardware } from '../../../src/node/read-configs.ts';
import { importWeights, loadNetwork, openNetwork } from '../../../src/node/read-networks.ts';
import { importedNetwork } from '../../../src/run/load/imported-network.ts';
import { inBatch } from '../../../src/run/load/in-batch.ts';
import type { LayerResult, RunResult } from '../../../src/run/result.ts';
import { runNetwork } from '../../../src/run/run-network.ts';
import { runStreamed } from '../../../src/run/run-streamed.ts';
import { simulateGraphNetwork } from '../../../src/sweep/run/simulate-graph-network.ts';
import { logitsOf } from '../../network/language/logits-of.ts';
import { execute } from '../../oracles/conformance.ts';
import { graphNetwork } from '../../oracles/graph-network.ts';
import { FORMS, type Form, onnxDecoder, type Span } from '../../oracles/language/onnx-decoder.ts';

const PROMPT = [1, 5, 9, 13, 2];
const NEXT = 7;

/** Two blocks, two heads of keys of 8 values that two heads of queries share each; of one model a token sees three. */
const MODELS = [
  { file: 'test/data/gguf/models/qwen2.gguf', window: Infinity },
  { file: 'test/data/language-models/mistral-window', window: 3 },
];
const VALUES_PER_TOKEN = 2 * 2 * 2 * 8;

async function onnxRun(
  weights: ImportedWeights,
  form: Form,
  span: Span,
  set: readonly string[] = [],
  more: object = {},
): Promise<RunResult> {
  const hardware = await loadHardware('eie-64pe', { set });
  const imported = await onnx.read({ file: 'decoder.onnx', bytes: onnxDecoder(weights, form, span) }, {});
  const network = importedNetwork(imported, { file: 'decoder.onnx', name: 'decoder', ...more });
  return runNetwork(hardware, network, await loadEnergyTable(hardware.energy.tableFile));
}

/** The logits behind all tokens: the last one behind the cache that the others leave, or all in one buffer. */
async function onnxLogits(weights: ImportedWeights, form: Form): Promise<ArrayLike<number>> {
  const run = (tokens: readonly number[], past: number, cache: Iterable<readonly [string, Tensor]>) => {
    const given: Tensor = { type: 'int64', shape: [1, tokens.length], values: Float64Array.from(tokens) };
    return execute(onnxDecoder(weights, form, { tokens: tokens.length, past }), new Map([['tokens', given], ...cache]));
  };
  const lastOf = (outputs: ReadonlyMap<string, Tensor>): ArrayLike<number> => {
    const { shape, values } = outputs.get('logits')!;
    return values.subarray(-shape[2]);
  };
  if (form === 'TensorScatter') {
    const all = [...PROMPT, NEXT];
    const empty: Tensor = { type: 'fp32', shape: [1, 2, all.length, 8], values: new Float32Array(2 * all.length * 8) };
    const names = ['past.key.0', 'past.value.0', 'past.key.1', 'past.value.1'];
    return lastOf(
      await run(
        all,
        0,
        names.map((name) => [name, empty] as const),
      ),
    );
  }
  const left = [...(await run(PROMPT, 0, []))].map(
    ([name, tensor]) => [name.replace('present', 'past'), tensor] as const,
  );
  return lastOf(
    await run(
      [NEXT],
      PROMPT.length,
      left.filter(([name]) => name !== 'logits'),
    ),
  );
}

/** The line of the cache: there is one. */
function line({ layers }: RunResult): LayerResult {
  const found = layers.filter(({ kind }) => kind === 'keyValueCache');
  if (found.length !== 1) throw new Error(`${found.length} caches`);
  return found[0];
}

for (const { file, window } of MODELS)
  for (const form of FORMS) {
    test(`${file} as an ONNX graph with ${form} computes the same, and has the same cache`, async (t) => {
      const weights = await importWeights(file);
      const { once } = await logitsOf(file, [...PROMPT, NEXT]);
      const logits = await onnxLogits(weights, form);
      t.is(logits.length, once.length);
      for (const [k, value] of once.entries())
        t.true(Math.abs(value - logits[k]) < 1e-4, `logit ${k}: ${logits[k]}, expected ${value}`);

      const hardware = await loadHardware('eie-64pe');
      const table = await loadEnergyTable(hardware.energy.tableFile);
      const streamed = await runStreamed(
        hardware,
        (await openNetwork(file, { promptLength: PROMPT.length })) as StreamedNetwork,
        table,
      );
      const found = await onnxRun(weights, form, { tokens: 1, past: PROMPT.length });
      t.deepEqual(line(found), line(streamed));
      t.deepEqual(found.keyValueCache, streamed.keyValueCache);
      const seen = Math.min(window, PROMPT.length + 1);
      t.like(found.keyValueCache, {
        bitsPerToken: 16 * VALUES_PER_TOKEN,
        bytes: (PROMPT.length + 1) * 2 * VALUES_PER_TOKEN,
        readBytes: seen * 2 * VALUES_PER_TOKEN,
        writtenBytes: 2 * VALUES_PER_TOKEN,
      });
    });

    test(`${file} with ${form}: prompt and token together are what the executed model reads and writes`, async (t) => {
      const weights = await importWeights(file);
      const hardware = await loadHardware('eie-64pe');
      const table = await loadEnergyTable(hardware.energy.tableFile);
      const written = runNetwork(
        hardware,
        await loadNetwork(file, { language: { promptTokens: PROMPT, tokens: 2 } }),
        table,
      );
      const [prefill, decode] = [
        await onnxRun(weights, form, { tokens: PROMPT.length, past: 0 }),
        await onnxRun(weights, form, { tokens: 1, past: PROMPT.length }),
      ];
      const both = (of: (run: RunResult) => number): number => of(prefill) + of(decode);
      t.is(
        both((run) => line(run).cycles),
        line(written).cycles,
      );
      t.is(
        both((run) => line(run).products!),
        line(written).products!,
      );
      for (const action of Object.keys(line(written).actionCounts))
        t.is(
          both((run) => line(run).actionCounts[action]),
          line(written).actionCounts[action],
          action,
        );
      t.is(
        both((run) => run.keyValueCache!.readBytes),
        written.language!.keyValueCache.readBytes,
      );
      t.is(
        both((run) => run.keyValueCache!.writtenBytes),
        written.language!.keyValueCache.writtenBytes,
      );
      // by hand: token n of the prompt sees n tokens, or the window
      const seen = PROMPT.reduce((sum, _, before) => sum + Math.min(window, before + 1), 0);
      t.is(prefill.keyValueCache!.readBytes, seen * 2 * VALUES_PER_TOKEN);
      t.is(prefill.keyValueCache!.writtenBytes, PROMPT.length * 2 * VALUES_PER_TOKEN);
    });
  }

const QWEN = 'test/data/gguf/models/qwen2.gguf';
const DECODE = { tokens: 1, past: PROMPT.length };

/** The same model without its graph, behind the same prompt. */
async function told(set: readonly string[], batch = 1): Promise<RunResult> {
  const hardware = await loadHardware('eie-64pe', { set });
  const network = (await openNetwork(QWEN, { promptLength: PROMPT.length, batch })) as StreamedNetwork;
  return runStreamed(hardware, network, await loadEnergyTable(hardware.energy.tableFile));
}

const DIRECT = ['encoding.weights=direct', 'encoding.codeBits=16'];
for (const [what, set, bitsPerToken] of [
  ['in fp16', [...DIRECT, 'arithmetic.activation=fp16'], 16 * VALUES_PER_TOKEN],
  // eight vectors of a token have a scale of 16 bits each
  [
    'in int8, with a scale for each vector',
    ['arithmetic.activation=int8', 'arithmetic.accumulator=int32'],
    8 * VALUES_PER_TOKEN + 8 * 16,
  ],
  ['in DRAM', ['processingElements=1', 'memories.activations.capacity=512 B'], 16 * VALUES_PER_TOKEN],
] as const)
  for (const form of ['plain', 'GroupQueryAttention'] as const)
    test(`a cache ${what} is the same line whether the model comes as GGUF or as a graph with ${form}`, async (t) => {
      const [expected, found] = [await told(set), await onnxRun(await importWeights(QWEN), form, DECODE, set)];
      t.deepEqual(line(found), line(expected));
      t.deepEqual(found.keyValueCache, expected.keyValueCache);
      t.is(found.keyValueCache!.bitsPerToken, bitsPerToken);
      t.is(found.keyValueCache!.place, what === 'in DRAM' ? 'dram' : 'activationMemory');
    });

for (const form of FORMS)
  test(`a batch of three sequences with ${form} has the cache of three, in one inference or in three`, async (t) => {
    const weights = await importWeights(QWEN);
    const expected = await told([], 3);
    const together = await onnxRun(weights, form, { ...DECODE, batch: 3 });
    t.deepEqual(line(together), line(expected));
    t.deepEqual(together.keyValueCache, expected.keyValueCache);
    const hardware = await loadHardware('eie-64pe');
    const imported = await onnx.read({ file: 'decoder.onnx', bytes: onnxDecoder(weights, form, DECODE) }, {});
    const network = inBatch(importedNetwork(imported, { file: 'decoder.onnx', name: 'decoder', batch: 3 }), 3);
    const apart = runNetwork(hardware, network, await loadEnergyTable(hardware.energy.tableFile));
    t.deepEqual(apart.keyValueCache, expected.keyValueCache);
    t.deepEqual(
      line(apart).actionCounts['activationMemory.read'],
      line(expected).actionCounts['activationMemory.read'],
    );
  });

test('inferences one after the other each have a cache of their own; layers and cache together are the totals', async (t) => {
  const weights = await importWeights(QWEN);
  const [one, two] = [
    await onnxRun(weights, 'plain', DECODE),
    await onnxRun(weights, 'plain', DECODE, [], { batch: 2 }),
  ];
  const { readBytes, writtenBytes, ...rest } = one.keyValueCache!;
  t.deepEqual(two.keyValueCache, { ...rest, readBytes: 2 * readBytes, writtenBytes: 2 * writtenBytes });
  const energy = two.layers.reduce((sum, { energyPj }) => sum + energyPj.total, 0);
  t.true(Math.abs(energy / two.totals.energyPj.total - 1) < 1e-12);
  t.true(Math.abs((2 * two.inferences!.energyPj.mean) / energy - 1) < 1e-12);
  t.is(
    two.totals.cycles,
    two.layers.reduce((sum, { cycles }) => sum + cycles, 0),
  );
  t.true(
    two.warnings.some((warning) =>
      /not charged: .*Softmax \(2\).*; the key-value cache that attention reads is charged/.test(warning),
    ),
  );
});

test('one layer by itself has no cache beside it', async (t) => {
  const weights = await importWeights(QWEN);
  const imported = await onnx.read({ file: 'decoder.onnx', bytes: onnxDecoder(weights, 'plain', DECODE) }, {});
  const network = importedNetwork(imported, { file: 'decoder.onnx', name: 'decoder' });
  const hardware = await loadHardware('eie-64pe');
  const only = { ...network, only: network.layers[0].name } as typeof network;
  const record = runNetwork(hardware, only, await loadEnergyTable(hardware.energy.tableFile));
  t.is(record.layers.length, 1);
  t.is(record.keyValueCache, undefined);
});

test('a sweep counts the cache of a graph as a run does', async (t) => {
  const weights = await importWeights(QWEN);
  const imported = await onnx.read({ file: 'decoder.onnx', bytes: onnxDecoder(weights, 'Attention', DECODE) }, {});
  const network = graphNetwork(importedNetwork(imported, { file: 'decoder.onnx', name: 'decoder' }));
  const swept = simulateGraphNetwork(await loadHardware('eie-64pe'), network);
  const run = await onnxRun(weights, 'Attention', DECODE);
  const { cycles, actionCounts, name } = line(run);
  t.deepEqual(swept.inferences[0].layers.at(-1), { name, cycles, actionCounts });
});
