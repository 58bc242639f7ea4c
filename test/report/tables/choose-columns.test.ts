import test from 'ava';
import { UserError } from '../../../src/base/user-error.ts';
import { chooseColumns } from '../../../src/report/tables/choose-columns.ts';
import { numberColumn, tableOf, wordColumn } from '../../../src/report/tables/report-table.ts';

const row = { name: 'conv1', cycles: 3, energy: 4 };
const name = wordColumn<typeof row>('layer', (one) => one.name);
const time = tableOf('time', 'Time', [name, numberColumn('cy\u00adcles', '', (one: typeof row) => one.cycles)], [row]);
const energyColumn = { ...numberColumn('energy', 'pJ', (one: typeof row) => one.energy), path: 'energyPj.total' };
const energy = tableOf('energy', 'Energy', [name, energyColumn], [row]);

test('columns are chosen by their head or their name in the record, behind the names of rows; other tables are left out', (t) => {
  const [only, ...more] = chooseColumns([time, energy], ['energyPj.total']);
  t.is(more.length, 0);
  t.deepEqual(
    only.rows[0].map(({ text }) => text),
    ['conv1', '4.00'],
  );
  t.deepEqual(
    chooseColumns([time, energy], ['Cycles', 'energy']).map(({ name: one }) => one),
    ['time', 'energy'],
  );
  t.is(chooseColumns([time, energy], undefined).length, 2);
});

test('a name that is no column is refused with those there are', (t) => {
  const error = t.throws(() => chooseColumns([time, energy], ['cycels', 'energy']), { instanceOf: UserError });
  t.regex(error.message, /no column "cycels" \(columns: cycles, energy; did you mean "cycles"\?\)/);
});
