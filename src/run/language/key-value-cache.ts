import { isBareInteger, parseNumberFormat } from '../../base/number-format.ts';
import type { Chip } from '../../config/chip.ts';
import { dramPart } from '../../config/dram-parts.ts';
import type { SramMemory } from '../../config/memories.ts';
import { cachedVectors, type ModelSizes } from '../../config/models/model.ts';
import { machineOf } from '../../machines/index.ts';
import type { Vectors } from '../../network/graph/cache/cache-use.ts';
import type { LayerCounts } from '../../simulate/layer-counts.ts';
import { weightStream } from '../../simulate/weights/weight-stream.ts';
import type { CacheResult } from './language-result.ts';

/** Bits of the scale of a vector of integers. */
const SCALE_BITS = 16;

/** The cache of a model on a machine: where it lies, and how large it is. */
export interface CachePlan {
  readonly place: 'activationMemory' | 'dram';
  readonly format: string;
  /** Of one token in all blocks: keys and values, scales of integers included. */
  readonly bitsPerToken: number;
  /** What the activation memory has left for it; null where the cache lies in DRAM. */
  readonly roomBytes: number | null;
  /** Words of how many bits it is read in. */
  readonly wordBits: number;
  /** Memories that are read at once. */
  readonly banks: number;
}

/** Keys and values of one token in all blocks, or what they are made of. */
export function vectorsOfToken(sizes: ModelSizes): Vectors {
  const { vectors, width } = cachedVectors(sizes);
  return { vectors: sizes.blocks * vectors, values: sizes.blocks * vectors * width };
}

/** Bits of keys and values in a machine's number format of activations. */
export function cacheBits({ vectors, values }: Vectors, { arithmetic }: Chip): number {
  const number = parseNumberFormat(arithmetic.activation);
  return values * number.widthBits + (isBareInteger(number) ? vectors * SCALE_BITS : 0);
}

/**
 * The keys and values that there may be lie in the activation memory where they fit beside the vectors of the largest layer, else in DRAM: so does that of a machine whose activation
 * memory is none of this name.
 */
export function planCache(
  { bitsPerToken, bits }: { readonly bitsPerToken: number; readonly bits: number },
  hardware: Chip,
  layers: readonly { readonly rows: number; readonly columns: number }[],
): CachePlan {
  const { activation: format } = hardware.arithmetic;
  const { memory, instances = 1 } = activationMemory(hardware) ?? {};
  const largest = Math.max(...layers.map(({ rows, columns }) => rows + columns));
  const { widthBits } = parseNumberFormat(format);
  const room = memory === undefined ? 0 : instances * memory.capacityBytes - (largest * widthBits) / 8;
  const fits = memory !== undefined && bits / 8 <= room;
  return {
    place: fits ? 'activationMemory' : 'dram',
    format,
    bitsPerToken,
    roomBytes: fits ? Math.floor(room) : null,
    wordBits: fits ? memory.widthBits : 8,
    banks: fits ? instances : 1,
  };
}

/** One of the activation memories, and how many the machine has. */
function activationMemory(hardware: Chip): { readonly memory: SramMemory; readonly instances: number } | undefined {
  const component = machineOf(hardware).components.find(({ name }) => name === 'activationMemory');
  if (component?.madeOf.kind !== 'sram') return undefined;
  const instances =
    component.place === 'processingElement' ? hardware.processingElements * (component.perElement?.(hardware) ?? 1) : 1;
  return { memory: component.madeOf.memory(hardware), instances };
}

/** All of a machine that decides where a cache lies and what moving it takes, beside what its passes read. */
export function readByCache(hardware: Chip): readonly unknown[] {
  const { memory, instances } = activationMemory(hardware) ?? {};
  const { arithmetic, dram, buffer, clockHz } = hardware;
  return [arithmetic.activation, memory?.capacityBytes, memory?.widthBits, instances, dram, buffer, clockHz];
}

/** Bits that a pass moves for one sequence. */
export interface CacheTraffic {
  readonly readBits: number;
  readonly writtenBits: number;
}

/** Each new token reads the keys and values of all that it sees, itself included (in a block with a window those in the window), and its own are written; so in each sequence of the batch. */
export function cacheTraffic(
  { blocks }: { readonly blocks: readonly { readonly window?: number }[] },
  { bitsPerToken }: CachePlan,
  { tokens, past }: { readonly tokens: number; readonly past: number },
  batch: number,
): CacheTraffic {
  const bitsOfBlock = bitsPerToken / blocks.length;
  let seen = 0;
  for (const { window = Number.POSITIVE_INFINITY } of blocks)
    for (let token = 1; token <= tokens; token++) seen += Math.min(window, past + token);
  return { readBits: batch * seen * bitsOfBlock, writtenBits: batch * tokens * bitsPerToken };
}

/** The cache as a record tells it: filled with so many bits, and what was moved to and from it. */
export function cacheResult(plan: CachePlan, filledBits: number, { readBits, writtenBits }: CacheTraffic): CacheResult {
  const { place, format, bitsPerToken, roomBytes } = plan;
  const bytes = (bits: number): number => Math.ceil(bits / 8);
  return {
    place,
    format,
    bitsPerToken,
    bytes: bytes(filledBits),
    roomBytes,
    readBytes: bytes(readBits),
    writtenBytes: bytes(writtenBits),
  };
}

/**
 * What reading and writing the cache takes: one line of the record. In SRAM every PE reads a word a cycle; in DRAM whole bursts come as weights do, and writes are charged as
 * reads are. Nothing of the array works meanwhile. `idle` are counts of a layer of the same machine, which say what leaks and ticks in a cycle.
 */
export function cacheCounts(
  plan: CachePlan,
  { readBits, writtenBits }: CacheTraffic,
  idle: LayerCounts,
  hardware: Chip,
): LayerCounts {
  const moved = plan.place === 'dram' ? throughDram(plan, readBits + writtenBits, hardware) : undefined;
  const words = (bits: number): number => Math.ceil(bits / plan.wordBits);
  const cycles = moved?.cycles ?? Math.ceil((words(readBits) + words(writtenBits)) / plan.banks);
  const actions = moved?.actions ?? {
    'activationMemory.read': words(readBits),
    'activationMemory.write': words(writtenBits),
  };
  return { ...waiting(idle, cycles, actions), ...(moved && { dram: moved.dram }) };
}

function throughDram(plan: CachePlan, bits: number, hardware: Chip) {
  const stream = { codes: bits, indices: 0, padding: 0, pointers: 0, bias: 0, codebook: 0 };
  const { lineBytes } = dramPart(hardware.dram.part);
  return weightStream(stream, Math.max(lineBytes, plan.bitsPerToken / 8), 0, hardware);
}

/** Counts of a machine that waits for so many cycles: everything 0 but time, the clock and what leaks. */
function waiting(idle: LayerCounts, cycles: number, actions: Readonly<Record<string, number>>): LayerCounts {
  const perCycle = Object.entries(idle.actionCounts)
    .filter(([name]) => name.endsWith('.leakage') || name === 'clockNetwork.cycle')
    .map(([name, count]): [string, number] => [name, Math.round(count / idle.cycles) * cycles]);
  const { dram: _dram, perProcessingElement, ...counts } = idle;
  const zeroed = zeros(counts) as LayerCounts;
  const lists = Object.entries(perProcessingElement ?? {}).map(([name, list]) => [
    name,
    new Float64Array(list.length).fill(name === 'starved' ? cycles : 0),
  ]);
  return {
    ...zeroed,
    cycles,
    outputs: new Float32Array(0),
    ...(perProcessingElement && { perProcessingElement: Object.fromEntries(lists) }),
    actionCounts: { ...Object.fromEntries(perCycle), ...actions },
  };
}

/** The same record with every number 0. */
function zeros(record: object): object {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => {
      if (typeof value === 'number') return [key, 0];
      return [key, typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) ? zeros(value) : value];
    }),
  );
}
