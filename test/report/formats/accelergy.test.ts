import test from 'ava';
import { parse } from 'yaml';
import { chargeReference, parseActionCounts } from '../../../src/config/accelergy/action-counts.ts';
import { parseReferenceTable } from '../../../src/config/accelergy/reference-table.ts';
import { generateLayer } from '../../../src/network/generate.ts';
import { loadEnergyTable } from '../../../src/node/read-configs.ts';
import { actionCountsText, areaTableText, referenceTableText } from '../../../src/report/formats/accelergy.ts';
import { runNetwork } from '../../../src/run/run-network.ts';
import { EIE } from '../../energy/table-by-hand.ts';
import { oneLayer } from '../fixtures/result-builder.ts';

const layer = (name: string, seed: number) =>
  generateLayer({ name, rows: 128, columns: 96, weightDensity: 0.2, activationDensity: 0.5 }, seed);
const NETWORK = { name: 'two', file: 'two.yaml', seed: 1, layers: [layer('a', 1), layer('b', 2)] };

test('ART.yaml holds the areas of the run in um2: a PE part by part, and the non-zero detection', async (t) => {
  const result = runNetwork(EIE, NETWORK, await loadEnergyTable('45nm'));
  const { ART } = parse(areaTableText(result)!) as { ART: { tables: { name: string; area: number }[] } };
  const areas = new Map(ART.tables.map(({ name, area }) => [name, area]));
  t.true(Math.abs(areas.get('picojoule.sparseMatrix')! - 516095) < 10);
  const sum = [...areas.values()].reduce((total, area) => total + area, 0);
  const { processingElementMm2, nonZeroDetectionMm2 } = result.area!;
  t.true(Math.abs(sum / ((processingElementMm2 + nonZeroDetectionMm2!) * 1e6) - 1) < 1e-6);
  const { area: _, ...without } = result;
  t.is(areaTableText(without), undefined);
});

test('ERT.yaml times action_counts.yaml is the energy of the run', async (t) => {
  const result = runNetwork(EIE, NETWORK, await loadEnergyTable('45nm'));
  const table = parseReferenceTable(referenceTableText(result), 'ERT.yaml');
  const { total, byComponent } = chargeReference(table, parseActionCounts(actionCountsText(result), 'counts.yaml'));
  t.true(Math.abs(total / result.totals.energyPj.total - 1) < 1e-12);
  t.is(Object.keys(byComponent).length, Object.keys(result.totals.energyPj.byComponent).length);
});

test('a price below 1e-6 has a point, without which PyYAML takes it for text', (t) => {
  const price = (energyPj: number) => ({
    component: 'c',
    action: 'a',
    energyPj,
    source: '',
    provenance: 'assumed' as const,
  });
  const record = { ...oneLayer(), energyTable: [1e-7, 2.5e-9, 1e21, 0.5, 12].map(price) };
  t.deepEqual(referenceTableText(record).match(/(?<=energy: ).*/g), ['1.0e-7', '2.5e-9', '1.0e+21', '0.5', '12']);
});
