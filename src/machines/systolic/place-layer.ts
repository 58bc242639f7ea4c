import { UserError } from '../../base/user-error.ts';
import { dramPart } from '../../config/dram-parts.ts';
import type { Layer } from '../../network/layer.ts';
import type { PlacedLayer } from '../../simulate/layer-counts.ts';
import { type StoredBits, shareOfBits, totalBits } from '../../simulate/weights/stored-bits.ts';
import { streamDuring, weightStream } from '../../simulate/weights/weight-stream.ts';
import { COUNTING, everyCycle } from './count-product.ts';
import type { SystolicCounts } from './counters.ts';
import type { Reads } from './hardware.ts';
import { valueBits } from './value-bits.ts';
import type { Fed } from './weight-queue.ts';

/** Paths of the hardware record that decide where values live. */
export const PLACING = [
  ...COUNTING,
  'memories.weights.capacityBytes',
  'weights.overflow',
  'dram.part',
  'dram.channels',
  'clockHz',
] as const;

type Placing = Reads<(typeof PLACING)[number]> & { readonly weightQueue?: Fed['weightQueue'] };

/** Bytes a second of a queue with a rate of its own. */
function queueRate({ weightQueue }: Placing): number | undefined {
  return weightQueue?.bitsPerSecond === undefined ? undefined : weightQueue.bitsPerSecond / 8;
}

/**
 * Puts the values of a layer where the machine keeps them. Weights that live in DRAM, or do not fit (`overflow: stream`), are streamed through half of their memory,
 * once where it holds them and otherwise as often as the array asks for them; inputs, sums and outputs that do not fit go along. A double-buffered array has waited
 * for its tiles already.
 * `products`: how many vectors the weights are multiplied with.
 * @throws UserError CAPACITY with `overflow: error` where something does not fit, UNKNOWN_NAME for an unknown DRAM part
 */
export function placeLayer(
  { name, matrix }: Layer,
  stored: StoredBits,
  machine: Placing,
  counts: SystolicCounts,
  products: number,
): PlacedLayer {
  dramPart(machine.dram.part); // a misspelt part is told even where nothing is read from it
  const { home, overflow } = machine.weights;
  const { memories, array } = machine;
  const room = memories.weights.capacityBytes * 8;
  const fits = totalBits(stored) <= room;
  const queued = array.doubleBuffered && home === 'dram';
  const lacks = [
    ...(home === 'dram' || fits
      ? []
      : [`${Math.ceil(totalBits(stored) / 8)} byte of weights, their memory holds ${memories.weights.capacityBytes}`]),
    ...(counts.spilledInputs + counts.spilledOutputs > 0
      ? [`inputs and outputs do not fit the ${memories.activations.capacityBytes} byte of the activation memory`]
      : []),
    ...(counts.spilledSums > 0
      ? [`partial sums do not fit the ${memories.sums.capacityBytes} byte of their memory`]
      : []),
  ].map((message) => `${name}: ${message}`);
  if (lacks.length > 0 && overflow === 'error')
    throw new UserError(lacks.map((message) => ({ place: { path: 'memories' }, message, code: 'CAPACITY' })));
  const spills = overflow === 'stream';
  const kept = spills ? counts : { ...counts, spilledInputs: 0, spilledSums: 0, spilledOutputs: 0 };
  const warnings = lacks.map(
    (message) => `${message}; ${spills ? 'what does not fit goes to DRAM' : 'simulated as if it fitted'}`,
  );
  const share = home === 'dram' ? 1 : !fits && spills ? (totalBits(stored) - room / 2) / totalBits(stored) : 0;
  const bits = valueBits(machine);
  const passes = fits && !queued ? 1 : counts.weightLoads;
  const [inputs, sums] = [kept.spilledInputs * bits.input, kept.spilledSums * bits.sum];
  const moved = {
    ...shareOfBits(stored, { ofEntries: share, ofPointers: share, passes }),
    ...(inputs > 0 && { activations: inputs }),
  };
  // how often an input is asked for, and a sum comes back
  const asks = counts.inputReads / (matrix.columns * products);
  const returns = Math.max(1, counts.sumWrites / (matrix.rows * products) - 1);
  const outputBits = kept.spilledOutputs * bits.input;
  const also = { outputBits, uniqueInputBits: inputs / asks, sums: { bits: sums, unique: sums / returns } };
  if (totalBits(moved) + outputBits + sums === 0) return { counts: kept, warnings };
  const stream = queued
    ? streamDuring(moved, counts.cycles, counts.cycles - counts.weightStallCycles, machine, {
        ...also,
        bytesPerSecond: queueRate(machine),
      })
    : weightStream(moved, room / 8 / 2, counts.cycles, machine, also);
  const written = queued
    ? {}
    : { 'weightMemory.write': Math.ceil((totalBits(moved) - inputs) / memories.weights.widthBits) };
  return {
    counts: {
      ...kept,
      cycles: stream.cycles,
      weightStallCycles: counts.weightStallCycles + stream.cycles - counts.cycles,
      dram: stream.dram,
      actionCounts: {
        ...kept.actionCounts,
        ...everyCycle(machine, stream.cycles),
        ...written,
        ...stream.actions,
      },
    } as SystolicCounts,
    warnings,
  };
}
