import test from 'ava';
import { parse } from 'csv-parse/sync';
import { energyCsv } from '../../../src/report/csv/energy-csv.ts';
import { nineLayers } from '../fixtures/result-builder.ts';

const rows = parse<Record<string, string>>(energyCsv(nineLayers()), { columns: true });

test('count x price is the energy in every row', (t) => {
  t.true(rows.length > 100);
  for (const row of rows) {
    const energy = Number(row.count) * Number(row.energyPerActionPj);
    t.true(Math.abs(energy - Number(row.energyPj)) <= 1e-9 * energy, `${row.layer} ${row.component}.${row.action}`);
  }
});

test('the rows of a layer and category sum to the record', (t) => {
  const layer = nineLayers().layers[2];
  const sum = rows
    .filter((row) => row.layer === layer.name && row.category === 'sram')
    .reduce((total, row) => total + Number(row.energyPj), 0);
  t.true(Math.abs(sum - layer.energyPj.sram) < 1e-9 * sum);
});

test('every price tells its source', (t) => {
  t.true(rows.every((row) => row.source !== '' && row.provenance !== ''));
});
