import type { HeldWeights } from '../../compress/held-weights.ts';
import { type Traffic, traffic } from '../../kernels/traffic.ts';
import type { PlacedLayer } from '../../simulate/layer-counts.ts';
import { arithmeticFormats } from '../../simulate/outputs/arithmetic.ts';
import { matrixProduct, NO_OUTPUTS, type Outputs } from '../../simulate/outputs/matrix-product.ts';
import type { FittedLayer } from '../machine.ts';
import { type Pass, passMaker } from '../pass.ts';
import { countLayer, type EieCounts } from './count-layer.ts';
import { fitWeights } from './fit-weights.ts';
import type { Eie } from './hardware.ts';
import { entriesPerLine } from './layer-bits.ts';
import { placeWeights } from './place-weights.ts';
import { type Scan, type Sent, scan, sent } from './scan.ts';
import { streamsFor } from './streams-for.ts';
import { heldLine, type LayerEnd, timeLayer } from './time-layer.ts';

/** What each pass makes. */
export interface EieOutcomes {
  fit: FittedLayer;
  encode: HeldWeights;
  send: Sent;
  scan: Scan;
  timing: LayerEnd;
  traffic: Traffic;
  numeric: Outputs;
  count: EieCounts;
  place: PlacedLayer;
}

const pass = passMaker<Eie, EieOutcomes>();

/** What a line of the sparse-matrix memory holds. */
const LINE = ['memories.sparseMatrix.widthBits', 'encoding.codeBits', 'encoding.indexBits'] as const;

const isReference = ({ simulation }: Eie) => simulation.rule === 'reference';

/** Every pass of an EIE, in an order in which each stands behind those that it needs. */
export const PASSES: readonly Pass<Eie>[] = [
  pass({
    name: 'fit',
    of: 'weights',
    partOf: 'encode',
    needs: [],
    reads: ['encoding.weights', 'encoding.codeBits'],
    run: ({ layer }, machine) => fitWeights(layer, machine),
  }),
  pass({
    name: 'encode',
    of: 'weights',
    needs: ['fit'],
    reads: ['processingElements', 'encoding.weights', 'encoding.codeBits', 'encoding.indexBits', 'encoding.reencode'],
    run: ({ fit, budget }, machine) => streamsFor(fit.layer, machine, budget),
  }),
  pass({
    name: 'send',
    of: 'product',
    partOf: 'scan',
    needs: [],
    reads: ['arithmetic.activation', 'encoding.skipZeroActivations', 'simulation.rule'],
    run: ({ layer }, machine) => sent(layer, machine),
  }),
  pass({
    name: 'scan',
    of: 'product',
    needs: ['encode', 'send'],
    reads: [],
    run: ({ layer, encode, send }) => scan(send.columns, layer.activations.length, encode.processingElements),
  }),
  pass({
    name: 'timing',
    of: 'product',
    needs: ['fit', 'encode', 'scan'],
    reads: ['activationQueue.depth', 'simulation.rule'],
    // the reads that are lost with the end of the layer
    readsAlso: (hardware) => (isReference(hardware) ? LINE : []),
    run: (given, machine) => timeLayer(given.fit.layer, given.scan, given.encode, machine),
  }),
  pass({
    name: 'traffic',
    of: 'product',
    needs: ['encode', 'scan'],
    reads: [...LINE, 'simulation.rule'],
    run: (given, machine) => traffic(given.scan.columns, given.encode, entriesPerLine(machine), heldLine(machine)),
  }),
  pass({
    // what is multiplied does not depend on where the rows lie, unless the layer ends early
    name: 'numeric',
    of: 'product',
    needs: ['fit', 'send'],
    needsAlso: (hardware) => (isReference(hardware) ? ['timing'] : []),
    reads: ['arithmetic.weight', 'arithmetic.activation', 'arithmetic.accumulator'],
    run: ({ fit, send, timing }, { arithmetic }) =>
      matrixProduct(fit.layer.matrix, send.columns, send.activations, arithmeticFormats(arithmetic), timing?.early),
    unasked: NO_OUTPUTS,
    kept: ({ saturations }) => ({ ...NO_OUTPUTS, saturations }),
  }),
  pass({
    name: 'count',
    of: 'product',
    quick: true,
    partOf: 'traffic',
    needs: ['fit', 'encode', 'scan', 'timing', 'traffic', 'numeric'],
    reads: [
      'processingElements',
      'encoding.weights',
      'encoding.indexBits',
      'arithmetic.weight',
      'arithmetic.activation',
      'memories.activations.widthBits',
      'simulation.rule',
    ],
    run: ({ fit, encode, scan: scanned, timing, traffic: moved, numeric }, machine) =>
      countLayer(fit.layer, encode, machine, { scan: scanned, end: timing, traffic: moved, outputs: numeric }),
  }),
  pass({
    name: 'place',
    of: 'layer',
    quick: true,
    partOf: 'traffic',
    needs: ['fit', 'encode', 'count'],
    reads: [
      'processingElements',
      'encoding.weights',
      'encoding.codeBits',
      'encoding.indexBits',
      'arithmetic.weight',
      'memories.sparseMatrix.capacityBytes',
      'memories.sparseMatrix.widthBits',
      'memories.pointers.capacityBytes',
      'memories.pointers.widthBits',
      'arithmetic.activation',
      'memories.destinationActivations.entries',
      'memories.sourceActivations.entries',
      'memories.activations.capacityBytes',
      'memories.activations.widthBits',
      'weights.home',
      'weights.overflow',
      'dram.part',
    ],
    readsAlso: ({ weights }) =>
      weights.home === 'dram' || weights.overflow === 'stream' ? ['clockHz', 'dram.channels'] : [],
    run: ({ fit, encode, count, products }, machine) => placeWeights(fit.layer, encode, machine, count, products),
  }),
];
