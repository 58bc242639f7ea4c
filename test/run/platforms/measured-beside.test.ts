import test from 'ava';
import { loadEnergyTable, loadHardware, loadPlatform } from '../../../src/node/read-configs.ts';
import { loadNetwork } from '../../../src/node/read-networks.ts';
import { measuredBeside } from '../../../src/run/platforms/measured-beside.ts';
import type { LayerResult, RunResult } from '../../../src/run/result.ts';
import { runNetwork } from '../../../src/run/run-network.ts';

async function benchmark(): Promise<RunResult> {
  const hardware = await loadHardware('eie-64pe');
  const network = await loadNetwork('eie-benchmark');
  return runNetwork(hardware, network, await loadEnergyTable(hardware.energy.tableFile));
}

/** The same run with one layer changed. */
const withLayer = (result: RunResult, change: Partial<LayerResult>): RunResult => ({
  ...result,
  layers: [{ ...result.layers[0], ...change }],
});

test("EIE's nine layers stand beside what the H100 measured of them: sums of the rows of its file", async (t) => {
  const [result, h100] = [await benchmark(), await loadPlatform('h100')];
  const { rows, unmatched, of } = measuredBeside(result, [h100])!;
  t.is(of, 'layers');
  t.deepEqual(unmatched, []);
  t.is(rows[0].provenance, 'simulated');
  t.true(Math.abs(rows[0].grossPj! / result.totals.energyPj.total - 1) < 1e-12);
  const row = rows.find(({ weights, batch, caches }) => weights === 'CSR fp32' && batch === 1 && caches === 'cold')!;
  const measured = h100.layers.filter(
    ({ weights, batch, caches }) => weights === 'CSR fp32' && batch === 1 && caches === 'cold',
  );
  t.is(row.layers, 9);
  t.is(
    row.timeUs,
    measured.reduce((sum, { timeUs }) => sum + timeUs, 0),
  );
  t.is(row.grossPj, 1e6 * measured.reduce((sum, { grossUj }) => sum + grossUj!, 0));
  t.true(row.netPj! < row.grossPj!);
  t.is(row.timesSimulated, row.grossPj! / rows[0].grossPj!);
  t.is(row.provenance, 'measured');
});

test('a layer of another density keeps its dense rows and no sparse one; one of another shape has none', async (t) => {
  const [result, h100] = [await benchmark(), await loadPlatform('h100')];
  const denser = measuredBeside(withLayer(result, { weightDensity: 0.5 }), [h100])!;
  t.true(denser.rows.some(({ weights }) => weights === 'dense fp16'));
  t.false(denser.rows.some(({ weights }) => weights === 'CSR fp32'));
  t.is(measuredBeside(withLayer(result, { rows: 4097 }), [h100]), undefined);
});

test('a token of a language model is compared for 10^9 weights', async (t) => {
  const [result, h100] = [await benchmark(), await loadPlatform('h100')];
  const asTokens: RunResult = { ...result, network: { ...result.network, tokens: true } };
  const { of, rows } = measuredBeside(asTokens, [h100])!;
  const weights = result.layers.reduce((sum, layer) => sum + layer.rows * layer.columns, 0);
  t.is(of, 'token');
  t.true(Math.abs(rows[0].grossPj! / ((result.totals.energyPj.total / weights) * 1e9) - 1) < 1e-12);
  const fp16 = rows.find((row) => row.weights === 'fp16, cuBLAS matrix-vector')!;
  t.true(Math.abs(fp16.grossPj! / ((2.635e12 / 6476005376) * 1e9) - 1) < 1e-12);
});
