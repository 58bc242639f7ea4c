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

test('a key-value cache is paid for, and is neither a layer nor weights', async (t) => {
  const [result, h100] = [await benchmark(), await loadPlatform('h100')];
  const cache = { ...result.layers[0], name: 'key-value cache', kind: 'keyValueCache' as const, weightDensity: 0 };
  const withCache = { ...result, layers: [...result.layers, cache] };
  t.deepEqual(measuredBeside(withCache, [h100]), measuredBeside(result, [h100]));
  const asTokens = (run: RunResult): RunResult => ({ ...run, network: { ...run.network, tokens: true } });
  t.deepEqual(measuredBeside(asTokens(withCache), [h100]), measuredBeside(asTokens(result), [h100]));
});

test('a sparse token stands beside a model of about its density only', async (t) => {
  const [result, h100] = [await benchmark(), await loadPlatform('h100')];
  const asTokens = (weightDensity: number): RunResult => ({
    ...result,
    layers: result.layers.map((layer) => ({ ...layer, weightDensity })),
    network: { ...result.network, tokens: true },
  });
  const words = (density: number) => measuredBeside(asTokens(density), [h100])!.rows.map(({ weights }) => weights);
  const sparse = (density: number) => words(density).filter((weights) => weights.endsWith(' dense'));
  t.deepEqual(sparse(1), []);
  t.is(sparse(0.5).length, h100.tokens.filter(({ weightDensity }) => weightDensity === 0.5).length);
  t.true(sparse(0.5).every((weights) => weights.endsWith(', 50 % dense')));
  t.is(sparse(0.1).length, h100.tokens.filter(({ weightDensity }) => weightDensity === 0.1).length);
  t.is(words(1).length + sparse(0.5).length, words(0.5).length);
});

test("the key-value cache of an executed model stands beside the cards' caches, a byte of each", async (t) => {
  const [result, h100] = [await benchmark(), await loadPlatform('h100')];
  const [first] = result.layers;
  const own = {
    ...first,
    kind: 'keyValueCache',
    timeUs: 30,
    energyPj: { ...first.energyPj, total: 6000, leakage: 600 },
  };
  const phase = { tokens: 5, timeUs: 10, energyPj: result.totals.energyPj };
  const language = {
    batch: 1,
    parametersPerToken: 1e6,
    prefill: phase,
    decode: phase,
    keyValueCache: {
      place: 'sram',
      format: 'q7.8',
      bitsPerToken: 800,
      bytes: 1000,
      readBytes: 2000,
      writtenBytes: 1000,
    },
  };
  const { cache } = measuredBeside({ ...result, layers: [first, own], language } as unknown as RunResult, [h100])!;
  t.like(cache![0], { context: 10, bytes: 300, timeUs: 3, grossPjPerByte: 2, netPjPerByte: 1.8 });
  t.is(cache!.length, 1 + h100.attention.length);
  // 32 layers, keys and values, 32 heads of 128 values of two bytes, 4096 tokens
  const full = h100.attention.find(
    ({ context, batch, cache: format }) => context === 4096 && batch === 1 && format === 'fp16',
  )!;
  t.is(full.cacheBytes, 32 * 2 * 32 * 128 * 2 * 4096);
  const row = cache!.find(({ bytes, provenance }) => provenance === 'measured' && bytes === full.cacheBytes)!;
  t.true(Math.abs(row.grossPjPerByte / ((full.grossJ * 1e12) / full.cacheBytes) - 1) < 1e-12);
  t.is(measuredBeside({ ...result, network: { ...result.network, tokens: true } }, [h100])!.cache, undefined);
});
