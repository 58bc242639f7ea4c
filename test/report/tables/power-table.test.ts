import test from 'ava';
import { generateLayer } from '../../../src/network/generate.ts';
import { loadEnergyTable } from '../../../src/node/read-configs.ts';
import { renderPower } from '../../../src/report/tables/power-table.ts';
import { runNetwork } from '../../../src/run/run-network.ts';
import { EIE } from '../../energy/table-by-hand.ts';

test('power stands beside Table II by module and by kind, energy beside 0.59 W, area beside 40.8 mm2', async (t) => {
  const layer = generateLayer({ name: 'fc', rows: 256, columns: 256, weightDensity: 0.1, activationDensity: 0.4 }, 1);
  const network = { name: 'one', file: 'one.yaml', seed: 1, layers: [layer] };
  const text = renderPower(runNetwork(EIE, network, await loadEnergyTable('45nm')));
  t.regex(text, /pointer read +\d.* 1\.81 /);
  t.regex(text, /clock network +1\.87 +1\.87 +0\n/);
  t.regex(text, /590 mW in the paper/);
  t.regex(text, /sparse-matrix SRAM +0\.516 +75\.0\npointer SRAM +0\.142 +20\.6\n/);
  t.regex(text, /0\.688 mm2 a PE, 44\.0 mm2 in all, .* \(paper, 64 PEs: 0\.638 and 40\.8\)/);
});
