import type { LayerCounts, PlacedLayer } from '../../simulate/layer-counts.ts';
import { NO_OUTPUTS, type Outputs } from '../../simulate/outputs/matrix-product.ts';
import type { FittedLayer } from '../machine.ts';
import { outputsOf, type SeenInput, seenInputs } from '../parts/inputs.ts';
import { PLACING, placeStored } from '../parts/place-stored.ts';
import { type Pass, passMaker } from '../pass.ts';
import { COUNTING, countProduct } from './count-product.ts';
import type { Eyeriss } from './hardware.ts';
import { storedBits } from './stored-bits.ts';
import { cut, type Tiles } from './tiles.ts';

/** What each pass makes. */
interface Outcomes {
  fit: FittedLayer;
  encode: Tiles;
  scan: readonly SeenInput[];
  numeric: Outputs;
  count: LayerCounts;
  place: PlacedLayer;
}

const pass = passMaker<Eyeriss, Outcomes>();

/** From a layer to its counts, in an order in which each pass stands behind those that it needs. */
export const PASSES: readonly Pass<Eyeriss>[] = [
  pass({
    name: 'fit',
    of: 'weights',
    partOf: 'encode',
    needs: [],
    reads: [],
    run: ({ layer }) => ({ layer, warning: null }),
  }),
  pass({
    name: 'encode',
    of: 'weights',
    needs: [],
    reads: ['scratchpads.inputs', 'scratchpads.weights', 'scratchpads.weightPointers', 'scratchpads.partialSums'],
    run: ({ layer }, machine) => cut(layer.matrix, machine),
  }),
  pass({
    name: 'scan',
    of: 'product',
    needs: [],
    reads: ['arithmetic.activation'],
    run: ({ layer, inputs }, machine) => seenInputs(layer, inputs, machine),
  }),
  pass({
    name: 'numeric',
    of: 'product',
    needs: ['scan'],
    reads: ['arithmetic.weight', 'arithmetic.activation', 'arithmetic.accumulator'],
    run: ({ layer, scan }, machine) => outputsOf(layer, scan, machine),
    unasked: NO_OUTPUTS,
    kept: ({ saturations }) => ({ ...NO_OUTPUTS, saturations }),
  }),
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
    reads: [...PLACING, 'encoding.runBits', 'encoding.pointerBits', 'arithmetic.weight'],
    run: ({ layer, encode, count }, machine) => {
      // a tile stays while all inputs go by, so that its weights are asked for once
      const placed = placeStored(layer.name, storedBits(layer.matrix, encode, machine), machine, count, 1);
      if (machine.processingElements === 1) return placed;
      const bound = `${layer.name}: cycles of ${machine.processingElements} PEs are a lower bound, as if work divided evenly (the papers do not say how it does)`;
      return { ...placed, warnings: [...placed.warnings, bound] };
    },
  }),
];
