import test from 'ava';
import { generateLayer } from '../../../src/network/generate.ts';
import { loadEnergyTable } from '../../../src/node/read-configs.ts';
import { renderDram } from '../../../src/report/tables/dram-table.ts';
import { runNetwork } from '../../../src/run/run-network.ts';
import { EIE } from '../../energy/table-by-hand.ts';

const layer = generateLayer({ name: 'fc', rows: 256, columns: 256, weightDensity: 0.125, activationDensity: 0.4 }, 1);
const network = { name: 'one', file: 'one.yaml', seed: 1, layers: [layer] };

test('what was fetched stands kind by kind, useful and charged apart', async (t) => {
  const hardware = { ...EIE, weights: { home: 'dram', overflow: 'warn' } } as const;
  const text = renderDram(runNetwork(hardware, network, await loadEnergyTable('45nm')))!;
  // 8192 weights of 4 bits: 4 KiB of codes, as much of indices; 64 x 257 pointers of 16 bits: 32.1 KiB
  t.regex(text, /fc +4\.00 +4\.00 +\d\S* +32\.1 +0 +40\.\d +40\.\d .* dram$/);
});

test('nothing fetched, no table', async (t) => {
  t.is(renderDram(runNetwork(EIE, network, await loadEnergyTable('45nm'))), undefined);
});
