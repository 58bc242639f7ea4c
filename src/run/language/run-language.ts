import type { Steps } from '../../base/steps.ts';
import type { Chip } from '../../config/chip.ts';
import type { EnergyTable } from '../../config/energy/energy-table.ts';
import { graphSteps } from '../../network/graph/execute-graph.ts';
import type { Graph, Tensor } from '../../network/graph/graph.ts';
import { blockByBlock, oneByOne } from '../../network/graph/operators/operator.ts';
import { plainMultiply } from '../../network/graph/plain-multiply.ts';
import type { LanguageTask } from '../../network/language/language-task.ts';
import { perplexityOf, WINDOW, windowsOf } from '../../network/language/perplexity.ts';
import { tokenGraph } from '../../network/language/token-graph.ts';
import { type Written, writeTokens } from '../../network/language/write-tokens.ts';
import type { GraphNetwork } from '../../network/layer.ts';
import { priceRun } from '../charge-run.ts';
import { type SimulatedProducts, simulateGraph, unchargedWarning } from '../graph/simulate-graph.ts';
import { batchSum } from '../graph/sum-counts.ts';
import { measureLayer } from '../layer-result.ts';
import { BLOCK_VALUES, multiplyMany } from '../multiply-many.ts';
import type { RunResult } from '../result.ts';
import type { RunOptions } from '../run-options.ts';
import type { StoredLayer } from '../store-layers.ts';
import { batchTotals } from '../totals.ts';
import { cacheLine } from './cache-layer.ts';
import {
  type CachePlan,
  type CacheTraffic,
  cacheBits,
  cacheResult,
  cacheTraffic,
  planCache,
  vectorsOfToken,
} from './key-value-cache.ts';
import type { LanguageResult, PerplexityResult, PhaseResult } from './language-result.ts';
import { phaseOf } from './phase.ts';

/** A network whose graph is that of a language model. */
export type LanguageNetwork = GraphNetwork & { readonly language: LanguageTask };

/** One pass through the network: its layers, and behind them the cache. */
interface CachedPass {
  readonly layers: readonly SimulatedProducts[];
  readonly traffic: CacheTraffic;
  /** New tokens, of all sequences. */
  readonly tokens: number;
}

/** What all parts of a run share. */
interface Context {
  readonly hardware: Chip;
  readonly network: LanguageNetwork;
  readonly table: EnergyTable;
  readonly stored: readonly StoredLayer[];
  readonly options: RunOptions;
  readonly plan: CachePlan;
}

/**
 * Writes text on a machine: the products of all layers are simulated with what the layers before them made, the prompt in one pass and then each token in one; what lies outside
 * of the array is computed in fp32 and not charged, but for the key-value cache, which is a line of the record. Layers and totals are sums over all passes and all sequences of
 * the batch; `language` tells the phases apart.
 */
export function* runLanguage(
  hardware: Chip,
  network: LanguageNetwork,
  table: EnergyTable,
  stored: readonly StoredLayer[],
  options: RunOptions,
): Steps<RunResult> {
  const { language } = network;
  const { transformer, prompt, newTokens, batch } = language;
  const bitsPerToken = cacheBits(vectorsOfToken(transformer.sizes), hardware);
  const bits = batch * (prompt.length + newTokens) * bitsPerToken;
  const plan = planCache(
    { bitsPerToken, bits },
    hardware,
    network.layers.map(({ matrix }) => matrix),
  );
  const context: Context = { hardware, network, table, stored, options, plan };
  const threshold = language.activationThreshold;
  const run = yield* machineText(context, threshold);
  const reference = yield* referenceText(network);
  const without = threshold === 0 ? undefined : yield* machineText(context, 0);
  const perplexity = language.test && (yield* perplexities(context, language.test));
  const text = (tokens: readonly number[]) => language.tokenizer?.decode([...prompt, ...tokens]) ?? null;
  const { record, written, prefill, decode } = run;
  const perToken = (phases: Pick<MachineText, 'prefill' | 'decode'>) => phases.decode ?? phases.prefill;
  const parameters = network.layers.reduce((sum, { matrix }) => sum + matrix.rows * matrix.columns, 0);
  const result: LanguageResult = {
    architecture: transformer.architecture,
    parameters,
    parametersPerToken: parameters - unusedParameters(network),
    tokenizer: language.tokenizer?.name ?? null,
    batch,
    prompt: { text: language.tokenizer?.decode(prompt) ?? null, tokens: prompt },
    text: text(written.tokens),
    tokens: written.tokens,
    stoppedBy: written.isEnded ? 'end' : 'length',
    prefill,
    decode,
    keyValueCache: run.cache,
    reference: {
      text: text(reference.tokens),
      tokens: reference.tokens,
      sameTokens: sameAtFirst(written.tokens, reference.tokens),
    },
    ...(without && {
      activationThreshold: {
        share: threshold,
        withoutThreshold: {
          timePerTokenUs: perToken(without).timePerTokenUs,
          energyPerTokenPj: perToken(without).energyPerTokenPj,
          text: text(without.written.tokens),
        },
      },
    }),
    ...(perplexity && { perplexity }),
  };
  return { ...record, language: result };
}

function sameAtFirst(one: readonly number[], other: readonly number[]): number {
  const differs = one.findIndex((token, at) => token !== other[at]);
  return differs < 0 ? Math.min(one.length, other.length) : differs;
}

/** Weights of the experts that a token does not use. */
function unusedParameters({ language, layers }: LanguageNetwork): number {
  const sizes = new Map(layers.map(({ name, matrix }) => [name, matrix.rows * matrix.columns]));
  return language.transformer.blocks.reduce((sum, { feedForward }) => {
    if (!('router' in feedForward)) return sum;
    const { experts, used } = feedForward;
    const all = experts.flat().reduce((total, name) => total + (sizes.get(name) ?? 0), 0);
    return sum + all * (1 - used / experts.length);
  }, 0);
}

function graphOf({ network, hardware }: Context, share: number, everyToken = false): Graph {
  const { transformer, prompt, newTokens } = network.language;
  return tokenGraph(transformer, {
    length: everyToken ? WINDOW : prompt.length + newTokens,
    everyToken,
    cacheFormat: hardware.arithmetic.activation,
    activationThreshold: share,
  });
}

/** What a machine wrote, and what it took. */
interface MachineText {
  readonly record: RunResult;
  readonly written: Written;
  readonly prefill: PhaseResult;
  readonly decode: PhaseResult | null;
  readonly cache: LanguageResult['keyValueCache'];
}

function* machineText(context: Context, share: number): Steps<MachineText> {
  const { network, stored, options, plan, hardware, table } = context;
  const { transformer, prompt, newTokens, batch, tokenizer } = network.language;
  const graph = graphOf(context, share);
  const products = graph.nodes.filter(({ layers }) => layers.length > 0).length;
  const passes: CachedPass[] = [];
  const columns = prompt.length + newTokens;
  const written = yield* writeTokens(
    transformer,
    prompt,
    newTokens,
    tokenizer?.ends ?? new Set(),
    function* (inputs, size) {
      const onLayer = (name: string, done: number) =>
        options.onLayer?.(name, passes.length * products + Math.floor(done / batch), newTokens * products);
      const sequences = Array.from({ length: batch }, () => inputs);
      const { simulated, outputs } = yield* simulateGraph(graph, sequences, stored, onLayer);
      const traffic = cacheTraffic(transformer, plan, size, batch);
      const tokens = batch * size.tokens;
      const layers = [...simulated, cacheLine({ plan, traffic, tokens, columns }, hardware)];
      passes.push({ layers, traffic, tokens });
      return outputs[0];
    },
  );
  const [first, ...others] = passes;
  const all = record(context, graph, passes);
  const phase = (own: readonly CachedPass[]): PhaseResult =>
    phaseOf(hardware, record(context, graph, own).totals, {
      passes: own.length,
      tokens: own.reduce((sum, pass) => sum + pass.tokens, 0),
      perToken: own.map((pass) => record(context, graph, [pass]).totals.energyPj.total / pass.tokens),
    });
  const moved = passes.reduce(
    (sum, { traffic }) => ({
      readBits: sum.readBits + traffic.readBits,
      writtenBits: sum.writtenBits + traffic.writtenBits,
    }),
    { readBits: 0, writtenBits: 0 },
  );
  return {
    record: { ...all, totals: batchTotals(all.totals, batch * (prompt.length + others.length)) },
    written,
    prefill: phase([first]),
    decode: others.length === 0 ? null : phase(others),
    cache: cacheResult(plan, moved.writtenBits, moved),
  };
  function record({ network: own }: Context, executed: Graph, some: readonly CachedPass[]): RunResult {
    const sum = batchSum<SimulatedProducts>();
    for (const { layers } of some) sum.add(layers);
    const measured = sum.total().map((one) => measureLayer(one, hardware, options.outputs === true));
    const described = {
      ...own,
      layersAlone: false,
      warnings: [...(own.warnings ?? []), ...unchargedWarning(executed)],
    };
    return priceRun(hardware, described, table, measured, options);
  }
}

/** What the same weights write in plain floating point. */
function* referenceText(network: LanguageNetwork): Steps<Written> {
  const { transformer, prompt, newTokens, tokenizer } = network.language;
  const graph = tokenGraph(transformer, { length: prompt.length + newTokens, everyToken: false });
  const products = oneByOne(plainMultiply((network.original ?? network).layers));
  return yield* writeTokens(transformer, prompt, newTokens, tokenizer?.ends ?? new Set(), (inputs) =>
    graphSteps(graph, inputs, products),
  );
}

function* perplexities(context: Context, { file, tokens }: NonNullable<LanguageTask['test']>): Steps<PerplexityResult> {
  const { network, stored } = context;
  const { transformer, activationThreshold: share } = network.language;
  const windows = windowsOf(tokens, transformer.context);
  const byName = new Map(stored.map((one) => [one.layer.name, one]));
  const onMachine = blockByBlock((name, inputs) => multiplyMany(byName.get(name)!, inputs).outputs, BLOCK_VALUES);
  const plain = oneByOne(plainMultiply((network.original ?? network).layers));
  const of = (graph: Graph, products: ReturnType<typeof oneByOne>) =>
    perplexityOf(transformer, windows, (inputs: ReadonlyMap<string, Tensor>) => graphSteps(graph, inputs, products));
  const straight = tokenGraph(transformer, { length: WINDOW, everyToken: true });
  return {
    file,
    tokens: windows.reduce((sum, window) => sum + window.length - 1, 0),
    windowTokens: Math.min(WINDOW, transformer.context),
    machine: yield* of(graphOf(context, share, true), onMachine),
    reference: yield* of(straight, plain),
    ...(share > 0 && { withoutThreshold: yield* of(graphOf(context, 0, true), onMachine) }),
  };
}
