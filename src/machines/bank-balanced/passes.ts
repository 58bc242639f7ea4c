import type { PlacedLayer } from '../../simulate/layer-counts.ts';
import type { WithEmptySlots } from '../parts/empty-slots.ts';
import { INPUT_PASSES, type InputOutcomes } from '../parts/input-passes.ts';
import { PLACING, placeStored } from '../parts/place-stored.ts';
import { type Pass, passMaker } from '../pass.ts';
import { COUNTING, countProduct } from './count-product.ts';
import type { BankBalanced } from './hardware.ts';
import { type FittedSlots, fitSlots } from './slots.ts';
import { storedBits } from './stored-bits.ts';

/** What each pass makes. */
interface Outcomes extends InputOutcomes {
  fit: FittedSlots;
  count: WithEmptySlots;
  place: PlacedLayer;
}

const pass = passMaker<BankBalanced, Outcomes>();

/** From a layer to its counts, in an order in which each pass stands behind those that it needs. */
export const PASSES: readonly Pass<BankBalanced>[] = [
  pass({
    name: 'fit',
    of: 'weights',
    needs: [],
    reads: ['processingElements', 'encoding.pattern', 'encoding.perBank'],
    run: ({ layer }, machine) => fitSlots(layer, machine),
  }),
  ...INPUT_PASSES,
  pass({
    name: 'count',
    of: 'product',
    needs: ['fit', 'numeric'],
    reads: COUNTING,
    run: ({ fit, numeric }, machine) => countProduct(fit.layer, fit.slots, numeric, machine),
  }),
  pass({
    name: 'place',
    of: 'layer',
    quick: true,
    partOf: 'count',
    needs: ['fit', 'count'],
    reads: [...PLACING, 'processingElements', 'arithmetic.weight'],
    run: ({ fit, count }, machine) =>
      placeStored(fit.layer.name, storedBits(fit.layer.matrix, fit.slots, machine), machine, count, {
        // what comes from DRAM, rows after rows, stays while all inputs of a batch go by
        uses: 1,
        memories: machine.processingElements,
      }),
  }),
];
