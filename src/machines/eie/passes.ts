import { parseWeightFormat } from '../../base/block-format.ts';
import type { HeldWeights } from '../../compress/held-weights.ts';
import { type Traffic, traffic } from '../../kernels/items/traffic.ts';
import type { PlacedLayer } from '../../simulate/layer-counts.ts';
import { arithmeticFormats } from '../../simulate/outputs/arithmetic.ts';
import { matrixProduct, NO_OUTPUTS, type Outputs } from '../../simulate/outputs/matrix-product.ts';
import type { FittedLayer } from '../machine.ts';
import { type Pass, passMaker } from '../pass.ts';
import { wordsOf } from './activation-words.ts';
import { countLayer, type EieCounts } from './count-layer.ts';
import type { Eie, Reads } from './hardware.ts';
import { batchesOf, type Loading, withBatches } from './input-batches.ts';
import { canStream, endOfPasses, rowPasses, trafficOfPasses } from './row-passes.ts';
import { type Scan, type Sent, scan, sent } from './scan.ts';
import { heldLine, type LayerEnd, timeLayer } from './time-layer.ts';
import { blockScales, hasScales, NO_SCALES, scalesOfPasses } from './weights/block-scales.ts';
import { fitWeights } from './weights/fit-weights.ts';
import { entriesPerLine } from './weights/layer-bits.ts';
import { placeWeights } from './weights/place-weights.ts';
import { streamsFor } from './weights/streams-for.ts';
import { zeroProducts } from './zero-operands.ts';

/** What each pass makes. */
export interface EieOutcomes {
  fit: FittedLayer;
  encode: HeldWeights;
  rows: readonly HeldWeights[];
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

/** What loads the source registers and empties the destination registers, where a layer that exceeds them is taken in parts. */
const LOADING = [
  'memories.sourceActivations.entries',
  'memories.activations.widthBits',
  'arithmetic.activation',
] as const;
const EMPTYING = [...LOADING, 'memories.destinationActivations.entries'] as const;

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
    name: 'rows',
    of: 'weights',
    quick: true,
    partOf: 'encode',
    needs: ['encode'],
    reads: ['processingElements', 'encoding.indexBits', 'weights.overflow', 'simulation.rule'],
    readsAlso: (hardware) => (canStream(hardware) ? ['memories.destinationActivations.entries'] : []),
    run: ({ encode, budget }, machine) => rowPasses(encode, machine, budget),
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
    needs: ['send'],
    reads: ['processingElements', 'weights.overflow', 'simulation.rule'],
    readsAlso: (hardware) => (canStream(hardware) ? LOADING : []),
    run: ({ layer: { activations }, send }, machine) => {
      const scanned = scan(send.columns, activations.length, machine.processingElements);
      if (!canStream(machine)) return scanned;
      return withBatches(scanned, activations.length, machine.processingElements, machine as Loading);
    },
  }),
  pass({
    name: 'timing',
    of: 'product',
    needs: ['fit', 'rows', 'scan'],
    reads: ['activationQueue.depth', 'simulation.rule'],
    // the reads that are lost with the end of the layer
    readsAlso: (hardware) => (isReference(hardware) ? LINE : canStream(hardware) ? EMPTYING : []),
    run: ({ fit, rows, scan: scanned }, machine) => {
      const ends = rows.map((held) => timeLayer(fit.layer, scanned, held, machine));
      return ends.length === 1 ? ends[0] : endOfPasses(ends, emptyingCycles(scanned.rows, machine as Emptying));
    },
  }),
  pass({
    name: 'traffic',
    of: 'product',
    needs: ['rows', 'scan'],
    reads: [...LINE, 'simulation.rule'],
    run: ({ rows, scan: scanned }, machine) =>
      trafficOfPasses(rows.map((held) => traffic(scanned.columns, held, entriesPerLine(machine), heldLine(machine)))),
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
    needs: ['fit', 'rows', 'send', 'scan', 'timing', 'traffic', 'numeric'],
    reads: [
      'processingElements',
      'encoding.weights',
      'encoding.indexBits',
      'arithmetic.weight',
      'arithmetic.activation',
      'memories.activations.widthBits',
      'simulation.rule',
      'simulation.zeroOperandActivity',
    ],
    readsAlso: (hardware) => [
      ...(canStream(hardware) ? (['memories.sourceActivations.entries'] as const) : []),
      ...(hasScales(hardware) ? (['memories.sparseMatrix.widthBits'] as const) : []),
    ],
    run: ({ fit, rows, send, scan: scanned, timing, traffic: moved, numeric }, machine) =>
      countLayer(fit.layer, rows[0], machine, {
        products: 1,
        columns: scanned.columns,
        scanRows: scanned.rows,
        scanCycles: scanned.scanCycles,
        passRows: rows.map(({ source }) => source.rows),
        // inputs that fit the source registers stay there
        loads: rows.length > 1 && batchesOf(scanned.rows, machine as Loading) > 1 ? rows.length : 1,
        scales: hasScales(machine)
          ? scalesOfPasses(rows.map(({ source }) => blockScales(source, scanned.columns, machine as Scaling)))
          : NO_SCALES,
        end: timing,
        traffic: moved,
        outputs: numeric,
        ...(machine.simulation.zeroOperandActivity !== undefined && {
          zeroProducts: zeroProducts(
            fit.layer.matrix,
            send,
            parseWeightFormat(machine.arithmetic.weight),
            machine.encoding.indexBits === null,
          ),
        }),
      }),
  }),
  pass({
    name: 'place',
    of: 'layer',
    quick: true,
    partOf: 'traffic',
    needs: ['rows', 'count'],
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
      'simulation.rule',
      'dram.part',
    ],
    readsAlso: ({ weights }) =>
      weights.home === 'dram' || weights.overflow === 'stream' ? ['clockHz', 'dram.channels'] : [],
    run: ({ layer, rows, count, products, values }, machine) =>
      placeWeights(layer, rows, machine, count, { products, ...(values && { values }) }),
  }),
];

type Scaling = Parameters<typeof blockScales>[2];

type Emptying = Loading & Reads<'memories.destinationActivations.entries'>;

/** Between two passes over rows the PEs write their sums into the activation memory, and read the first batch of inputs again where they hold another. */
function emptyingCycles(scanRows: number, machine: Emptying): number {
  const { destinationActivations, sourceActivations } = machine.memories;
  const reads = batchesOf(scanRows, machine) > 1 ? wordsOf(sourceActivations.entries, machine) : 0;
  return wordsOf(destinationActivations.entries, machine) + reads;
}
