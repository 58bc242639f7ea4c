import type { WeightMatrix } from '../../network/layer.ts';
import type { Reads } from './hardware.ts';

/** What decides how a matrix is cut so that a piece fits a PE. */
export type Cutting = Reads<
  'scratchpads.inputs' | 'scratchpads.weights' | 'scratchpads.weightPointers' | 'scratchpads.partialSums'
>;

/** A matrix in pieces that fit a PE: as many rows as it has partial sums, and columns until weights, inputs or addresses are full. */
export interface Tiles {
  /** Blocks of rows. */
  readonly rowBlocks: number;
  readonly tiles: number;
  /** Sums that wait in the memory of activations between two tiles of a block, where several inputs go through one tile before the next comes. */
  readonly waitingSums: number;
  /** Stored weights of each column, the bias last. */
  readonly nonZeros: Uint32Array;
}

/** Cuts a matrix, the bias (a last column whose input is 1) included. Linear in its stored weights and in columns x blocks of rows. */
export function cut({ rows, columns, columnStart, rowIndex, hasBias }: WeightMatrix, machine: Cutting): Tiles {
  const { inputs, weights, weightPointers, partialSums } = machine.scratchpads;
  const all = columns + (hasBias ? 1 : 0);
  const nonZeros = new Uint32Array(columns + 1);
  for (let column = 0; column < all; column++) nonZeros[column] = columnStart[column + 1] - columnStart[column];
  const most = Math.min(inputs, weightPointers);
  const rowBlocks = Math.ceil(rows / partialSums);
  // of each block the tile that is being filled
  const filled = new Uint32Array(rowBlocks);
  const wide = new Uint32Array(rowBlocks);
  const tilesOf = new Uint32Array(rowBlocks).fill(1);
  const here = new Uint32Array(rowBlocks);
  for (let column = 0; column < all; column++) {
    here.fill(0);
    for (let k = columnStart[column]; k < columnStart[column + 1]; k++) here[Math.floor(rowIndex[k] / partialSums)]++;
    for (let block = 0; block < rowBlocks; block++) {
      if (wide[block] === most || filled[block] + here[block] > weights) {
        tilesOf[block]++;
        filled[block] = 0;
        wide[block] = 0;
      }
      filled[block] += here[block];
      wide[block]++;
    }
  }
  let tiles = 0;
  let waitingSums = 0;
  for (let block = 0; block < rowBlocks; block++) {
    tiles += tilesOf[block];
    waitingSums += (tilesOf[block] - 1) * Math.min(partialSums, rows - block * partialSums);
  }
  return { rowBlocks, tiles, waitingSums, nonZeros };
}
