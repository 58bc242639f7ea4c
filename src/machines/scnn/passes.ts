import type { PlacedLayer } from '../../simulate/layer-counts.ts';
import { fitAsIs, INPUT_PASSES, type InputOutcomes } from '../parts/input-passes.ts';
import { PLACING, placeStored } from '../parts/place-stored.ts';
import { type Pass, passMaker } from '../pass.ts';
import { COUNTING, countProduct, type ScnnCounts } from './count-product.ts';
import type { Scnn } from './hardware.ts';
import { paddingZeros, storedBits } from './stored-bits.ts';
import { folded, pixels } from './tasks.ts';
import { type Work, work } from './timing.ts';

/** What each pass makes. */
interface Outcomes extends InputOutcomes {
  encode: { readonly paddingZeros: number };
  timing: Work;
  count: ScnnCounts;
  place: PlacedLayer;
}

const pass = passMaker<Scnn, Outcomes>();

/** From a layer to its counts, in an order in which each pass stands behind those that it needs. */
export const PASSES: readonly Pass<Scnn>[] = [
  fitAsIs,
  pass({
    name: 'encode',
    of: 'weights',
    needs: [],
    reads: ['encoding.runBits'],
    run: ({ layer }, machine) => ({ paddingZeros: paddingZeros(layer.matrix, machine) }),
  }),
  ...INPUT_PASSES,
  pass({
    // the faster of its two ways to see vectors: folded into images, or as pixels of one
    name: 'timing',
    of: 'product',
    needs: ['scan'],
    reads: [
      'array.rows',
      'array.columns',
      'multipliers.inputs',
      'multipliers.weights',
      'accumulators.banks',
      'accumulators.entries',
    ],
    run: ({ layer, scan }, machine) => {
      const { matrix } = layer;
      const { rows, columns } = machine.array;
      const asPixels = work(matrix, pixels(scan, matrix.columns, rows, columns), machine);
      if (layer.kind === 'convolution') return asPixels;
      const asImages = work(matrix, folded(scan, matrix.columns, rows, columns), machine);
      return asImages.cycles < asPixels.cycles ? asImages : asPixels;
    },
  }),
  pass({
    name: 'count',
    of: 'product',
    quick: true,
    partOf: 'timing',
    needs: ['timing', 'scan', 'numeric'],
    reads: COUNTING,
    run: ({ layer, timing, scan, numeric }, machine) => countProduct(layer, timing, scan, numeric, machine),
  }),
  pass({
    name: 'place',
    of: 'layer',
    quick: true,
    partOf: 'timing',
    needs: ['encode', 'count'],
    reads: [
      ...PLACING,
      'processingElements',
      'multipliers.inputs',
      'multipliers.weights',
      'encoding.runBits',
      'arithmetic.weight',
    ],
    run: ({ layer, encode, count }, machine) =>
      placeStored(layer.name, storedBits(layer.matrix, encode.paddingZeros, machine), machine, count, {
        uses: 1,
        memories: machine.processingElements * machine.multipliers.inputs * machine.multipliers.weights,
      }),
  }),
];
