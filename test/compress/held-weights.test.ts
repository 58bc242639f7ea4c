import { isDeepStrictEqual } from 'node:util';
import test from 'ava';
import fc from 'fast-check';
import { simulationBudget } from '../../src/base/budget.ts';
import { columnTables } from '../../src/compress/column-tables.ts';
import { encode } from '../../src/compress/encode.ts';
import { holdStreams, holdWeights, interleaved } from '../../src/compress/held-weights.ts';
import { traffic } from '../../src/kernels/items/traffic.ts';
import { generateLayer } from '../../src/network/generate.ts';
import type { WeightMatrix } from '../../src/network/layer.ts';
import { type RandomColumns, randomColumns } from '../kernels/random-columns.ts';

function matrixOf({ source }: RandomColumns, code: (k: number) => number): WeightMatrix {
  const codes = Uint8Array.from(source.rowIndex, (_, k) => code(k));
  const hasBias = source.columnStart.length === source.columns + 2;
  return { ...source, hasBias, weights: { kind: 'shared', codes, codebook: Float32Array.of(0, 1) } };
}

test('what PEs hold of a matrix is what they hold of its streams', (t) => {
  const sparse = randomColumns.filter(({ indexBits }) => indexBits !== null);
  fc.assert(
    fc.property(sparse, (columns) => {
      const { processingElements, indexBits } = columns;
      const matrix = matrixOf(columns, () => 1);
      const streams = encode(matrix, processingElements, indexBits);
      const held = holdWeights(matrix, processingElements, indexBits);
      const { tables, endsInWeights } = columnTables(streams, matrix);
      t.true(endsInWeights && held.endsInWeights);
      for (const name of ['occupancy', 'firstRows', 'lastRows', 'pointers'] as const)
        t.true(isDeepStrictEqual([...held.tables![name]], widened(tables[name], held.tables![name])), name);
      const { carried, ...from } = holdStreams(streams, matrix);
      t.is(carried, streams);
      t.deepEqual(from.entriesPerElement, held.entriesPerElement);
      t.is(from.biasEntries, held.biasEntries);
      t.true(isDeepStrictEqual(interleaved(held), streams));
    }),
    { numRuns: 60 },
  );
});

/** Numbers of a narrower table as a wider one holds them: the two for missing rows are the largest of their width. */
function widened(values: ArrayLike<number>, like: { readonly BYTES_PER_ELEMENT: number }): number[] {
  const own = 2 ** (8 * (values as Uint8Array).BYTES_PER_ELEMENT);
  const wide = 2 ** (8 * like.BYTES_PER_ELEMENT);
  return Array.from(values, (value) => (value >= own - 2 && own !== wide ? value + wide - own : value));
}

test('a stored weight with the code of padding is padding: a column may end in it', (t) => {
  const source = { rows: 2, columns: 1, columnStart: Uint32Array.of(0, 2), rowIndex: Uint32Array.of(0, 1) };
  const matrix = matrixOf({ source, processingElements: 1, indexBits: 4 }, (k) => (k === 0 ? 1 : 0));
  const held = holdWeights(matrix, 1, 4);
  t.false(held.endsInWeights);
  t.is(held.tables!.lastRows[0], 0xfe);
  t.deepEqual([...held.entriesPerElement], [2]);
});

test('where tables would be far larger than the weights there are none', (t) => {
  const columns = 20_000;
  const columnStart = Uint32Array.from({ length: columns + 1 }, (_, c) => c);
  const rowIndex = Uint32Array.from({ length: columns }, (_, c) => c % 100);
  const source = { rows: 100, columns, columnStart, rowIndex };
  const matrix = matrixOf({ source, processingElements: 1, indexBits: 4 }, () => 1);
  const held = holdWeights(matrix, 4096, 4);
  t.is(held.tables, undefined);
  const expected = [...new Array(100).fill(200), 0];
  t.deepEqual([...held.entriesPerElement.subarray(0, 101)], expected);
  // found on the way by who counts something else first
  const other = holdWeights(matrix, 4096, 4);
  traffic(Uint32Array.of(3, 5), other, 8, -1);
  t.deepEqual([...other.entriesPerElement.subarray(0, 101)], expected);
});

test('layers that are drawn at the same places share tables that are still held, whatever their values', (t) => {
  const spec = { name: 'drawn', rows: 64, columns: 96, weightDensity: 0.2, activationDensity: 0.5 };
  const made = new Map<object, Map<string, object>>();
  const known = <T extends object>(of: object, properties: string, make: () => T): T => {
    const own = made.get(of) ?? new Map<string, object>();
    made.set(of, own);
    if (!own.has(properties)) own.set(properties, make());
    return own.get(properties) as T;
  };
  const budget = { ...simulationBudget(), known };
  const of = (values: number, pes: number, indexBits: number | null, seed = 1) =>
    holdWeights(generateLayer({ ...spec, codebookValues: values }, seed).matrix, pes, indexBits, budget).tables;
  const first = of(15, 8, 4);
  t.is(of(3, 8, 4), first);
  const others = [of(15, 16, 4), of(15, 8, 2), of(15, 8, null), of(15, 8, 4, 2)];
  t.is(new Set([first, ...others]).size, 5);
  for (const other of others) t.notDeepEqual(other, first);
});
