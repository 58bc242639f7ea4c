import { memo } from '../../base/memo.ts';
import type { Chip } from '../../config/chip.ts';
import type { CountedLayer } from '../../energy/price-actions.ts';
import { machineOf } from '../../machines/index.ts';
import type { FittedLayer } from '../../machines/machine.ts';
import { type Made, needsOf, type Pass } from '../../machines/pass.ts';
import type { GraphNetwork, Layer, Network } from '../../network/layer.ts';
import { choosesFormats } from '../../run/formats/chooses-formats.ts';
import { quantizationWarnings } from '../../run/formats/quantization-loss.ts';
import { countSum } from '../../run/graph/sum-counts.ts';
import { layersAlone } from '../../run/layers-alone.ts';
import { inputsOf } from '../../run/store-layers.ts';
import { type CountedTotals, countedTotals } from '../../run/totals.ts';
import type { LayerCounts, PlacedLayer } from '../../simulate/layer-counts.ts';
import { type PassKeys, WHOLE } from '../plan/pass-keys.ts';
import { type LayerFigures, layerFigures } from './layer-figures.ts';
import { layersToPrice } from './layers-to-price.ts';
import type { SimulatedGraph } from './simulate-graph-network.ts';
import type { Threads } from './threads.ts';

/** All layers of a network on a machine, before clock and prices. */
export interface SimulatedNetwork {
  readonly layers: readonly LayerFigures[];
  readonly totals: CountedTotals;
  /** What was counted is no inference (Network.layersAlone). */
  readonly layersAlone?: boolean;
  /** Inferences that ran together. */
  readonly batch: number;
  /** The layers whose actions have to be priced. */
  readonly toPrice: readonly CountedLayer[];
  readonly warnings: readonly string[];
}

/** Runs passes, each once for all points that need it. */
export interface Simulator {
  /** `asked`: whether the passes that not every sweep asks for run. */
  simulate(keys: PassKeys, network: Network, hardware: Chip, asked: boolean): Promise<SimulatedNetwork>;
  /** A network with a graph: all passes in one. */
  execute(keys: PassKeys, network: GraphNetwork, hardware: Chip): Promise<SimulatedGraph>;
  /** Forgets what was made for a key of a pass. */
  release(pass: string, key: string): void;
  /** How often a pass ran, by itself or in a network with a graph. */
  made(pass: string): number;
}

/** All passes in one, of a network with a graph. */
const GRAPH = 'graph';

/** One layer of a network on its way through the passes. */
interface Way {
  readonly layer: Layer;
  /** The machine as the layer sees it, with number formats of its own where it chose them. */
  readonly hardware: Chip;
}

/** A simulator that has its passes run by these threads, layer by layer. */
export function simulator(threads: Threads): Simulator {
  const outcomes = new Map<string, ReturnType<typeof memo<unknown>>>();
  const memoOf = (pass: string) => {
    const found = outcomes.get(pass) ?? memo<unknown>();
    outcomes.set(pass, found);
    return found;
  };
  const once = <T>(pass: string, keys: PassKeys, make: () => Promise<T>): Promise<T> =>
    memoOf(pass).get(keys[pass] ?? keys[WHOLE], make) as Promise<T>;

  /** All passes of one network: each begins as soon as what it needs is there. */
  const passesOf = async (keys: PassKeys, network: Network, hardware: Chip, asked: boolean): Promise<Passed[]> => {
    const [fit, ...others] = machineOf(hardware).passes;
    const fitted = await once(fit.name, keys, () =>
      Promise.all(network.layers.map((layer) => fitLayer(threads, fit.name, layer, hardware))),
    );
    const ways = network.layers.map((layer, k): Way => ({ layer, hardware: asSeen(hardware, fitted[k].arithmetic) }));
    const made = new Map<string, Promise<readonly unknown[]>>([
      [fit.name, Promise.resolve(fitted.map((one) => one.fitted))],
    ]);
    for (const pass of others) {
      if (!asked && pass.unasked !== undefined) {
        made.set(pass.name, Promise.resolve(ways.map(() => pass.unasked)));
        continue;
      }
      const needs = needsOf(pass, hardware).map((name) => [name, made.get(name)!] as const);
      made.set(
        pass.name,
        once(pass.name, keys, async () => {
          const ready = await Promise.all(needs.map(async ([name, list]) => [name, await list] as const));
          return Promise.all(
            ways.map((way, k) =>
              runOn(threads, pass, way, Object.fromEntries(ready.map(([name, list]) => [name, list[k]]))),
            ),
          );
        }),
      );
    }
    const lists = await Promise.all([...made].map(async ([name, list]) => [name, await list] as const));
    return ways.map(({ hardware: seen }, k) => ({
      hardware: seen,
      made: Object.fromEntries(lists.map(([name, list]) => [name, list[k]])),
    }));
  };

  return {
    simulate: (keys, network, hardware, asked) =>
      once(WHOLE, keys, async () => countedNetwork(network, hardware, await passesOf(keys, network, hardware, asked))),
    execute: (keys, network, hardware) => once(GRAPH, keys, () => threads.execute('graph', { hardware, network })),
    release(pass, key) {
      outcomes.get(pass)?.drop(key);
      if (pass === WHOLE) outcomes.get(GRAPH)?.drop(key);
    },
    made: (pass) => (outcomes.get(pass)?.made() ?? 0) + (outcomes.get(GRAPH)?.made() ?? 0),
  };
}

/** What all passes of a layer made, on the machine with its number formats. */
interface Passed {
  readonly hardware: Chip;
  readonly made: Made;
}

interface FittedWay {
  readonly fitted: FittedLayer;
  readonly arithmetic?: Chip['arithmetic'];
}

async function fitLayer({ execute }: Threads, name: string, layer: Layer, hardware: Chip): Promise<FittedWay> {
  const fitted = (await execute('pass', { name, given: givenOf(layer), made: {}, hardware })) as FittedLayer;
  if (!choosesFormats(hardware)) return { fitted };
  return { fitted, arithmetic: await execute('formats', { layer: fitted.layer, hardware }) };
}

/** Outcomes of a pass for each input of a batch, on a machine that takes one after the other. */
class Each {
  readonly outcomes: readonly unknown[];
  constructor(outcomes: readonly unknown[]) {
    this.outcomes = outcomes;
  }
}

/** What is done in a moment is not worth the way to a worker. */
async function runOn(threads: Threads, pass: Pass<never>, { layer, hardware }: Way, made: Made): Promise<unknown> {
  const run = pass.quick === true ? threads.here : threads.execute;
  const given = givenOf(layer);
  const { inputs } = given;
  const once = (one: typeof given, before: Made) =>
    run('pass', { name: pass.name, given: one, made: before, hardware });
  if (inputs.length === 1) return once(given, made);
  if (pass.of === 'layer')
    return once(
      given,
      mapped(made, (outcome) => overBatch(outcome, inputs)),
    );
  if (pass.of === 'weights' || machineOf(hardware).batches === true) return once(given, made);
  const each = inputs.map((input, k) => {
    const alone = { layer: { ...layer, activations: input }, inputs: [input], products: 1 };
    return once(
      alone,
      mapped(made, (outcome) => (outcome instanceof Each ? outcome.outcomes[k] : outcome)),
    );
  });
  return new Each(await Promise.all(each));
}

function mapped(made: Made, change: (outcome: unknown, name: string) => unknown): Made {
  return Object.fromEntries(Object.entries(made).map(([name, outcome]) => [name, change(outcome, name)]));
}

/** Counts of a batch, one behind the other or together, as one. */
function overBatch(outcome: unknown, inputs: readonly Float32Array[]): unknown {
  const sum = countSum();
  if (outcome instanceof Each)
    for (const [k, counts] of outcome.outcomes.entries()) sum.add(counts as LayerCounts, [inputs[k]]);
  else if (isCounts(outcome)) sum.add(outcome, inputs);
  else return outcome;
  return sum.total();
}

function isCounts(outcome: unknown): outcome is LayerCounts {
  return typeof outcome === 'object' && outcome !== null && 'actionCounts' in outcome;
}

function givenOf(layer: Layer) {
  const inputs = inputsOf(layer);
  return { layer, inputs, products: inputs.length };
}

/** The machine with the number formats that a layer chose for itself (simulation.fractionBits: perLayer). */
function asSeen(hardware: Chip, arithmetic: Chip['arithmetic'] | undefined): Chip {
  return arithmetic === undefined ? hardware : { ...hardware, arithmetic };
}

function countedNetwork(network: Network, hardware: Chip, layers: readonly Passed[]): SimulatedNetwork {
  const fitted = layers.map(({ made }) => made.fit as FittedLayer);
  const placed = layers.map(({ made }) => made.place as PlacedLayer);
  const figures = layers.map(({ made, hardware: seen }, k) =>
    layerFigures(fitted[k].layer, made, placed[k].counts, seen),
  );
  return {
    layers: figures,
    totals: countedTotals(figures, hardware),
    ...(layersAlone(network) && { layersAlone: true }),
    batch: network.batch ?? 1,
    toPrice: layersToPrice(figures),
    warnings: [
      ...(network.warnings ?? []),
      ...fitted.flatMap(({ warning }) => warning ?? []),
      ...placed.flatMap(({ warnings }) => warnings),
      ...layers.flatMap(({ hardware: seen }, k) =>
        quantizationWarnings({ layer: fitted[k].layer, counts: placed[k].counts }, seen),
      ),
    ],
  };
}
