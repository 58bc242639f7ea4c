import type { LayerCounts, PlacedLayer } from '../../simulate/layer-counts.ts';
import { fitAsIs, INPUT_PASSES, type InputOutcomes } from '../parts/input-passes.ts';
import { PLACING, placeStored } from '../parts/place-stored.ts';
import { type Pass, passMaker } from '../pass.ts';
import { boundOf } from './bound.ts';
import { COUNTING, countProduct } from './count-product.ts';
import type { Eyeriss } from './hardware.ts';
import { storedBits } from './stored-bits.ts';
import { cut, type Tiles } from './tiles.ts';

/** What each pass makes. */
interface Outcomes extends InputOutcomes {
  encode: Tiles;
  count: LayerCounts;
  place: PlacedLayer;
}

const pass = passMaker<Eyeriss, Outcomes>();

/** From a layer to its counts, in an order in which each pass stands behind those that it needs. */
export const PASSES: readonly Pass<Eyeriss>[] = [
  fitAsIs,
  pass({
    name: 'encode',
    of: 'weights',
    needs: [],
    reads: ['scratchpads.inputs', 'scratchpads.weights', 'scratchpads.weightPointers', 'scratchpads.partialSums'],
    run: ({ layer }, machine) => cut(layer.matrix, machine),
  }),
  ...INPUT_PASSES,
  pass({
    name: 'count',
    of: 'product',
    needs: ['encode', 'scan', 'numeric'],
    reads: COUNTING,
    run: ({ layer, encode, scan, numeric }, machine) => countProduct(layer, encode, scan, numeric, machine),
  }),
  pass({
    name: 'place',
    of: 'layer',
    quick: true,
    partOf: 'count',
    needs: ['encode', 'count'],
    reads: [...PLACING, 'processingElements', 'encoding.runBits', 'encoding.pointerBits', 'arithmetic.weight'],
    run: ({ layer, encode, count }, machine) => {
      // a tile stays while all inputs go by, so that its weights are asked for once
      const placed = placeStored(layer.name, storedBits(layer.matrix, encode, machine), machine, count, {
        uses: 1,
        memories: machine.processingElements,
      });
      const bound = boundOf(machine);
      return bound === undefined
        ? placed
        : { ...placed, warnings: [...placed.warnings, `${layer.name}: a lower bound: ${bound}`] };
    },
  }),
];
