import test from 'ava';
import { parse } from 'csv-parse/sync';
import { layersCsv } from '../../../src/report/csv/layers-csv.ts';
import { manyLayers, nineLayers } from '../fixtures/result-builder.ts';

test('every number of a layer reads back under its path in the record', (t) => {
  const result = nineLayers();
  const rows = parse<Record<string, string>>(layersCsv(result), { columns: true });
  t.is(rows.length, 9);
  for (const [k, row] of rows.entries()) {
    for (const [path, text] of Object.entries(row)) {
      const value = path
        .split('.')
        .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], result.layers[k]);
      t.is(typeof value === 'number' ? Number(text) : text, value as string | number, path);
    }
  }
});

test('a layer without a published time has empty fields there, not zero', (t) => {
  const [row] = parse<Record<string, string>>(layersCsv(manyLayers()), { columns: true });
  t.is(row['published.timeUs'], '');
});
