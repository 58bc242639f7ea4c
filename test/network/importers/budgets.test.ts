import { gzipSync } from 'node:zlib';
import test from 'ava';
import { zipSync } from 'fflate';
import type { Budget } from '../../../src/base/budget.ts';
import { memoryFiles } from '../../../src/base/files/files.ts';
import { UserError } from '../../../src/base/user-error.ts';
import { holdWeights } from '../../../src/compress/held-weights.ts';
import { generateLayer } from '../../../src/network/generate.ts';
import type { Importer } from '../../../src/network/importers/importer.ts';
import { importWeights } from '../../../src/network/importers/index.ts';
import { npz } from '../../../src/network/importers/numpy/npz.ts';
import { onnx } from '../../../src/network/importers/onnx.ts';
import { matrixMarket } from '../../../src/network/importers/sparse/matrix-market.ts';
import { smtx } from '../../../src/network/importers/sparse/smtx.ts';
import { onnxModel } from '../../oracles/onnx-model.ts';

/** A budget that allows nothing, and tells what was asked for first. */
function nothing(): Budget {
  return {
    take(bytes, what) {
      throw new UserError([{ place: {}, message: `${bytes} for ${what}`, code: 'MEMORY_BUDGET' }]);
    },
  };
}

const asks = test.macro({
  async exec(t, importer: Importer, bytes: Uint8Array, message: RegExp) {
    const error = await t.throwsAsync(async () => importer.read({ file: 'f', bytes, budget: nothing() }, {}), {
      instanceOf: UserError,
    });
    t.regex(error?.message ?? '', message);
  },
  title: (what = '') => `${what} asks before it takes memory`,
});

const text = (...lines: string[]) => new TextEncoder().encode(`${lines.join('\n')}\n`);

test(
  'a MatrixMarket file of entries',
  asks,
  matrixMarket,
  text('%%MatrixMarket matrix coordinate real general', '3 4 2', '1 1 5', '2 2 6'),
  /^32 for 2 entries/,
);
test(
  'a MatrixMarket array',
  asks,
  matrixMarket,
  text('%%MatrixMarket matrix array real general', '1 2', '5', '6'),
  /^16 for a matrix of 1 x 2/,
);
test('a pattern of the DLMC', asks, smtx, text('1, 2, 1', '0 1', '1'), /^16 for 2 numbers in line 2/);
test(
  'an archive of numpy, for all its members together,',
  asks,
  npz,
  zipSync({ 'a.npy': new Uint8Array(4000) }),
  /^4000 for member "a\.npy" of the archive/,
);

test('a matrix whose columns alone are too many is refused where the budget is small', async (t) => {
  let left = 1000;
  const budget: Budget = {
    take(bytes, what) {
      left -= bytes;
      if (left < 0) throw new UserError([{ place: {}, message: what, code: 'MEMORY_BUDGET' }]);
    },
  };
  const bytes = text('%%MatrixMarket matrix coordinate real general', '1 16777216 1', '1 1 5');
  await t.throwsAsync(async () => matrixMarket.read({ file: 'f', bytes, budget }, {}), {
    message: /a matrix of 1 x 16777216/,
  });
});

test('a compressed file is not unpacked beyond its budget', async (t) => {
  const blank = gzipSync(new Uint8Array(3_000_000).fill(10));
  const files = { ...memoryFiles({ '/b.mtx.gz': blank }), memory: { limitBytes: 1_000_000 } };
  await t.throwsAsync(importWeights(files, 'b.mtx.gz'), {
    message: /b\.mtx\.gz: its gzip-compressed content: \d+ MB of memory wanted, --memory-limit allows 1 MB/,
  });
});

test('a layer on more PEs than there is memory for asks before its tables are made', (t) => {
  const { matrix } = generateLayer({ name: 'l', rows: 8, columns: 99, weightDensity: 0.5, activationDensity: 0.5 }, 1);
  t.throws(() => holdWeights(matrix, 4096, 4, nothing()), { message: /^2895872 for tables of 99 columns on 4096 PEs/ });
});

/** A weight that a constant Expand makes so many times larger. */
function expanded(...sizes: number[]): Uint8Array {
  return onnxModel(
    [
      { operator: 'Expand', name: 'e', inputs: ['w', 's'], outputs: ['big'] },
      { operator: 'MatMul', inputs: ['x', 'big'], outputs: ['y'] },
    ],
    [
      { name: 'w', dims: [1, 1], floats: [1] },
      { name: 's', dims: [2], typed: { dtype: 'int64', values: sizes } },
    ],
    { x: [1, 1] },
  );
}

test('a constant that a graph expands is counted', asks, onnx, expanded(8, 8), /^256 for constant of Expand "e"/);

test('a tensor that claims more elements than there is memory for is refused before it is made', async (t) => {
  await t.throwsAsync(async () => onnx.read({ file: 'f', bytes: expanded(100_000, 100_000) }, {}), {
    instanceOf: UserError,
    message:
      /Expand "e" .*a tensor of 10000000000 elements, at most 67108864 are computed; a --memory-limit from 80000 MB raises that/,
  });
});

test('a size of -1 is one that the file leaves open', async (t) => {
  const model = onnxModel([{ operator: 'Relu', inputs: ['x'], outputs: ['y'] }], [], { x: [-1, 3] });
  const read = await onnx.read({ file: 'f', bytes: model }, {});
  t.deepEqual(read.graph?.inputs[0].shape, [null, 3]);
});
