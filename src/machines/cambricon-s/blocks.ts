import { shareWeights } from '../../compress/share-weights.ts';
import { valuesOfCodes } from '../../network/coded-matrix.ts';
import type { Layer, SharedWeights, WeightMatrix } from '../../network/layer.ts';
import type { FittedLayer } from '../machine.ts';
import { fitToPattern } from '../parts/fit-to-pattern.ts';
import type { Reads } from './hardware.ts';

/** Inputs that each block of as many outputs as there are PEs has in its index. */
export interface Blocks {
  /** Where the inputs of each block start in `inputs`; one more than there are blocks. */
  readonly start: Uint32Array;
  /** Ascending in each block. */
  readonly inputs: Uint32Array;
  /** Entries of the index that only bridge gaps which a step cannot pass. */
  readonly paddingSteps: number;
}

/**
 * Prunes a layer so that whole blocks (as many outputs as PEs, one input) go, as many of them as its density asks for, and shares weights that are stored by value where
 * the machine has codebooks. Weights that obey already stay as they are.
 */
export function fitBlocks(
  layer: Layer,
  { processingElements, encoding }: Reads<'processingElements' | 'encoding.weights' | 'encoding.codeBits'>,
): FittedLayer {
  const { rows, columns, columnStart } = layer.matrix;
  const density = columnStart[columns] / (rows * columns);
  const words = `blocks of ${processingElements} outputs`;
  const coarse = fitToPattern(layer, { density, blockRows: processingElements }, words);
  if (encoding.weights === 'direct') return coarse;
  const { weights } = coarse.layer.matrix;
  if (weights.kind === 'shared' && weights.codebook.length <= 2 ** encoding.codeBits) return coarse;
  return { ...coarse, layer: shared(coarse.layer, encoding.codeBits) };
}

/** Weights as codes; a bias keeps its values. */
function shared(layer: Layer, codeBits: number): Layer {
  const { matrix } = layer;
  const { weights } = matrix;
  const end = matrix.columnStart[matrix.columns];
  const values = weights.kind === 'direct' ? weights.values : valuesOfCodes(weights.codes, weights.codebook);
  const { codes, codebook } = shareWeights(values.subarray(0, end), { codeBits });
  const all = new Uint8Array(values.length).fill(1);
  all.set(codes);
  const own: SharedWeights = { kind: 'shared', codes: all, codebook };
  const biasValues = matrix.biasValues ?? values.slice(end);
  return { ...layer, matrix: { ...matrix, weights: own, ...(matrix.hasBias ? { biasValues } : {}) } };
}

/** The index of each block: every input that one of its outputs has a weight for. Linear in the stored weights. */
export function blocksOf(
  { rows, columns, columnStart, rowIndex }: WeightMatrix,
  { processingElements, encoding }: Reads<'processingElements' | 'encoding.stepBits'>,
): Blocks {
  const count = Math.ceil(rows / processingElements);
  const lengths = new Uint32Array(count + 1);
  const last = new Int32Array(count).fill(-1);
  let paddingSteps = 0;
  const each = (take: (block: number, column: number) => void) => {
    last.fill(-1);
    for (let column = 0; column < columns; column++)
      for (let k = columnStart[column]; k < columnStart[column + 1]; k++) {
        const block = Math.floor(rowIndex[k] / processingElements);
        if (last[block] === column) continue;
        take(block, column);
        last[block] = column;
      }
  };
  const farthest = 2 ** encoding.stepBits;
  each((block, column) => {
    lengths[block + 1]++;
    paddingSteps += Math.floor((column - last[block] - 1) / farthest);
  });
  for (let block = 0; block < count; block++) lengths[block + 1] += lengths[block];
  const cursor = lengths.slice(0, count);
  const inputs = new Uint32Array(lengths[count]);
  each((block, column) => {
    inputs[cursor[block]++] = column;
  });
  return { start: lengths, inputs, paddingSteps };
}
