import { z } from '../../../src/base/zod.ts';
import { type Chip, chip, machineKey, weightHome } from '../../../src/config/chip.ts';
import { sram } from '../../../src/config/memories.ts';
import { count } from '../../../src/config/yaml/numeric.ts';
import type { RecordOf } from '../../../src/config/yaml/record-field.ts';
import type { Component } from '../../../src/machines/component.ts';
import {
  type Counter,
  cycles,
  denseMultiplyAccumulates,
  multiplyAccumulates,
  timeUs,
  utilization,
} from '../../../src/machines/counter.ts';
import type { FittedLayer, Machine } from '../../../src/machines/machine.ts';
import { modelRows } from '../../../src/machines/model-rows.ts';
import { passMaker } from '../../../src/machines/pass.ts';
import type { LayerCounts, PlacedLayer } from '../../../src/simulate/layer-counts.ts';
import { arithmeticFormats, quantizeAll } from '../../../src/simulate/outputs/arithmetic.ts';
import { matrixProduct } from '../../../src/simulate/outputs/matrix-product.ts';

/** The toy: multipliers in a row that take every weight from one memory, once for a batch of inputs. */
const schema = z.strictObject({
  name: chip.name,
  machine: machineKey('toy'),
  technology: chip.technology,
  temperature: chip.temperature,
  clock: chip.clock,
  multipliers: count({ minimum: 1, maximum: 1024, example: 4, description: 'Multipliers' }),
  arithmetic: chip.arithmetic,
  memories: z.strictObject({ weights: sram('All weights', { capacity: '64 KiB', width: '64 bit' }, 1) }),
  weights: weightHome(z.enum(['weights']).prefault('weights')).prefault({}),
  dram: chip.dram,
  energy: chip.energy,
});

type Toy = RecordOf<typeof schema> & Pick<Chip, 'file' | 'processingElements'>;

const components: readonly Component<Toy>[] = [
  {
    name: 'multipliers',
    title: 'multipliers',
    category: 'arithmetic',
    place: 'chip',
    actions: ['multiply'],
    leaks: false,
    madeOf: {
      kind: 'arithmetic',
      operations: {
        multiply: { operation: 'multiply', formats: ({ arithmetic }) => [arithmetic.weight, arithmetic.activation] },
      },
    },
    colour: '#d55e00',
  },
  {
    name: 'weightMemory',
    title: 'weight SRAM',
    category: 'sram',
    place: 'chip',
    actions: ['read'],
    leaks: false,
    madeOf: { kind: 'sram', key: 'memories.weights', memory: ({ memories }) => memories.weights },
    colour: '#005a94',
  },
];

type ToyCounts = LayerCounts & { readonly weightReads: number };

const counters = [
  cycles,
  timeUs,
  utilization,
  multiplyAccumulates,
  denseMultiplyAccumulates,
  {
    name: 'weightReads',
    title: 'weight reads',
    unit: '',
    definition: 'weights taken from the memory, once for a batch',
    group: 'work',
    from: { kind: 'product', value: ({ weightReads }) => weightReads },
  },
] as const satisfies readonly Counter<ToyCounts>[];

const pass = passMaker<Toy, { fit: FittedLayer; count: ToyCounts; place: PlacedLayer }>();

export const toy = {
  name: 'toy',
  config: async () => ({
    schema,
    faults: () => [],
    complete: (stated: Omit<Toy, 'processingElements'>): Toy => ({ ...stated, processingElements: stated.multipliers }),
  }),
  components,
  counters,
  stored: ({ matrix }) => ({
    codes: matrix.rows * matrix.columns * 8,
    indices: 0,
    padding: 0,
    pointers: 0,
    bias: 0,
    codebook: 0,
  }),
  prices: modelRows(components),
  batches: true,
  passes: [
    pass({ name: 'fit', of: 'weights', needs: [], reads: [], run: ({ layer }) => ({ layer, warning: null }) }),
    pass({
      name: 'count',
      of: 'product',
      needs: ['fit'],
      reads: ['multipliers', 'arithmetic.weight', 'arithmetic.activation', 'arithmetic.accumulator'],
      run({ fit, inputs }, { multipliers, arithmetic }) {
        const { matrix } = fit.layer;
        const formats = arithmeticFormats(arithmetic);
        const products = inputs.map((input) =>
          matrixProduct(matrix, Uint32Array.from(input.keys()), quantizeAll(input, formats.activation), formats),
        );
        const weights = matrix.rows * matrix.columns;
        return {
          cycles: Math.ceil(weights / multipliers) * inputs.length,
          multiplyAccumulates: weights * inputs.length,
          denseMultiplyAccumulates: weights * inputs.length,
          weightReads: weights,
          saturations: products[0].saturations,
          actionCounts: { 'multipliers.multiply': weights * inputs.length, 'weightMemory.read': weights },
          outputs: products[0].outputs,
        };
      },
    }),
    pass({
      name: 'place',
      of: 'layer',
      needs: ['count'],
      reads: [],
      run: ({ count: counts }) => ({ counts, warnings: [] }),
    }),
  ],
} satisfies Machine<Toy>;
