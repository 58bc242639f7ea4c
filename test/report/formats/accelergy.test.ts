import test from 'ava';
import { chargeReference, parseActionCounts } from '../../../src/config/accelergy/action-counts.ts';
import { parseReferenceTable } from '../../../src/config/accelergy/reference-table.ts';
import { generateLayer } from '../../../src/network/generate.ts';
import { loadEnergyTable } from '../../../src/node/read-configs.ts';
import { actionCountsText, referenceTableText } from '../../../src/report/formats/accelergy.ts';
import { runNetwork } from '../../../src/run/run-network.ts';
import { EIE } from '../../energy/table-by-hand.ts';

test('ERT.yaml times action_counts.yaml is the energy of the run', async (t) => {
  const layer = (name: string, seed: number) =>
    generateLayer({ name, rows: 128, columns: 96, weightDensity: 0.2, activationDensity: 0.5 }, seed);
  const network = { name: 'two', file: 'two.yaml', seed: 1, layers: [layer('a', 1), layer('b', 2)] };
  const result = runNetwork(EIE, network, await loadEnergyTable('45nm'));
  const table = parseReferenceTable(referenceTableText(result), 'ERT.yaml');
  const { total, byComponent } = chargeReference(table, parseActionCounts(actionCountsText(result), 'counts.yaml'));
  t.true(Math.abs(total / result.totals.energyPj.total - 1) < 1e-12);
  t.is(Object.keys(byComponent).length, Object.keys(result.totals.energyPj.byComponent).length);
});
