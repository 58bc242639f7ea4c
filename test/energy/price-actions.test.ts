import test from 'ava';
import { UserError } from '../../src/base/user-error.ts';
import type { EnergyTable } from '../../src/config/energy/energy-table.ts';
import { costOf } from '../../src/energy/cost-of.ts';
import { priceActions, priceCounts } from '../../src/energy/price-actions.ts';
import type { Hardware } from '../../src/machines/index.ts';
import { loadEnergyTable, loadHardware } from '../../src/node/read-configs.ts';
import { EIE, row, table } from './table-by-hand.ts';

const MULTIPLY = 'arithmeticUnit.multiply';
const formats = table(
  row('arithmeticUnit', 'multiply', 0.62, { format: 'int16' }),
  row('arithmeticUnit', 'multiply', 3.7, { format: 'fp32' }),
  row('arithmeticUnit', 'multiply', 'arithmetic'),
);

const override = (energyPj: number, attributes = {}, component = 'arithmeticUnit') => ({
  component,
  action: 'multiply',
  energyPj,
  attributes,
});
const overridden = (...overrides: ReturnType<typeof override>[]) => ({ ...EIE, energy: { ...EIE.energy, overrides } });
const multiply = (...overrides: ReturnType<typeof override>[]) =>
  priceActions(overridden(...overrides), formats, [MULTIPLY]).prices[0];

const pricedAs = test.macro({
  exec(t, format: string, energyPj: number) {
    const hardware = { ...EIE, arithmetic: { weight: format, activation: format, accumulator: format } };
    t.is(priceActions(hardware, formats, [MULTIPLY]).prices[0].energyPj, energyPj);
  },
  title: (_, format: string, energyPj: number) => `a ${format} multiply is charged ${energyPj} pJ`,
});
test(pricedAs, 'fp32', 3.7);
test(pricedAs, 'q7.8', 0.62);
test(pricedAs, 'uq8.8', 0.62);
test(pricedAs, 'int16', 0.62);
test(pricedAs, 'int8', 0.2);
test(pricedAs, 'q15.16', 3.1);

test('a counted action without a row is an error naming component, action, count and layer', (t) => {
  const layers = [
    { name: 'fc6', actionCounts: { [MULTIPLY]: 7 } },
    { name: 'fc7', actionCounts: { [MULTIPLY]: 9, 'pointers.read': 1204224 } },
  ];
  const error = t.throws(() => priceCounts(EIE, formats, layers), { instanceOf: UserError });
  t.regex(error.message, /pointers.*"read".*1204224 times in layer "fc7".*ENERGY_MISSING/);
});

test('an action counted zero times needs no row', (t) => {
  const { prices } = priceCounts(EIE, formats, [{ name: 'empty', actionCounts: { 'pointers.read': 0 } }]);
  t.deepEqual(prices, []);
});

test('the command line goes before the file, the file before the table', (t) => {
  t.is(multiply().energyPj, 0.62);
  t.is(multiply(override(1)).energyPj, 1);
  t.is(multiply(override(1), override(2)).energyPj, 2);
  t.is(multiply(override(1)).provenance, 'override');
  t.is(multiply(override(5, { format: 'fp32' })).energyPj, 0.62);
});

test('an override that asks for another machine is a warning, one of an unknown action an error', (t) => {
  const { warnings } = priceActions(overridden(override(1, { format: 'fp32' })), formats, [MULTIPLY]);
  t.regex(warnings.join(), /arithmeticUnit\.multiply is not used.*fp32.*int16/);
  const error = t.throws(() => priceActions(overridden(override(1, {}, 'aritmeticUnit')), formats, [MULTIPLY]), {
    instanceOf: UserError,
  });
  t.regex(error.message, /no component "aritmeticUnit" \(known: arithmeticUnit; did you mean "arithmeticUnit"/);
});

test('a row that no machine can use is an error, whatever else prices the action', (t) => {
  const misspelt = table(
    row('arithmeticUnit', 'multiply', 0.62),
    row('aritmeticUnit', 'multiply', 1),
    row('pointers', 'reed', 1),
  );
  const error = t.throws(() => priceActions(EIE, misspelt, [MULTIPLY]), { instanceOf: UserError });
  t.deepEqual(
    error.faults.map(({ place, code }) => [place.path, code]),
    [
      ['aritmeticUnit.multiply', 'UNKNOWN_NAME'],
      ['pointers.reed', 'UNKNOWN_NAME'],
    ],
  );
  t.regex(error.message, /no component "aritmeticUnit" .*did you mean "arithmeticUnit"/);
  t.regex(error.message, /no action "reed" of pointers \(known: leakage, read, write; did you mean "read"/);
});

test('rows for parts of other machines, and for leakage of what does not leak, may stand in a table', (t) => {
  const wide = table(
    row('arithmeticUnit', 'multiply', 0.62),
    row('sumMemory', 'read', 1),
    row('broadcast', 'leakage', 0),
  );
  t.is(priceActions(EIE, wide, [MULTIPLY]).prices[0].energyPj, 0.62);
});

test('where all rows of an action are for other memories, both are told', (t) => {
  const other = table(row('pointers', 'read', 1, { capacityBytes: 65536 }));
  const error = t.throws(() => priceActions(EIE, other, ['pointers.read']), { instanceOf: UserError });
  t.regex(
    error.message,
    /expected a row for capacityBytes 32768, .*, found capacityBytes 65536; add a row .*ENERGY_MISSING/,
  );
});

test('two rows that ask for equally much are an error', (t) => {
  const twice = table(row('pointers', 'read', 1, { banks: 2 }), row('pointers', 'read', 2, { widthBits: 16 }));
  const error = t.throws(() => priceActions(EIE, twice, ['pointers.read']), { instanceOf: UserError });
  t.regex(error.message, /found 2.*banks 2 and widthBits 16/);
});

test('a price has 9 significant digits', (t) => {
  const { prices } = priceActions(EIE, table(row('pointers', 'read', 1 / 3)), ['pointers.read']);
  t.is(prices[0].energyPj, 0.333333333);
});

test('a memory is warned of by its cycle time: at 800 MHz there is an array of 128 KiB that takes an access each period, at 4 GHz none', (t) => {
  const read = table(row('sparseMatrix', 'read', 'sram'));
  const { prices, warnings } = priceActions(EIE, read, ['sparseMatrix.read']);
  t.is(prices[0].energyPj, 28.1136);
  t.deepEqual(warnings, []);
  const fast = priceActions({ ...EIE, clockHz: 4e9 }, read, ['sparseMatrix.read']);
  t.deepEqual(fast.warnings, ['sparseMatrix: an access can begin every 0.31 ns, not in every clock period of 0.25 ns']);
});

test('a pointer read is a read in each of its two banks', (t) => {
  const { prices } = priceActions(EIE, table(row('pointers', 'read', 'sram')), ['pointers.read']);
  const { capacityBytes, widthBits, banks } = EIE.memories.pointers;
  const bank = costOf('sram', { capacity: `${capacityBytes} B`, width: `${widthBits} bit`, banks, clock: '800 MHz' });
  t.true(Math.abs(prices[0].energyPj / (2 * bank.actions.read.energyPj) - 1) < 1e-8);
});

test('another node than the table never shows its figures unscaled', (t) => {
  const rows = table(row('clockNetwork', 'cycle', 2.3425), row('arithmeticUnit', 'multiply', 3.7, { format: 'fp32' }));
  const hardware = {
    ...EIE,
    technologyNm: 7,
    arithmetic: { weight: 'fp32', activation: 'fp32', accumulator: 'fp32' },
  };
  const { prices, warnings } = priceActions(hardware, rows, ['clockNetwork.cycle', MULTIPLY]);
  t.is(prices[0].energyPj, 1.31);
  // the geometric mean of eight published ratios of 7 to 45 nm (Jouppi et al., ISCA 2021, Table 2)
  const ratios = [0.007 / 0.03, 0.03 / 0.1, 0.16 / 0.4, 0.38 / 0.9, 0.07 / 0.2, 1.48 / 3.1, 0.34 / 1.1, 1.31 / 3.7];
  const mean = ratios.reduce((product, ratio) => product * ratio, 1) ** (1 / ratios.length);
  t.true(Math.abs(prices[1].energyPj / (2.3425 * mean) - 1) < 1e-8);
  t.deepEqual(
    prices.map((price) => price.provenance),
    ['published', 'scaled'],
  );
  t.regex(warnings.join(), /for 45 nm.*7 nm/);
});

test('a figure of DRAM stays as it is at every node of the logic', (t) => {
  const { prices, warnings } = priceActions({ ...EIE, technologyNm: 28 }, table(row('dram', 'read', 700)), [
    'dram.read',
  ]);
  t.is(prices[0].energyPj, 700);
  t.deepEqual(warnings, []);
});

test('a hot machine leaks more from its SRAM and from nothing else, and says so', (t) => {
  const rows = table(row('pointers', 'leakage', 'sram'), row('codebook', 'leakage', 'registerFile'));
  const at = (temperatureK: number) =>
    priceActions({ ...EIE, temperatureK }, rows, ['codebook.leakage', 'pointers.leakage']);
  const [cold, hot] = [at(300), at(360)];
  t.is(hot.prices[0].energyPj, cold.prices[0].energyPj);
  // subthreshold leakage times 12.87 (45 nm lstp), gate leakage as it was: about a third of the whole at 300 K
  const ratio = hot.prices[1].energyPj / cold.prices[1].energyPj;
  t.true(ratio > 7 && ratio < 12.87, String(ratio));
  t.is(hot.prices[1].provenance, 'scaled');
  t.deepEqual(cold.warnings, []);
  t.regex(hot.warnings.join(), /temperature 360 K raises the leakage of the SRAM/);
});

test('an unknown model is an error that tells the known ones', (t) => {
  const error = t.throws(() => priceActions(EIE, table(row('pointers', 'read', 'srm')), ['pointers.read']), {
    instanceOf: UserError,
  });
  t.regex(error.message, /no component model "srm".*did you mean "sram"/);
});

/** A table that counts how often the energy of its only row is read. */
function watchedTable(): { table: EnergyTable; reads: () => number } {
  let reads = 0;
  const watched = {
    ...row('sparseMatrix', 'read', 1),
    get energyPj() {
      reads++;
      return 2;
    },
  };
  return { table: table(watched), reads: () => reads };
}

test('10,000 machines that differ in an override alone evaluate a row of the table once', (t) => {
  const watched = watchedTable();
  for (let k = 0; k < 10_000; k++) {
    const variant = overridden({ ...override(k), component: 'pointers', action: 'read' });
    const { prices } = priceActions(variant, watched.table, ['pointers.read', 'sparseMatrix.read']);
    t.is(prices[0].energyPj, k);
  }
  t.is(watched.reads(), 1);
});

test('a machine that differs in what a price depends on is priced anew, also behind one that was priced before', async (t) => {
  const eie = await loadHardware('eie-64pe');
  const own = await loadEnergyTable(eie.energy.tableFile);
  const names = ['sparseMatrix.read', 'sparseMatrix.leakage'];
  const [read, leakage] = [0, 1].map((at) => (hardware: Hardware) => {
    const { prices } = priceActions(hardware, own, names);
    return prices.find(({ action }) => `sparseMatrix.${action}` === names[at])!.energyPj;
  });
  const slower = { ...eie, clockHz: eie.clockHz / 4 };
  const hotter = { ...eie, temperatureK: eie.temperatureK + 30 };
  const first = [read(eie), leakage(eie)];
  // a slower clock lets a cheaper array be taken, heat makes it leak
  t.true(read(slower) < first[0]);
  t.true(leakage(hotter) > first[1]);
  t.is(read(hotter), first[0]);
  t.deepEqual([read(eie), leakage(eie)], first);
});

test('an override far from what it replaces is a warning that tells both, zero is meant so', (t) => {
  const warnings = (energyPj: number) => priceActions(overridden(override(energyPj)), formats, [MULTIPLY]).warnings;
  t.deepEqual(warnings(500), [
    'energy.override.arithmeticUnit.multiply: 500 pJ are 810 times the 0.62 pJ of the energy table; is the unit meant?',
  ]);
  t.regex(warnings(0.00062)[0], /1\/1000 of the 0\.62 pJ/);
  t.deepEqual(warnings(30), []);
  t.deepEqual(warnings(0.02), []);
  t.deepEqual(warnings(0), []);
});
