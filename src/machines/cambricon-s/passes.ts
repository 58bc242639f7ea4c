import type { PlacedLayer } from '../../simulate/layer-counts.ts';
import type { WithEmptySlots } from '../parts/empty-slots.ts';
import { INPUT_PASSES, type InputOutcomes } from '../parts/input-passes.ts';
import { PLACING, placeStored } from '../parts/place-stored.ts';
import { type Pass, passMaker } from '../pass.ts';
import { type Blocks, blocksOf, fitBlocks } from './blocks.ts';
import { COUNTING, countProduct } from './count-product.ts';
import type { CambriconS } from './hardware.ts';
import { storedBits } from './stored-bits.ts';

/** What each pass makes. */
interface Outcomes extends InputOutcomes {
  encode: Blocks;
  count: WithEmptySlots;
  place: PlacedLayer;
}

const pass = passMaker<CambriconS, Outcomes>();

/** From a layer to its counts, in an order in which each pass stands behind those that it needs. */
export const PASSES: readonly Pass<CambriconS>[] = [
  pass({
    name: 'fit',
    of: 'weights',
    partOf: 'encode',
    needs: [],
    reads: ['processingElements', 'encoding.weights', 'encoding.codeBits'],
    run: ({ layer }, machine) => fitBlocks(layer, machine),
  }),
  pass({
    name: 'encode',
    of: 'weights',
    needs: ['fit'],
    reads: ['processingElements', 'encoding.stepBits'],
    run: ({ fit }, machine) => blocksOf(fit.layer.matrix, machine),
  }),
  ...INPUT_PASSES,
  pass({
    name: 'count',
    of: 'product',
    needs: ['fit', 'encode', 'scan', 'numeric'],
    reads: COUNTING,
    run: ({ fit, encode, scan, numeric }, machine) => countProduct(fit.layer, encode, scan, numeric, machine),
  }),
  pass({
    name: 'place',
    of: 'layer',
    quick: true,
    partOf: 'count',
    needs: ['fit', 'encode', 'count'],
    reads: [
      ...PLACING,
      'processingElements',
      'lanes',
      'encoding.weights',
      'encoding.codeBits',
      'encoding.stepBits',
      'arithmetic.weight',
    ],
    run: ({ fit, encode, count }, machine) =>
      placeStored(fit.layer.name, storedBits(fit.layer.matrix, encode, machine), machine, count, {
        // what comes from DRAM, rows after rows, stays while all inputs of a batch go by
        uses: 1,
        memories: machine.processingElements * machine.lanes,
      }),
  }),
];
