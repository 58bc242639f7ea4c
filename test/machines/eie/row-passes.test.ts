import test from 'ava';
import { simulateLayer } from '../../../src/index.ts';
import { generateLayer } from '../../../src/network/generate.ts';
import type { Layer } from '../../../src/network/layer.ts';
import { loadHardware } from '../../../src/node/read-configs.ts';

const PES = 4;
const STREAM = 'weights.overflow=stream';
const machine = (...set: string[]) =>
  loadHardware('eie-64pe', { set: [`processingElements=${PES}`, 'memories.destinationActivations.entries=5', ...set] });

const layer = generateLayer(
  { name: 'fc', rows: 50, columns: 40, weightDensity: 0.3, activationDensity: 0.6, codebookValues: 15 },
  3,
);

/** Rows [from, to) as a layer of their own, weight by weight. */
function rowsOf({ matrix, ...rest }: Layer, from: number, to: number): Layer {
  const columnStart = [0];
  const rowIndex: number[] = [];
  const codes: number[] = [];
  const { weights } = matrix;
  if (weights.kind !== 'shared') throw new Error('shared weights');
  for (let column = 0; column < matrix.columns; column++) {
    for (let k = matrix.columnStart[column]; k < matrix.columnStart[column + 1]; k++)
      if (matrix.rowIndex[k] >= from && matrix.rowIndex[k] < to) {
        rowIndex.push(matrix.rowIndex[k] - from);
        codes.push(weights.codes[k]);
      }
    columnStart.push(rowIndex.length);
  }
  return {
    ...rest,
    matrix: {
      rows: to - from,
      columns: matrix.columns,
      hasBias: false,
      columnStart: Uint32Array.from(columnStart),
      rowIndex: Uint32Array.from(rowIndex),
      weights: { ...weights, codes: Uint8Array.from(codes) },
    },
  };
}

test('a layer with more sums than registers is its rows taken in passes: counts of layers of 20, 20 and 10 rows, and two writings of 5 sums a PE', async (t) => {
  const hardware = await machine(STREAM);
  const whole = simulateLayer(hardware, layer);
  const parts = [rowsOf(layer, 0, 20), rowsOf(layer, 20, 40), rowsOf(layer, 40, 50)].map((part) =>
    simulateLayer(hardware, part),
  );
  const sum = (count: (counts: (typeof whole)['counts']) => number) =>
    parts.reduce((total, { counts }) => total + count(counts), 0);
  // two words of four activations hold five sums
  t.is(whole.counts.cycles, sum(({ cycles }) => cycles) + 2 * 2);
  for (const action of [
    'pointers.read',
    'sparseMatrix.read',
    'broadcast.send',
    'activationQueue.push',
    'codebook.read',
    'arithmeticUnit.multiply',
    'destinationActivations.read',
    'nonZeroDetection.scan',
    'sourceActivations.read',
    'activationMemory.write',
  ])
    t.is(
      whole.counts.actionCounts[action],
      sum(({ actionCounts }) => actionCounts[action]),
      action,
    );
  t.deepEqual(
    [...whole.counts.outputs],
    parts.flatMap(({ counts }) => [...counts.outputs]),
  );
  t.deepEqual(whole.warnings, [
    'fc: 13 accumulators on each PE, its destination registers are 5; computed in 3 passes over its rows',
  ]);
});

test('inputs that fit the source registers are loaded once for all passes, others in every pass', async (t) => {
  const loads = async (...set: string[]) => simulateLayer(await machine(STREAM, ...set), layer).counts.actionCounts;
  const held = await loads('memories.sourceActivations.entries=10');
  const again = await loads('memories.sourceActivations.entries=9');
  t.is(held['sourceActivations.write'], 40);
  t.is(again['sourceActivations.write'], 3 * 40);
  t.is(again['activationMemory.read'], 3 * held['activationMemory.read']);
});

test('a warning simulates one pass, an error refuses, and the reference rule has no passes', async (t) => {
  const [warned, whole] = await Promise.all([
    machine('weights.overflow=warn'),
    loadHardware('eie-64pe', { set: [`processingElements=${PES}`] }),
  ]);
  t.is(simulateLayer(warned, layer).counts.cycles, simulateLayer(whole, layer).counts.cycles);
  t.regex(simulateLayer(warned, layer).warnings.join(), /13 accumulators .*; simulated as if it fitted$/);
  const refused = await machine('weights.overflow=error');
  t.throws(() => simulateLayer(refused, layer), {
    message: /13 accumulators on each PE, its destination registers are 5/,
  });
  const reference = simulateLayer(await machine(STREAM, 'simulation.rule=reference'), layer);
  t.regex(reference.warnings.join(), /simulated as if it fitted/);
});

test('between two batches of inputs the scan waits until they are loaded, a word a cycle', async (t) => {
  // one weight a column, round the PEs: nobody waits for anybody, so that the layer takes as long as its scan
  const columns = 40;
  const even: Layer = {
    name: 'even',
    kind: 'fullyConnected',
    activations: new Float32Array(columns).fill(1),
    matrix: {
      rows: PES,
      columns,
      hasBias: false,
      columnStart: Uint32Array.from({ length: columns + 1 }, (_, c) => c),
      rowIndex: Uint32Array.from({ length: columns }, (_, c) => c % PES),
      weights: { kind: 'shared', codes: new Uint8Array(columns).fill(1), codebook: Float32Array.of(0, 1) },
    },
  };
  const cycles = async (...set: string[]) => simulateLayer(await machine(...set), even).counts.cycles;
  const alone = await cycles(STREAM);
  // ten scan rows in batches of eight and two: two activations are one word; of four, four and two: one word each
  t.is(await cycles(STREAM, 'memories.sourceActivations.entries=8'), alone + 1);
  t.is(await cycles(STREAM, 'memories.sourceActivations.entries=4'), alone + 2);
  // and of single activations: nine more words
  t.is(await cycles(STREAM, 'memories.sourceActivations.entries=1'), alone + 9);
  t.is(await cycles('memories.sourceActivations.entries=1'), alone);
});

test('activations that the memory does not hold are read from DRAM once and written to it once, and charged', async (t) => {
  const set = [
    STREAM,
    'processingElements=1',
    'memories.activations.capacity=512 B',
    'memories.destinationActivations.entries=1024',
  ];
  const long = generateLayer({ name: 'long', rows: 400, columns: 240, weightDensity: 0.05, activationDensity: 0.5 }, 1);
  const { counts, warnings } = simulateLayer(await loadHardware('eie-64pe', { set }), long);
  // 60 + 100 words of four activations, of which the memory holds 64
  const share = 1 - 64 / 160;
  t.deepEqual(counts.dram!.activations, { readBytes: 2 * 240 * share, writtenBytes: 2 * 400 * share });
  t.is(counts.dram!.usefulBytes, 2 * 640 * share);
  t.is(counts.actionCounts['dram.read'], Math.ceil((480 * share) / 64));
  t.is(counts.actionCounts['dram.write'], Math.ceil((800 * share) / 64));
  t.is(counts.actionCounts['activationMemory.write'], 100 + (480 * share) / 8);
  t.is(counts.actionCounts['activationMemory.read'], 60 + (800 * share) / 8);
  t.regex(
    warnings.join(),
    /160 words of activations .* holds 64; what does not fit is read from DRAM and written to it/,
  );
});
