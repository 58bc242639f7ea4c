// Packs CACTI's arrays into configs/energy/cacti-arrays.json: node scripts/pack-arrays.mjs CSV FULL-FRONTS PICKS FRONTS
// CSV has a row for each array: nm, device, capacityBytes, widthBits, choice (ed2: CACTI's own pick; front: on the front of cycle time against read
// energy) and the columns below. A table of the JSON is text: a line for each memory, `capacityBytes widthBits:`, then its arrays: CACTI's picks are one table, their fronts another.
// FULL-FRONTS has the whole front of ten memories at 45 nm (EIE's among them), of which CSV keeps ten arrays; it has no gate leakage, so an array that only
// it has takes that of the array with the nearest cycle time.
// PICKS has CACTI's own picks between powers of two (sizeBytes), FRONTS whole fronts there and between them, both at all nodes and devices; their tables have a
// line `words widthBits:arrays` for each memory. Of a front between is kept what FRONTS_NS and WITHIN say, in three columns; of one at powers of two what CSV lacks
// of it by more than WITHIN_AT_POWERS, in all columns.
// All of them are figures of CACTI 7 for RAMs of one bank with Global_30 wires at 300 K; between powers of two by a build that gives the figures of CSV to the last digit.
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
const digits = (number, count) => short(Number(Number(number).toPrecision(count)));
const numbersOf = (row) =>
  Object.entries(FIELDS)
    .map(([field, scale]) => short(row[field] * scale))
    .join(' ');
const isSame = (a, b) => ['cycleNs', 'readPj'].every((field) => Math.abs(a[field] / b[field] - 1) < 1e-4);

const [csv, fullFronts, picks, fronts] = process.argv.slice(2).map(rowsOf);
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
const isPower = (number) => Number.isInteger(Math.log2(number));

const between = (rows) =>
  rows
    .map((row) => ({ ...row, words: Math.round(((row.sizeBytes ?? row.capacityBytes) * 8) / row.widthBits) }))
    .filter(({ words, widthBits }) => words >= LEAST_WORDS && !(isPower(words) && isPower(Number(widthBits))));
/** Some columns of an array, each in its number of digits. */
const inDigits = (row, counts) =>
  Object.entries(counts)
    .map(([field, count]) => digits(row[field] * FIELDS[field], count))
    .join(' ');

/** What is kept of a pick, and in how many digits; the rest lies between those around it. */
const PICKED = { cycleNs: 4, readPj: 6, writePj: 6, leakageMw: 4, gateLeakageMw: 4, areaMm2: 6 };

/** Between these cycle times the cheapest that is as fast is at most so much cheaper; src/energy/sram/arrays.ts relies on it. */
const FRONTS_NS = { from: 0.25, to: 16 };
const WITHIN = 0.07;

/** Cycle times upwards, so that what fits a clock does fit. */
const cycleOf = (cycleNs) => {
  const unit = 10 ** (Math.floor(Math.log10(cycleNs)) - 2);
  return digits(Math.ceil(cycleNs / unit - 1e-9) * unit, 3);
};

/** What is added to the ten that CSV keeps of a front, and in how many digits. */
const ADDED = { cycleNs: 6, accessNs: 3, readPj: 5, writePj: 4, leakageMw: 3, gateLeakageMw: 3, areaMm2: 4 };
const WITHIN_AT_POWERS = 0.01;

/** A whole front, fastest first: what a table lacks of it. */
function lacking(front, arrays) {
  const more = [];
  for (const row of front) {
    const isFaster = ({ cycleNs }) => cycleNs > row.cycleNs && cycleNs <= FRONTS_NS.from;
    if (row.cycleNs > FRONTS_NS.to || front.some(isFaster)) continue;
    const fitting = [...arrays, ...more].filter(({ cycleNs }) => Number(cycleNs) <= Number(row.cycleNs) * (1 + 1e-9));
    if (fitting.every(({ readPj }) => Number(readPj) > row.readPj * (1 + WITHIN_AT_POWERS))) more.push(row);
  }
  return more;
}

const onFront = ({ cycleNs, readPj, writePj }) => `${cycleOf(cycleNs)} ${digits(readPj, 4)} ${digits(writePj, 3)}`;

/** A front, fastest first: what is needed of it. */
function thinned(front) {
  const kept = [];
  for (const [k, row] of front.entries()) {
    const last = kept.at(-1);
    const isCheaper = last === undefined || last.readPj > row.readPj * (1 + WITHIN);
    if (k !== front.length - 1 && (!isCheaper || row.cycleNs > FRONTS_NS.to)) continue;
    if (row.cycleNs <= FRONTS_NS.from) kept.pop();
    kept.push(row);
  }
  return kept;
}

/** Arrays of each memory, by table and memory. */
function groupedBy(key, rows) {
  const groups = new Map();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return groups;
}
const wholeFronts = fronts.filter(({ choice }) => choice === 'front');
const atPowers = groupedBy(
  ({ device, nm, capacityBytes, widthBits }) => `${device} ${nm}|${capacityBytes} ${widthBits}`,
  wholeFronts,
);
for (const [key, [pick, ...front]] of memories) {
  const [table, memory] = key.split('|');
  const whole = atPowers.get(key);
  if (whole === undefined) throw new Error(`${key}: expected its whole front`);
  (tables[table] ??= {})[memory] = [numbersOf(pick)];
  (tables[`${table}, fronts`] ??= {})[memory] = [
    ...front.map(numbersOf),
    ...lacking(whole, [pick, ...front]).map((row) => inDigits(row, ADDED)),
  ];
}
for (const row of between(picks)) {
  const table = (tables[`${row.device} ${row.nm}, picks between`] ??= {});
  table[`${row.words} ${row.widthBits}`] = [inDigits(row, PICKED)];
}
const frontsBetween = groupedBy(
  ({ device, nm, words, widthBits }) => `${device} ${nm}, fronts between|${words} ${widthBits}`,
  between(wholeFronts),
);
for (const [key, front] of frontsBetween) {
  const [table, memory] = key.split('|');
  (tables[table] ??= {})[memory] = thinned(front).map(onFront);
}
const text = (table) =>
  Object.entries(table)
    .map(([memory, arrays]) => `${memory}:${arrays.join(';')}`)
    .join('\n');
const packed = {
  source: 'CACTI 7.0 (HewlettPackard/cacti 1ffd8df, Global_30 wires, 300 K)',
  fields: ['cycleNs', 'accessNs', 'readPj', 'writePj', 'leakageUw', 'gateLeakageUw', 'areaMm2'],
  tables: Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, text(table)])),
};
writeFileSync('configs/energy/cacti-arrays.json', `${JSON.stringify(packed, null, 1)}\n`);
