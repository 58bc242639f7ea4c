import { stripVTControlCharacters } from 'node:util';
import test from 'ava';
import { renderRunTable } from '../../../../src/report/tables/run/run-table.ts';
import { buildResult, manyLayers, nineLayers } from '../../fixtures/result-builder.ts';

const widest = (text: string) => Math.max(...text.split('\n').map((line) => Array.from(line).length));

test('nine layers make one table of at most 120 columns', (t) => {
  const text = renderRunTable(nineLayers());
  t.true(widest(text) <= 120);
  t.is(text.match(/^layer/gm)?.length, 1);
});

test('each layer has its row, the total is last', (t) => {
  const lines = renderRunTable(nineLayers()).split('\n');
  const first = lines.findIndex((line) => line.startsWith('Alex-6'));
  t.deepEqual(
    lines.slice(first, first + 10).map((line) => line.split(' ')[0]),
    [...nineLayers().layers.map((layer) => layer.name), 'total'],
  );
});

test('DRAM has a column only where there is DRAM energy', (t) => {
  t.notRegex(renderRunTable(nineLayers()), /DRAM/);
  const withDram = renderRunTable(
    buildResult([{ name: 'fc', rows: 64, columns: 64, weightDensity: 1, activationDensity: 1, dramPj: 1e6 }]),
  );
  t.regex(withDram, /DRAM/);
  t.true(widest(withDram) <= 120);
});

test('a narrow terminal gets two tables, time above energy, and long names stay different', (t) => {
  const text = renderRunTable(manyLayers(), { width: 80 });
  t.true(widest(text) <= 80);
  const names = text
    .split('\n')
    .filter((line) => /^\S+ +\d+x\d+/.test(line))
    .map((line) => line.split(/ +\d+x/)[0]);
  t.is(new Set(names).size, 26);
});

test('the text chart sets arithmetic against memory and its shares sum to 100', (t) => {
  const text = renderRunTable(nineLayers());
  t.regex(text, /memory access takes [\d.]+ times the energy of arithmetic/);
  const shares = [...text.matchAll(/ ([\d.]+) % +[\d.]+ uJ/g)].map(([, share]) => Number(share));
  t.is(shares.length, 5);
  t.true(Math.abs(shares.reduce((a, b) => a + b, 0) - 100) < 0.3);
});

test('a layer in which nothing was multiplied shows dashes, not NaN', (t) => {
  const text = renderRunTable(
    buildResult([{ name: 'zeros', rows: 64, columns: 64, weightDensity: 0.1, activationDensity: 0 }]),
  );
  t.notRegex(text, /NaN|Infinity|null|undefined/);
  t.regex(text, /nothing was multiplied/);
});

test('colour changes no letter', (t) => {
  const plain = renderRunTable(nineLayers());
  const coloured = renderRunTable(nineLayers(), { colour: true });
  t.not(coloured, plain);
  t.is(stripVTControlCharacters(coloured), plain);
});
