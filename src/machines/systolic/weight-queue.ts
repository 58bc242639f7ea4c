import { dramPart } from '../../config/dram-parts.ts';
import { dramClocksPerLine } from '../../simulate/dram/dram-stream.ts';
import { type Grid, laidOut, type Product } from './folds.ts';
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
export function queueOf({ clockHz, dram, weightQueue }: Fed): WeightQueue {
  const bytesPerSecond = weightQueue?.bitsPerSecond === undefined ? partRate(dram) : weightQueue.bitsPerSecond / 8;
  return { tiles: weightQueue?.tiles ?? TILES, bytesPerCycle: bytesPerSecond / clockHz };
}

function partRate({ part, channels }: Fed['dram']): number {
  const { timing, lineBytes } = dramPart(part);
  return (lineBytes * channels * 1e9) / (dramClocksPerLine(timing, 1 / timing.linesPerRow) * timing.tCK_ns);
}

/** Bytes of each tile of weights in the order in which they are used: along the inputs first, so that sums are finished before the next outputs begin. */
export function tileBytes(product: Product, grid: Grid, weightBits: number): number[] {
  const { rows, columns, groups } = laidOut(product, 'weightStationary');
  const bytes: number[] = [];
  for (let group = 0; group < groups; group++)
    for (let column = 0; column < columns; column += grid.columns)
      for (let row = 0; row < rows; row += grid.rows)
        bytes.push((Math.min(grid.rows, rows - row) * Math.min(grid.columns, columns - column) * weightBits) / 8);
  return bytes;
}
