import { simulationBudget } from '../../base/budget.ts';
import type { CompressionRules } from '../../compress/compress-layers.ts';
import type { StoredLayer } from '../../compress/compress-network.ts';
import type { Chip } from '../../config/chip.ts';
import { machineOf } from '../../machines/index.ts';
import { type Given, type Made, runPass } from '../../machines/pass.ts';
import type { ImportOptions } from '../../network/importers/importer.ts';
import type { GraphNetwork, Layer, Network } from '../../network/layer.ts';
import { collectGarbage } from '../../node/collect-garbage.ts';
import { allowedMemory, memory } from '../../node/memory.ts';
import type { NetworkOptions } from '../../run/load/network-options.ts';
import type { StreamedLayer } from '../../run/run-streamed.ts';
import type { KeptTraining, Stretch, TrainedStretch } from '../../train/run/train-stretch.ts';
import { share } from './share.ts';
import type { SimulatedGraph } from './simulate-graph-network.ts';

interface ToPass {
  readonly name: string;
  readonly given: Given;
  readonly made: Made;
  readonly hardware: Chip;
}

/** Weights of a layer that are tens of megabytes. */
const LARGE = 2e6;

/** How the outcome of a task is kept for the tasks after it: in shared memory, or as it is. */
type Keep = <T>(record: T) => T;

/** Brings a network in. */
async function network(
  { path, options }: { readonly path: string; readonly options: NetworkOptions },
  keep: Keep,
): Promise<Network> {
  const { loadNetwork } = await import('../../node/read-networks.ts');
  const loaded = await loadNetwork(path, options);
  // layer by layer, so that never all of them lie twice in memory
  const layers = loaded.layers as Layer[];
  for (const [k, layer] of layers.entries()) {
    layers[k] = keep(layer);
    if (layers[k] !== layer && layer.matrix.columnStart[layer.matrix.columns] > LARGE) collectGarbage();
  }
  const kept = keep(loaded);
  if (kept !== loaded) collectGarbage();
  return kept;
}

/** Runs one pass of a machine on one layer: what a sweep keeps of its outcome. */
function pass({ name, given, made, hardware }: ToPass, keep: Keep): unknown {
  const found = machineOf(hardware).passes.find((one) => one.name === name)!;
  const outcome = runPass(found, { ...given, budget: simulationBudget(allowedMemory()) }, made, hardware);
  return keep(found.kept === undefined ? outcome : found.kept(outcome as never));
}

/** A network without a graph, whose layers choose their formats each by itself. */
const ALONE: Network = { name: '', file: '', seed: null, layers: [] };

/** Number formats that a layer chooses for itself. What they are measured with is loaded only then: a worker should start fast. */
async function formats({
  layer,
  hardware,
}: {
  readonly layer: Layer;
  readonly hardware: Chip;
}): Promise<Chip['arithmetic']> {
  const { layerFormats } = await import('../../run/formats/layer-formats.ts');
  return layerFormats(hardware, ALONE, [layer])(layer.name).arithmetic;
}

/** A network with a graph, executed whole. */
async function graph({
  hardware,
  network: graphed,
}: {
  readonly hardware: Chip;
  readonly network: GraphNetwork;
}): Promise<SimulatedGraph> {
  const { simulateGraphNetwork } = await import('./simulate-graph-network.ts');
  return simulateGraphNetwork(hardware, graphed);
}

/** What a worker needs to open the same network. */
export interface OpenedNetwork {
  readonly path: string;
  readonly options: NetworkOptions;
}

/** What this thread opened last, of its kind: layers come one by one. */
function lastOpened<Which, Opened>(open: (which: Which) => Promise<Opened>): (which: Which) => Promise<Opened> {
  let last: { readonly key: string; readonly opened: Promise<Opened> } | undefined;
  return (which) => {
    const key = JSON.stringify(which);
    if (last?.key !== key) last = { key, opened: open(which) };
    return last.opened;
  };
}

const networkOf = lastOpened(async ({ path, options }: OpenedNetwork) =>
  (await import('../../node/read-networks.ts')).openNetwork(path, options),
);

/** One layer of a streamed network, from its making to what its record needs. */
async function streamedLayer({
  opened,
  hardware,
  index,
  outputs,
}: {
  readonly opened: OpenedNetwork;
  readonly hardware: Chip;
  readonly index: number;
  readonly outputs: boolean;
}): Promise<StreamedLayer> {
  const [network, { simulateComing }] = await Promise.all([networkOf(opened), import('../../run/run-streamed.ts')]);
  if (!('coming' in network)) throw new Error(`${network.name} is not streamed`);
  const done = await simulateComing(hardware, network.coming[index], { memory: memory(), outputs });
  collectGarbage();
  return done;
}

/** What a worker needs to open the same weights. */
export interface OpenedWeights {
  readonly path: string;
  readonly options: ImportOptions;
}

const weightsOf = lastOpened(
  async ({ path, options }: OpenedWeights) =>
    (await (await import('../../node/read-networks.ts')).openNetworkWeights(path, options)).source,
);

/** One layer of weights, from its reading to the bytes of its file. */
async function compressedLayer({
  opened,
  rules,
  index,
}: {
  readonly opened: OpenedWeights;
  readonly rules: CompressionRules;
  readonly index: number;
}): Promise<StoredLayer> {
  const [{ heads }, { compressHead }, { forgetRecords }] = await Promise.all([
    weightsOf(opened),
    import('../../compress/compress-network.ts'),
    import('../../kernels/loaded.ts'),
  ]);
  const done = compressHead(heads[index], rules);
  forgetRecords();
  collectGarbage();
  return done;
}

/** Steps of a training. */
async function trainStretch(stretch: Stretch): Promise<TrainedStretch> {
  return (await import('../../train/run/train-stretch.ts')).trainStretch(stretch);
}

/** The network that a training left. */
async function trainedNetwork(training: KeptTraining, keep: Keep): Promise<Network> {
  return keep(await (await import('../../train/run/train-stretch.ts')).keptNetwork(training));
}

/** What a worker can be asked for. */
const tasks = { network, pass, formats, graph, streamedLayer, compressedLayer, trainStretch, trainedNetwork };

export type TaskName = keyof typeof tasks;
export type TaskInput<Name extends TaskName> = Parameters<(typeof tasks)[Name]>[0];
export type TaskOutput<Name extends TaskName> = Awaited<ReturnType<(typeof tasks)[Name]>>;

/** Runs a task, here or in a worker. */
export type Execute = <Name extends TaskName>(name: Name, input: TaskInput<Name>) => Promise<TaskOutput<Name>>;

/** Runs every task at once in this thread. */
function keeping(keep: Keep): Execute {
  return async (name, input) => (tasks[name] as (input: unknown, keep: Keep) => never)(input, keep);
}

/** Where other threads get what comes of it. */
export const executeForAll = keeping(share);

/** Where no other thread does. */
export const executeAlone = keeping((record) => record);
