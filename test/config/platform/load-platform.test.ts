import { existsSync, readFileSync } from 'node:fs';
import test from 'ava';
import { memoryFiles } from '../../../src/base/files/files.ts';
import { loadPlatform } from '../../../src/config/platform/load-platform.ts';
import { loadPlatform as loadBuiltIn } from '../../../src/node/read-configs.ts';
import { faultsOf } from '../faults-of.ts';

const MEASURED = '../shared/data/platforms';

for (const name of ['h100', 'h200'])
  test(`${name} says how and how well it was measured, and no net is more than its gross`, async (t) => {
    const platform = await loadBuiltIn(name);
    t.is(platform.provenance, 'measured');
    t.regex(platform.method.energy, /nvmlDeviceGetTotalEnergyConsumption/);
    t.deepEqual([platform.uncertainty.energy, platform.uncertainty.arithmetic], [0.1, 0.15]);
    for (const { grossPj, netPj } of platform.operations) t.true(netPj < grossPj);
    for (const { grossJ, netJ } of platform.tokens) t.true(netJ < grossJ);
    for (const { netUj, grossUj } of platform.layers) t.true(netUj === null || netUj < grossUj!);
  });

test('the H100 decodes 7B weights in fp16, int8 and int4 as its table says', async (t) => {
  const { tokens } = await loadBuiltIn('h100');
  const of = (weights: string) => tokens.find((one) => one.weights === weights && one.data === 'random')!;
  t.like(of('fp16, cuBLAS matrix-vector'), { batch: 1, tokensPerSecond: 189.1, grossJ: 2.635, netJ: 1.883 });
  t.like(of('int8, own kernel'), { tokensPerSecond: 414.9, grossJ: 1.356, weightBytes: 6476005376 });
  t.like(of('int4, own kernel'), { tokensPerSecond: 626.2, grossJ: 0.7989, netJ: 0.5712 });
});

test('every figure of the measurement stands in the file of the H100', async (t) => {
  if (!existsSync(MEASURED)) return t.pass('no measurements beside the repository');
  const { A_table4_rows_us: times, A_energy_uJ_per_frame: energies } = JSON.parse(
    readFileSync(`${MEASURED}/h100.json`, 'utf8'),
  );
  const { layers } = await loadBuiltIn('h100');
  const group = 'h100_b64_csr_fp32';
  const own = layers.filter(
    ({ batch, weights, caches }) => batch === 64 && weights === 'CSR fp32' && caches === 'cold',
  );
  t.is(own.length, 9);
  for (const { layer, timeUs, grossUj, netUj } of own) {
    t.is(timeUs, times[group].cold[layer]);
    t.is(grossUj, energies[`${group}_cold`][layer].gross);
    t.is(netUj, energies[`${group}_cold`][layer].net);
  }
  t.is(layers.filter(({ batch }) => batch === 1 || batch === 64).length, layers.length);
});

test('gross without net, and net above gross, are told with their lines', async (t) => {
  const text = readFileSync('configs/platforms/h200.yaml', 'utf8');
  const broken = text
    .replace(/gross: 2\.122 J, net: 1\.579 J/, 'gross: 2.122 J, net: 3 J')
    .replace(/(layer: NT-LSTM.*?), net: [\d.]+ uJ/, '$1');
  const faults = await faultsOf(() => loadPlatform(memoryFiles({ 'p.yaml': broken }), 'p.yaml'));
  t.is(faults.length, 2);
  t.regex(faults[0], /p\.yaml:\d+:\d+ .*net \(3\) is more than gross \(2\.122\)/);
  t.regex(faults[1], /p\.yaml:\d+:\d+ .*expected gross and net, or neither/);
});
