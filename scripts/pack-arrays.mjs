// Packs CACTI's arrays into configs/energy/cacti-arrays.json: node scripts/pack-arrays.mjs CSV FULL-FRONTS FINE
// CSV has a row for each array: nm, device, capacityBytes, widthBits, choice (ed2: CACTI's own pick; front: on the front of cycle time against read
// energy) and the columns below. A table of the JSON is text: a line for each memory, `capacityBytes widthBits:`, then its arrays, CACTI's pick first.
// FULL-FRONTS has the whole front of ten memories at 45 nm (EIE's among them), of which CSV keeps ten arrays; it has no gate leakage, so an array that only
// it has takes that of the array with the nearest cycle time.
// FINE has CACTI's own picks at 45 nm lstp on a finer grid of words and widths; its table has a line `words widthBits:array` for each.
// Memories of fewer than 32 words are left out: CACTI has no valid organisation for them (it prints 831 pJ and 1.6 mm2 for 512 bytes of 256 bits).
import { readFileSync, writeFileSync } from 'node:fs';

/** Columns that are kept, each with what its numbers are multiplied by to be short: leakage in uW. */
const FIELDS = { cycleNs: 1, accessNs: 1, readPj: 1, writePj: 1, leakageMw: 1e3, gateLeakageMw: 1e3, areaMm2: 1 };
const LEAST_WORDS = 32;

/** Rows of a CSV by the names of its columns. */
function rowsOf(file) {
  const [header, ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  const names = header.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, k) => [names[k], cell])));
}

const short = (number) => String(Number(number.toPrecision(6))).replace(/^0\./, '.');
const numbersOf = (row) =>
  Object.entries(FIELDS)
    .map(([field, scale]) => short(row[field] * scale))
    .join(' ');
const isSame = (a, b) => ['cycleNs', 'readPj'].every((field) => Math.abs(a[field] / b[field] - 1) < 1e-4);

const [csv, fullFronts, fine] = process.argv.slice(2).map(rowsOf);
const memories = new Map();
for (const row of csv) {
  if ((Number(row.capacityBytes) * 8) / Number(row.widthBits) < LEAST_WORDS) continue;
  const key = `${row.device} ${row.nm}|${row.capacityBytes} ${row.widthBits}`;
  const arrays = memories.get(key) ?? [];
  if (row.choice === 'ed2') arrays.unshift(row);
  else arrays.push(row);
  memories.set(key, arrays);
}
for (const row of fullFronts.filter(({ cell, periphery }) => cell === periphery)) {
  const arrays = memories.get(`${row.periphery} ${row.nm}|${row.capacityBytes} ${row.widthBits}`);
  const [, ...front] = arrays;
  if (front.some((array) => isSame(array, row))) continue;
  const distance = (array) => Math.abs(Math.log(array.cycleNs / row.cycleNs));
  const nearest = front.reduce((best, array) => (distance(array) < distance(best) ? array : best));
  arrays.push({ ...row, gateLeakageMw: nearest.gateLeakageMw });
}
const tables = {};
for (const [key, arrays] of memories) {
  const [table, memory] = key.split('|');
  (tables[table] ??= {})[memory] = arrays.map(numbersOf);
}
const text = (table) =>
  Object.entries(table)
    .map(([memory, arrays]) => `${memory}:${arrays.join(';')}`)
    .join('\n');
const packed = {
  source: 'CACTI 7.0 (HewlettPackard/cacti 1ffd8df, Global_30 wires, 300 K)',
  fields: ['cycleNs', 'accessNs', 'readPj', 'writePj', 'leakageUw', 'gateLeakageUw', 'areaMm2'],
  tables: {
    ...Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, text(table)])),
    'lstp 45, fine': fine
      .map((row) => ({ ...row, words: Math.round((row.sizeBytes * 8) / row.widthBits) }))
      .filter(({ words }) => words >= LEAST_WORDS)
      .map((row) => `${row.words} ${row.widthBits}:${numbersOf(row)}`)
      .join('\n'),
  },
};
writeFileSync('configs/energy/cacti-arrays.json', `${JSON.stringify(packed, null, 1)}\n`);
