import type { PlacedLayer } from '../../simulate/layer-counts.ts';
import { NO_OUTPUTS, type Outputs } from '../../simulate/outputs/matrix-product.ts';
import type { StoredBits } from '../../simulate/weights/stored-bits.ts';
import type { FittedLayer } from '../machine.ts';
import { outputsOf, seenInputs } from '../parts/inputs.ts';
import { type Pass, passMaker } from '../pass.ts';
import { COUNTING, countProduct } from './count-product.ts';
import type { SystolicCounts } from './counters.ts';
import { fitWeights } from './fit-weights.ts';
import type { Systolic } from './hardware.ts';
import { PLACING, placeLayer } from './place-layer.ts';
import { storedBits } from './stored-bits.ts';

/** What each pass makes. */
interface Outcomes {
  fit: FittedLayer;
  store: { readonly weights: number; readonly bits: StoredBits };
  numeric: Outputs;
  count: SystolicCounts;
  place: PlacedLayer;
}

const pass = passMaker<Systolic, Outcomes>();

const PATTERN = ['encoding.pattern.kept', 'encoding.pattern.of'] as const;

/** From a layer to its counts, in an order in which each pass stands behind those that it needs. */
export const PASSES: readonly Pass<Systolic>[] = [
  pass({
    name: 'fit',
    of: 'weights',
    partOf: 'store',
    needs: [],
    reads: PATTERN,
    run: ({ layer }, { encoding }) => fitWeights(layer, encoding?.pattern),
  }),
  pass({
    name: 'store',
    of: 'weights',
    quick: true,
    needs: ['fit'],
    reads: [
      ...PATTERN,
      'arithmetic.weight',
      'arithmetic.activation',
      'arithmetic.accumulator',
      'array.rows',
      'array.columns',
      'array.doubleBuffered',
      'weights.home',
    ],
    run: ({ fit }, machine) => storedBits(fit.layer.matrix, machine),
  }),
  pass({
    name: 'numeric',
    of: 'product',
    needs: ['fit'],
    reads: ['arithmetic.weight', 'arithmetic.activation', 'arithmetic.accumulator'],
    run: ({ fit, inputs }, machine) => outputsOf(fit.layer, seenInputs(fit.layer, inputs, machine), machine),
    unasked: NO_OUTPUTS,
    kept: ({ saturations }) => ({ ...NO_OUTPUTS, saturations }),
  }),
  pass({
    name: 'count',
    of: 'product',
    quick: true,
    needs: ['fit', 'numeric'],
    reads: COUNTING,
    // how fast tiles of weights come
    readsAlso: ({ array, weights }) =>
      array.doubleBuffered && weights.home === 'dram'
        ? ['clockHz', 'dram.part', 'dram.channels', 'weightQueue.tiles', 'weightQueue.bitsPerSecond']
        : [],
    run: ({ fit, numeric, inputs }, machine) => countProduct(fit.layer, inputs.length, numeric, machine),
  }),
  pass({
    name: 'place',
    of: 'layer',
    quick: true,
    partOf: 'count',
    needs: ['store', 'count'],
    reads: PLACING,
    readsAlso: ({ array, weights }) =>
      array.doubleBuffered && weights.home === 'dram' ? ['weightQueue.bitsPerSecond'] : [],
    run: ({ layer, store, count, products }, machine) => placeLayer(layer, store.bits, machine, count, products),
  }),
];
