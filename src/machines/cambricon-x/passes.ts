import type { LayerCounts, PlacedLayer } from '../../simulate/layer-counts.ts';
import { fitAsIs, INPUT_PASSES, type InputOutcomes } from '../parts/input-passes.ts';
import { PLACING, placeStored } from '../parts/place-stored.ts';
import { type Pass, passMaker } from '../pass.ts';
import { COUNTING, countProduct } from './count-product.ts';
import type { CambriconX } from './hardware.ts';
import { type StoredRows, storedRows } from './rows.ts';
import { storedBits } from './stored-bits.ts';

/** What each pass makes. */
interface Outcomes extends InputOutcomes {
  encode: StoredRows;
  count: LayerCounts;
  place: PlacedLayer;
}

const pass = passMaker<CambriconX, Outcomes>();

/** From a layer to its counts, in an order in which each pass stands behind those that it needs. */
export const PASSES: readonly Pass<CambriconX>[] = [
  fitAsIs,
  pass({
    name: 'encode',
    of: 'weights',
    needs: [],
    reads: ['encoding.stepBits'],
    run: ({ layer }, machine) => storedRows(layer.matrix, machine),
  }),
  ...INPUT_PASSES,
  pass({
    name: 'count',
    of: 'product',
    needs: ['encode', 'numeric'],
    reads: COUNTING,
    run: ({ layer, encode, numeric }, machine) => countProduct(layer, encode, numeric, machine),
  }),
  pass({
    name: 'place',
    of: 'layer',
    quick: true,
    partOf: 'count',
    needs: ['encode', 'count'],
    reads: [...PLACING, 'processingElements', 'lanes', 'encoding.stepBits', 'arithmetic.weight'],
    run: ({ layer, encode, count }, machine) =>
      placeStored(layer.name, storedBits(layer.matrix, encode, machine), machine, count, {
        // what comes from DRAM, rows after rows, stays while all inputs of a batch go by
        uses: 1,
        memories: machine.processingElements * machine.lanes,
      }),
  }),
];
