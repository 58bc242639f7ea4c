import test from 'ava';
import { generateLayer } from '../../src/network/generate.ts';
import { expOf, minusLogOf, normalTail } from '../../src/network/series.ts';

const spec = { name: 'fc8', rows: 1000, columns: 4096, weightDensity: 0.25, activationDensity: 0.4 };
const uneven = { ...spec, rowSpread: 0.072, columnSpread: 0.047 };

/** Standard deviation of the logit density of rows or columns, less what chance alone gives. */
function logitSpread(filled: ArrayLike<number>, of: number, density: number): number {
  const logits = Array.from(filled, (count) => Math.log(count / (of - count)));
  const mean = logits.reduce((sum, x) => sum + x, 0) / logits.length;
  const variance = logits.reduce((sum, x) => sum + (x - mean) ** 2, 0) / logits.length;
  return Math.sqrt(variance - 1 / (of * density * (1 - density)));
}

test("the spreads of the authors' fc8 give the logit densities that were measured on it, 0.18 of rows and 0.12 of columns, and the count is exact", (t) => {
  const { matrix } = generateLayer(uneven, 1);
  t.is(matrix.rowIndex.length, 0.25 * 1000 * 4096);
  const inRows = new Float64Array(spec.rows);
  for (const row of matrix.rowIndex) inRows[row]++;
  const inColumns = matrix.columnStart.subarray(1).map((end, column) => end - matrix.columnStart[column]);
  t.true(Math.abs(logitSpread(inRows, spec.columns, 0.25) - 0.18) < 0.01);
  t.true(Math.abs(logitSpread(inColumns, spec.rows, 0.25) - 0.12) < 0.01);
});

test('rows rise within a column, none twice, also where most weights are kept', (t) => {
  for (const weightDensity of [0, 0.01, 0.6, 1]) {
    const { matrix } = generateLayer({ ...uneven, rows: 50, columns: 70, weightDensity }, 3);
    t.is(matrix.rowIndex.length, Math.round(weightDensity * 50 * 70));
    for (let column = 0; column < 70; column++)
      for (let k = matrix.columnStart[column] + 1; k < matrix.columnStart[column + 1]; k++)
        t.true(matrix.rowIndex[k] > matrix.rowIndex[k - 1] && matrix.rowIndex[k] < 50);
  }
});

test('the same seed gives the same layer, bit for bit, on every machine', (t) => {
  const { matrix } = generateLayer({ ...uneven, rows: 64, columns: 64 }, 7);
  let hash = 0;
  for (const row of matrix.rowIndex) hash = (Math.imul(hash, 31) + row) >>> 0;
  t.is(hash, 276476855);
});

test('a spread of 0 is the even layer', (t) => {
  t.deepEqual(generateLayer({ ...spec, rowSpread: 0, columnSpread: 0 }, 1), generateLayer(spec, 1));
});

test('the series are e^x, -ln x and the two tails of a normal distribution', (t) => {
  for (const x of [-30, -2.5, -0.1, 0, 0.3, 4]) t.true(Math.abs(expOf(x) / Math.exp(x) - 1) < 1e-12, `${x}`);
  for (const x of [1e-9, 0.02, 0.5, 0.7, 0.999, 1]) t.true(Math.abs(minusLogOf(x) + Math.log(x)) < 1e-12, `${x}`);
  // tables of the normal distribution
  for (const [u, tail] of [
    [0, 1],
    [0.674489750196, 0.5],
    [1.95996398454, 0.05],
    [2.575829303549, 0.01],
    [3.290526731492, 0.001],
  ])
    t.true(Math.abs(normalTail(u) - tail) < 1e-11, `${u}: ${normalTail(u)}`);
});
