import test from 'ava';
import { memoryFiles } from '../../../../src/base/files/files.ts';
import { toSparse } from '../../../../src/compress/sparse-weights.ts';
import type { SparseMatrix } from '../../../../src/network/imported-weights.ts';
import { openWeights } from '../../../../src/network/importers/index.ts';
import { npyFile } from './npy-file.ts';

const SHAPE = [500, 700] as const;
const VALUES = Float32Array.from({ length: 500 * 700 }, (_, k) => (k % 3 === 0 ? 0 : ((k * 31) % 1009) - 500));

test('an array is read in blocks and once, and gives the weights that it gives as a whole', async (t) => {
  const files = memoryFiles({ 'w.npy': npyFile('<f4', false, SHAPE, new Uint8Array(VALUES.buffer)) });
  const reads: number[] = [];
  const counting = {
    ...files,
    read: (...[path, part]: Parameters<typeof files.read>) => {
      reads.push(part?.length ?? Infinity);
      return files.read(path, part);
    },
  };
  const { heads, format } = await openWeights(counting, 'w.npy');
  t.is(format, 'npy');
  t.true(Math.max(...reads) < 2 ** 17, 'no more than its head');
  reads.length = 0;
  const { matrix } = heads[0].readNonZeros!()!;
  t.true(Math.max(...reads) <= 2 ** 19);
  t.is(
    reads.reduce((sum, length) => sum + length, 0),
    VALUES.byteLength,
  );
  const { columnStart, rowIndex, values } = matrix as SparseMatrix;
  const { weights } = toSparse(heads[0].read().matrix);
  t.deepEqual(
    { columnStart, rowIndex, values },
    {
      columnStart: weights.columnStart,
      rowIndex: weights.rowIndex,
      values: weights.values,
    },
  );
});

test('other orders and kinds of elements are read as a whole', async (t) => {
  const doubles = new Uint8Array(Float64Array.from(VALUES).buffer);
  for (const [descr, fortranOrder, bytes] of [
    ['<f4', true, new Uint8Array(VALUES.buffer)],
    ['<f8', false, doubles],
  ] as const) {
    const files = memoryFiles({ 'w.npy': npyFile(descr, fortranOrder, SHAPE, bytes) });
    const [head] = (await openWeights(files, 'w.npy')).heads;
    t.is(head.readNonZeros, undefined);
    const { values } = head.read().matrix;
    t.is(values[1], fortranOrder ? VALUES[500] : VALUES[1]);
  }
});
