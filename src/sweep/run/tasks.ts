import { simulationBudget } from '../../base/budget.ts';
import { fitWeights } from '../../machines/eie/fit-weights.ts';
import { numeric, type Outputs } from '../../machines/eie/numeric.ts';
import type { Scan } from '../../machines/eie/scan.ts';
import { arithmeticFormats, quantizeActivations, scanLayer } from '../../machines/eie/scan-layer.ts';
import { entriesPerLine } from '../../machines/eie/schema.ts';
import { earlyEnd } from '../../machines/eie/simulate-layer.ts';
import { streamsFor } from '../../machines/eie/streams-for.ts';
import { heldLine, type LayerEnd, timeLayer } from '../../machines/eie/time-layer.ts';
import { type Traffic, traffic } from '../../machines/eie/traffic.ts';
import type { Hardware } from '../../machines/index.ts';
import type { EncodedStreams, Layer, Network } from '../../network/layer.ts';
import { memory } from '../../node/memory.ts';
import type { NetworkOptions } from '../../run/network-options.ts';
import type { Quantized } from '../../simulate/outputs/arithmetic.ts';
import { share } from './share.ts';
import type { SimulatedGraph } from './simulate-graph-network.ts';

/** A layer as a machine stores it. */
export interface EncodedLayer {
  readonly layer: Layer;
  readonly streams: EncodedStreams;
  readonly warning: string | null;
  /** Number formats of its own (simulation.fractionBits: perLayer). */
  readonly arithmetic?: Hardware['arithmetic'];
}

/** A layer's inputs as a machine sees them. */
export interface ScannedLayer {
  readonly activations: Quantized;
  readonly scan: Scan;
}

interface ToScan {
  readonly layer: Layer;
  readonly hardware: Hardware;
}

interface ToSimulate extends ToScan {
  readonly streams: EncodedStreams;
  readonly scanned: ScannedLayer;
}

interface ToRun {
  readonly hardware: Hardware;
  readonly network: Network;
}

/** Brings a network in, into shared memory. */
async function network({
  path,
  options,
}: {
  readonly path: string;
  readonly options: NetworkOptions;
}): Promise<Network> {
  const { loadNetwork } = await import('../../node/read-networks.ts');
  return share(await loadNetwork(path, options));
}

/** A network without a graph, whose layers choose their formats each by itself. */
const ALONE: Network = { name: '', file: '', seed: null, layers: [] };

/** Fits and encodes the weights of a layer, into shared memory. */
async function encode({ layer, hardware }: ToScan): Promise<EncodedLayer> {
  const fitted = fitWeights(layer, hardware);
  const { streams: _, ...bare } = fitted.layer;
  const streams = streamsFor(fitted.layer, hardware, simulationBudget(memory()));
  const arithmetic = await ownFormats(fitted.layer, hardware);
  return share({
    layer: bare,
    streams,
    warning: fitted.warning,
    ...(arithmetic && { arithmetic }),
  });
}

/** Formats that the layer chooses for itself. What they are measured with is loaded only then: a worker should start fast. */
async function ownFormats(layer: Layer, hardware: Hardware): Promise<Hardware['arithmetic'] | undefined> {
  if (hardware.simulation.fractionBits !== 'perLayer') return undefined;
  const { layerFormats } = await import('../../run/layer-formats.ts');
  return layerFormats(hardware, ALONE, [layer])(layer.name).arithmetic;
}

/** Quantizes and scans the inputs of a layer, into shared memory. */
function scan({ layer, hardware }: ToScan): ScannedLayer {
  const activations = quantizeActivations(layer, arithmeticFormats(hardware));
  return share({ activations, scan: scanLayer(layer, activations, hardware) });
}

function timing({ layer, streams, scanned, hardware }: ToSimulate): LayerEnd {
  return timeLayer(layer, scanned.scan, streams, hardware).end;
}

function moves({ streams, scanned, hardware }: ToSimulate): Traffic {
  return traffic(scanned.scan, streams, entriesPerLine(hardware), heldLine(hardware));
}

/** Saturations of a layer; the outputs themselves are not kept. */
function outputs({ layer, streams, scanned, hardware }: ToSimulate): Outputs['saturations'] {
  const reference = hardware.simulation.rule === 'reference';
  const early = reference ? earlyEnd(timeLayer(layer, scanned.scan, streams, hardware), streams, hardware) : undefined;
  return numeric(layer.matrix, scanned.scan, scanned.activations, arithmeticFormats(hardware), early).saturations;
}

/** A network with a graph, executed whole. */
async function graph({ hardware, network: graphed }: ToRun): Promise<SimulatedGraph> {
  const { simulateGraphNetwork } = await import('./simulate-graph-network.ts');
  return simulateGraphNetwork(hardware, graphed);
}

/** What a worker can be asked for; a new pass is one line here. */
export const tasks = { network, encode, scan, timing, traffic: moves, numeric: outputs, graph };

export type TaskName = keyof typeof tasks;
export type TaskInput<Name extends TaskName> = Parameters<(typeof tasks)[Name]>[0];
export type TaskOutput<Name extends TaskName> = Awaited<ReturnType<(typeof tasks)[Name]>>;

/** Runs a task, here or in a worker. */
export type Execute = <Name extends TaskName>(name: Name, input: TaskInput<Name>) => Promise<TaskOutput<Name>>;

/** Runs every task at once in this thread. */
export const executeHere: Execute = async (name, input) => (tasks[name] as (input: unknown) => never)(input);
