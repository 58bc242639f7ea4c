import test from 'ava';
import { toSparse } from '../../src/compress/sparse-weights.ts';
import { dense, sparse } from './dense.ts';

test('a dense matrix keeps its non-zeros, column after column, rows ascending', (t) => {
  const weights = sparse([0, 1.5, 0], [-2, 0, 0.25]);
  t.deepEqual([...weights.columnStart], [0, 1, 2, 3]);
  t.deepEqual([...weights.rowIndex], [1, 0, 1]);
  t.deepEqual(dense(weights), [
    [0, 1.5, 0],
    [-2, 0, 0.25],
  ]);
});

test('-0 is no weight', (t) => {
  t.is(sparse([-0, 1]).values.length, 1);
});

test('what fp32 cannot hold is counted: too small becomes 0, too large its largest', (t) => {
  const matrix = { kind: 'dense', rows: 1, columns: 3, values: Float64Array.of(1e-60, 1e60, 0.1) } as const;
  const { weights, underflows, overflows } = toSparse(matrix);
  t.deepEqual([underflows, overflows], [1, 1]);
  t.deepEqual([...weights.values], [3.4028234663852886e38, Math.fround(0.1)]);
});

test('a stored zero of a sparse matrix is dropped', (t) => {
  const matrix = {
    kind: 'sparse',
    rows: 2,
    columns: 2,
    columnStart: Uint32Array.of(0, 2, 3),
    rowIndex: Uint32Array.of(0, 1, 1),
    values: Float32Array.of(0, 4, 5),
  } as const;
  t.deepEqual(dense(toSparse(matrix).weights), [
    [0, 0],
    [4, 5],
  ]);
});
