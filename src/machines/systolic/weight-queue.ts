import { dramPart } from '../../config/dram-parts.ts';
import { dramClocksPerLine } from '../../simulate/dram/dram-stream.ts';
import { foldsOf, type Grid, laidOut, type Product } from './folds.ts';
import type { WeightQueue } from './timing.ts';

/** What decides how fast tiles come. */
export interface Fed {
  readonly clockHz: number;
  readonly dram: { readonly part: string; readonly channels: number };
  readonly weightQueue?:
    | { readonly tiles?: number | undefined; readonly bitsPerSecond?: number | undefined }
    | undefined;
}

/** Tiles that wait where no queue is described. */
const TILES = 4;

/** The queue between DRAM and the array: its own bandwidth, or that of a long stream from the DRAM part. */
export function queueOf({ clockHz, dram, weightQueue }: Fed, bytes: number): WeightQueue {
  const bytesPerSecond = weightQueue?.bitsPerSecond === undefined ? partRate(dram) : weightQueue.bitsPerSecond / 8;
  return { tileBytes: bytes, tiles: weightQueue?.tiles ?? TILES, bytesPerCycle: bytesPerSecond / clockHz };
}

function partRate({ part, channels }: Fed['dram']): number {
  const { timing, lineBytes } = dramPart(part);
  return (lineBytes * channels * 1e9) / (dramClocksPerLine(timing, 1 / timing.linesPerRow) * timing.tCK_ns);
}

/** Tiles of weights, each as large as the array: what of it holds no weight is stored as zeros and fetched too. */
export function storedTiles(product: Product, grid: Grid): number {
  return foldsOf(laidOut(product, 'weightStationary'), grid);
}

/** Bytes of a tile. */
export function tileBytes({ rows, columns }: Grid, weightBits: number): number {
  return (rows * columns * weightBits) / 8;
}
