import test from 'ava';
import { type PruneRule, prune } from '../../../src/compress/prune.ts';
import type { SparseWeights } from '../../../src/compress/sparse-weights.ts';
import { type BothChoice, runFast, runStepper } from '../../oracles/both.ts';
import { draws, generatorCodebook } from '../../oracles/eie/eie-gen-1.ts';
import { drain, firstEntry } from './closed-form/cycles-of.ts';

const ROWS = 512;
const COLUMNS = 96;
const DENSITY = 0.1875;
/** Its index is wide enough that no padding zero disturbs the balance; activations are dense and none is skipped, as in ESE. */
const MACHINE: BothChoice = {
  processingElements: 16,
  queueDepth: 8,
  entriesPerLine: 8,
  indexBits: 8,
  hasBias: false,
  rule: 'drained',
  skipZeroActivations: false,
};

/** Every weight is there before pruning; magnitudes are drawn at random. */
function weights(): SparseWeights {
  const next = draws(7);
  const columnStart = Uint32Array.from({ length: COLUMNS + 1 }, (_, column) => column * ROWS);
  const rowIndex = Uint32Array.from({ length: ROWS * COLUMNS }, (_, k) => k % ROWS);
  const values = Float32Array.from(rowIndex, () => (1 + next()) * 2 ** -33);
  return { kind: 'sparse', rows: ROWS, columns: COLUMNS, columnStart, rowIndex, values };
}

/** Waits of each PE beyond the cycles in which the first column is on its way and the last sum is written. */
function waits(rule: PruneRule): { readonly waits: number[]; readonly entries: number[]; readonly cycles: number } {
  const [{ columnStart, rowIndex }] = prune([weights()], rule);
  const codes = new Uint8Array(ROWS * COLUMNS);
  for (let column = 0; column < COLUMNS; column++)
    for (let k = columnStart[column]; k < columnStart[column + 1]; k++) codes[column * ROWS + rowIndex[k]] = 1;
  const layer = {
    rows: ROWS,
    columns: COLUMNS,
    activations: new Float32Array(COLUMNS).fill(0.5),
    codes,
    biasCodes: new Uint8Array(ROWS),
    codebook: generatorCodebook,
  };
  const counts = runFast(layer, MACHINE);
  if (runStepper(layer, MACHINE).cycles !== counts.cycles) throw new Error('the stepper takes other cycles');
  const { starved, busy } = counts.perProcessingElement;
  const unavoidable = firstEntry + drain - 1;
  return {
    waits: Array.from(starved, (cycles) => cycles - unavoidable),
    entries: Array.from(busy),
    cycles: counts.cycles,
  };
}

const dealt = { processingElements: MACHINE.processingElements } as const;

test('with equal counts in each column on each PE no PE is starved for a cycle', (t) => {
  const { waits: none, entries } = waits({ density: DENSITY, balance: 'columns', ...dealt });
  t.is(new Set(entries).size, 1);
  t.true(entries[0] > 400);
  t.deepEqual(
    none,
    none.map(() => 0),
  );
});

test('with equal counts of the whole layer on each PE starvation falls, but is not gone', (t) => {
  const free = waits({ density: DENSITY });
  const balanced = waits({ density: DENSITY, balance: 'processingElements', ...dealt });
  const sum = (list: readonly number[]) => list.reduce((total, cycles) => total + cycles, 0);
  t.is(new Set(balanced.entries).size, 1);
  t.is(sum(balanced.entries), sum(free.entries));
  t.true(sum(balanced.waits) > 0);
  t.true(sum(balanced.waits) < sum(free.waits));
  t.true(balanced.cycles < free.cycles);
});
