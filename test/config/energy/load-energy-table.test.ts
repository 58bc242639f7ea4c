import test from 'ava';
import { builtInConfigs, loadEnergyTable, loadEnergyTableText } from '../../../src/node/read-configs.ts';
import { faultsOf } from '../faults-of.ts';

const table = (rows: string) => `name: t\ntechnology: 45 nm\nrows:\n${rows}`;
const REST = 'source: s, provenance: assumed';

for (const name of builtInConfigs('energy'))
  test(`the built-in table ${name} has no fault`, async (t) => {
    t.true((await loadEnergyTable(name)).rows.every((row) => row.source !== ''));
  });

test('a row has a price or a model, and attributes with their units', async (t) => {
  const { rows, technologyNm } = await loadEnergyTableText(
    table(
      `  - { component: a, action: read, energy: 3.7e-12 J, width: 64 bit, capacity: 128 KiB, format: fp32, ${REST} }\n  - { component: a, action: write, model: sram, ${REST} }\n`,
    ),
  );
  t.is(technologyNm, 45);
  t.deepEqual(rows, [
    {
      component: 'a',
      action: 'read',
      energyPj: 3.7,
      model: null,
      attributes: { format: 'fp32', widthBits: 64, capacityBytes: 131_072 },
      source: 's',
      provenance: 'assumed',
    },
    {
      component: 'a',
      action: 'write',
      energyPj: null,
      model: 'sram',
      attributes: {},
      source: 's',
      provenance: 'assumed',
    },
  ]);
});

test('a price of zero is a price', async (t) => {
  t.is(
    (await loadEnergyTableText(table(`  - { component: a, action: read, energy: 0 pJ, ${REST} }\n`))).rows[0].energyPj,
    0,
  );
});

const refuses = test.macro<[string, ...string[]]>({
  title: (given = '') => given,
  async exec(t, rows, ...expected) {
    t.deepEqual(await faultsOf(() => loadEnergyTableText(table(rows), 't.yaml')), expected);
  },
});
test(
  'a row with neither price nor model is told',
  refuses,
  `  - { component: a, action: read, ${REST} }\n`,
  't.yaml:4:5 rows[0]: expected one of energy, model, ert and csv, found none [ENERGY_ROW]',
);
test(
  'a row with both is told',
  refuses,
  `  - { component: a, action: read, energy: 1 pJ, model: sram, ${REST} }\n`,
  't.yaml:4:5 rows[0]: expected one of energy, model, ert and csv, found energy and model [ENERGY_ROW]',
);
test(
  'two rows for the same thing are told with both lines',
  refuses,
  `  - { component: a, action: read, energy: 1 pJ, ${REST} }\n  - { component: a, action: read, energy: 2 pJ, ${REST} }\n`,
  't.yaml:5:5 rows[1]: a row for a.read with these attributes stands already in line 4; keep one [REPEATED_NAME]',
);
test(
  'a price of 3.7 PJ is answered with 3.7 pJ',
  refuses,
  `  - { component: a, action: read, energy: 3.7 PJ, ${REST} }\n`,
  't.yaml:4:43 rows[0].energy: expected an energy from 0 J to 1 uJ such as 0.62 pJ, found 3.7 PJ; did you mean 3.7 pJ? [CONFIG_RANGE]',
);
test(
  'a row without a source is told',
  refuses,
  '  - { component: a, action: read, energy: 1 pJ, provenance: guessed }\n',
  't.yaml:4:61 rows[0].provenance: expected one of measured, modelled, datasheet, published, interpolated, scaled, assumed, override, found "guessed" [UNKNOWN_NAME]',
  't.yaml:4:5 rows[0].source: missing key "source": expected text [MISSING_KEY]',
);
