import { parseNumberFormat } from '../../../base/number-format.ts';
import { type Fault, UserError } from '../../../base/user-error.ts';
import type { HeldWeights } from '../../../compress/held-weights.ts';
import { dramPart } from '../../../config/dram-parts.ts';
import type { Layer } from '../../../network/layer.ts';
import type { PlacedLayer } from '../../../simulate/layer-counts.ts';
import { type StoredBits, shareOfBits, totalBits } from '../../../simulate/weights/stored-bits.ts';
import { weightStream } from '../../../simulate/weights/weight-stream.ts';
import type { ActivationValues } from '../../pass.ts';
import type { EieCounts } from '../count-layer.ts';
import type { Reads } from '../hardware.ts';
import { batchesOf } from '../input-batches.ts';
import { canStream } from '../row-passes.ts';
import { type CapacityCheck, checkCapacity, entryCapacity, pointerCapacity } from './capacity.ts';
import { entriesPerElement, pointersPerElement, storedBits } from './layer-bits.ts';

/** What of a machine decides where weights live and whether they fit. */
type Placing = Parameters<typeof checkCapacity>[3] &
  Parameters<typeof storedBits>[1] &
  Reads<'weights.home' | 'weights.overflow' | 'simulation.rule' | 'dram.part'> &
  Partial<Reads<'clockHz'>>;

/** What matters only where something comes from DRAM. */
type Streaming = Reads<'clockHz' | 'dram.part' | 'dram.channels'>;

/** How a layer is used: how often its matrix, and how many values go in and come out. */
export interface Use {
  readonly products: number;
  readonly values?: ActivationValues;
}

/**
 * Puts a layer's weights where the machine keeps them. Weights whose home is DRAM are streamed tile by tile through the two halves of the sparse-matrix
 * memory; of weights that do not fit (`overflow: stream`) half the memory keeps what it can and the two quarters left take the rest by turns.
 * Computing hides the next tile: time = the first tile + the slower of computing and the rest. All columns are streamed, whole bursts are charged:
 * which activations will be zero is not known in advance. Of activations that the activation memory does not hold (`overflow: stream`) the share beyond it is read
 * from DRAM once and written to it once.
 * @throws UserError CAPACITY with `overflow: error` where the layer does not fit, UNKNOWN_NAME for an unknown DRAM part.
 */
export function placeWeights<Counts extends EieCounts>(
  { name }: Pick<Layer, 'name'>,
  rows: readonly HeldWeights[],
  machine: Placing,
  counts: Counts,
  use: Use = { products: 1 },
): PlacedLayer<Counts> {
  const { home, overflow } = machine.weights;
  dramPart(machine.dram.part); // a misspelt part is told even where nothing is read from it
  const values = use.values ?? vectorsOf(rows);
  const check = capacityOf(name, rows, values, machine);
  const weights = home === 'dram' ? [] : [check.entries, check.pointers, check.addressable].filter(isTold);
  const vectors = [check.accumulators, check.sources, check.activations].filter(isTold);
  if (overflow === 'error' && weights.length + vectors.length > 0)
    throw new UserError([...capacityFaults(weights, 'weights'), ...capacityFaults(vectors, 'memories')]);
  const streamed = streamedWeights(rows, machine, check, use.products);
  const moved = canStream(machine) ? movedActivations(values, check.activationsBeyond, machine) : NOTHING_MOVED;
  const warnings = [...weightWarnings(check, machine), ...vectorWarnings(check, rows, machine)];
  if (streamed === undefined && moved.readBytes + moved.writtenBytes === 0) return { counts, warnings };
  const none = { ofEntries: 0, ofPointers: 0, passes: 1, tileShare: 1 / 2 };
  return { counts: withStream(storedBits(rows, machine), machine, counts, streamed ?? none, moved), warnings };
}

/** By the weights of a layer, what was checked last: thousands of inferences put the same ones in their place. */
const checked = new WeakMap<
  readonly HeldWeights[],
  { readonly key: readonly unknown[]; readonly check: CapacityCheck }
>();

function capacityOf(
  name: string,
  rows: readonly HeldWeights[],
  values: ActivationValues,
  machine: Placing,
): CapacityCheck {
  const key = [name, machine, values.inputs, values.outputs];
  const before = checked.get(rows);
  if (before?.key.every((part, k) => part === key[k])) return before.check;
  const check = checkCapacity(name, rows, values, machine);
  checked.set(rows, { key, check });
  return check;
}

function isTold(message: string | null): message is string {
  return message !== null;
}

function vectorsOf(rows: readonly HeldWeights[]): ActivationValues {
  return { inputs: rows[0].source.columns, outputs: rows.reduce((sum, { source }) => sum + source.rows, 0) };
}

/** What of the weights comes from DRAM; undefined where nothing does. */
function streamedWeights(
  rows: readonly HeldWeights[],
  machine: Placing,
  check: CapacityCheck,
  products: number,
): Streamed | undefined {
  // what fits stays while one matrix is used for many products; what does not is fetched for each
  const passes = check.entries === null && check.pointers === null ? 1 : products;
  if (machine.weights.home === 'dram') return { ofEntries: 1, ofPointers: 1, passes, tileShare: 1 / 2 };
  if (machine.weights.overflow !== 'stream') return undefined;
  const shares = overflowingShares(rows, machine, check);
  return shares.ofEntries + shares.ofPointers === 0 ? undefined : { ...shares, passes, tileShare: 1 / 4 };
}

/** Bytes of activations that go through DRAM. */
interface MovedActivations {
  readonly readBytes: number;
  readonly writtenBytes: number;
}

const NOTHING_MOVED: MovedActivations = { readBytes: 0, writtenBytes: 0 };

function movedActivations(
  { inputs, outputs }: ActivationValues,
  share: number,
  { arithmetic }: Reads<'arithmetic.activation'>,
): MovedActivations {
  const { widthBits } = parseNumberFormat(arithmetic.activation);
  const bytes = (values: number): number => Math.ceil((Math.ceil(values * share) * widthBits) / 8);
  return { readBytes: bytes(inputs), writtenBytes: bytes(outputs) };
}

const AS_IF = 'simulated as if it fitted';

function weightWarnings({ entries, pointers, addressable }: CapacityCheck, { weights }: Placing): string[] {
  if (weights.home === 'dram') return [];
  const isStreamed = weights.overflow === 'stream';
  const beyond = isStreamed ? 'what does not fit is streamed from DRAM' : AS_IF;
  return [
    ...[entries, pointers].filter(isTold).map((message) => `${message}; ${beyond}`),
    ...[addressable]
      .filter(isTold)
      .map((message) => `${message}; ${isStreamed ? 'simulated as if it reached them all' : AS_IF}`),
  ];
}

function vectorWarnings(check: CapacityCheck, rows: readonly HeldWeights[], machine: Placing): string[] {
  const isStreamed = canStream(machine);
  const scanRows = Math.ceil(rows[0].source.columns / machine.processingElements);
  const told = (message: string | null, parts: string): string[] =>
    message === null ? [] : [`${message}; ${isStreamed ? parts : AS_IF}`];
  return [
    ...told(check.accumulators, rows.length > 1 ? `computed in ${rows.length} passes over its rows` : AS_IF),
    ...told(check.sources, `read in ${batchesOf(scanRows, machine)} batches`),
    ...told(check.activations, 'what does not fit is read from DRAM and written to it'),
  ];
}

function capacityFaults(messages: readonly string[], path: string): Fault[] {
  return messages.map((message) => ({ place: { path }, message, code: 'CAPACITY' }));
}

/** Half of a memory that is too small keeps what it can, the rest is streamed through the other half. */
function overflowingShares(rows: readonly HeldWeights[], machine: Placing, check: CapacityCheck) {
  const entries = entriesPerElement(rows);
  const pointers = [rows.reduce((sum, { source }) => sum + pointersPerElement(source, machine), 0)];
  return {
    ofEntries: check.entries === null ? 0 : overflowingShare(entries, entryCapacity(machine) / 2),
    ofPointers: check.pointers === null ? 0 : overflowingShare(pointers, pointerCapacity(machine) / 2),
  };
}

/** Share of the items that lie beyond `kept` on their PE. */
function overflowingShare(held: ArrayLike<number>, kept: number): number {
  let all = 0;
  let beyond = 0;
  for (let p = 0; p < held.length; p++) {
    all += held[p];
    beyond += Math.max(0, held[p] - kept);
  }
  return beyond / all;
}

/** What of a layer is streamed, how often, and the share of the sparse-matrix memory that one tile takes. */
interface Streamed {
  readonly ofEntries: number;
  readonly ofPointers: number;
  /** Times that the same weights are fetched. */
  readonly passes: number;
  readonly tileShare: number;
}

/** Adds the stream to a layer's counts: commands and bytes of the DRAM, writes into the memories, and the time that computing does not hide. */
function withStream<Counts extends EieCounts>(
  stored: StoredBits,
  machine: Placing,
  counts: Counts,
  streamed: Streamed,
  moved: MovedActivations,
): Counts {
  const bits = shareOfBits(stored, streamed);
  const memoryBytes = machine.processingElements * machine.memories.sparseMatrix.capacityBytes * streamed.tileShare;
  const { cycles, actions, dram } = weightStream(
    moved.readBytes === 0 ? bits : { ...bits, activations: moved.readBytes * 8 },
    memoryBytes,
    counts.cycles,
    machine as unknown as Streaming,
    { outputBits: moved.writtenBytes * 8 },
  );
  const added = { ...sramWrites(bits, machine), ...actions, ...activationWords(counts, moved, machine) };
  return { ...stretched(counts, cycles, added), dram };
}

/** The stream is written into the PEs' memories line by line before it is read. */
function sramWrites(
  bits: StoredBits,
  { encoding, memories }: Reads<'encoding.weights' | 'memories.sparseMatrix.widthBits' | 'memories.pointers.widthBits'>,
) {
  if (totalBits(bits) === 0) return {};
  // scales of blocks lie with the weights, a codebook does not
  const scales = encoding.weights === 'direct' ? bits.codebook : 0;
  return {
    'sparseMatrix.write': Math.ceil(
      (bits.codes + bits.indices + bits.padding + bits.bias + scales) / memories.sparseMatrix.widthBits,
    ),
    'pointers.write': Math.ceil(bits.pointers / memories.pointers.widthBits),
  };
}

/** What comes from DRAM is written into the activation memory before it is read, what goes there is read from it; in whole words. */
function activationWords(
  { actionCounts }: EieCounts,
  { readBytes, writtenBytes }: MovedActivations,
  { memories }: Reads<'memories.activations.widthBits'>,
): Record<string, number> {
  if (readBytes + writtenBytes === 0) return {};
  const words = (bytes: number): number => Math.ceil((bytes * 8) / memories.activations.widthBits);
  return {
    'activationMemory.write': actionCounts['activationMemory.write'] + words(readBytes),
    'activationMemory.read': actionCounts['activationMemory.read'] + words(writtenBytes),
  };
}

/** The same work in more cycles: the PEs wait (starved), clock and leakage go on. */
function stretched<Counts extends EieCounts>(
  counts: Counts,
  cycles: number,
  added: Readonly<Record<string, number>>,
): Counts {
  const wait = cycles - counts.cycles;
  const perCycle = Object.entries(counts.actionCounts)
    .filter(([name]) => name.endsWith('.leakage') || name === 'clockNetwork.cycle')
    .map(([name, count]): [string, number] => [name, (count / counts.cycles) * cycles]);
  return {
    ...counts,
    cycles,
    perProcessingElement: {
      ...counts.perProcessingElement,
      starved: counts.perProcessingElement.starved.map((starved) => starved + wait),
    },
    actionCounts: { ...counts.actionCounts, ...Object.fromEntries(perCycle), ...added },
  };
}
