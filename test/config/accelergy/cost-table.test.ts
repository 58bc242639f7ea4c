import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { UserError } from '../../../src/base/user-error.ts';
import { costTableEnergy, parseCostTable } from '../../../src/config/accelergy/cost-table.ts';
import { loadEnergyTableText } from '../../../src/node/read-configs.ts';
import { sharedPath, testWithData } from '../../oracles/shared-folder.ts';

const FILES = sharedPath('cases', 'files', 'tables');
const withFiles = testWithData(FILES);
const table = (name: string) => parseCostTable(readFileSync(path.join(FILES, name), 'utf8'), name);
const refused = (name: string, where: Record<string, string | number>): string => {
  try {
    return String(costTableEnergy(table(name), where));
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
};

withFiles('every cost table of the cases is read', (t) => {
  const names = readdirSync(FILES).filter((name) => name.endsWith('.csv'));
  t.is(names.length, 15);
  for (const name of names) t.true(table(name).rows.length > 0, name);
});

withFiles('a row is found by its quantities, whatever their unit, and by any action it lists', (t) => {
  t.is(costTableEnergy(table('aladdin_adder.csv'), { latency: '1 ns' }), 0.21);
  t.is(costTableEnergy(table('library_isaac_eDRAM.csv'), { technology: '32 nm', action: 'write' }), 20.45);
  t.is(costTableEnergy(table('tabletemplate_intmac.csv'), { latency: '5000 ps', action: 'mac_gated' }), 1);
  t.is(costTableEnergy(table('tabletemplate_regfile.csv'), { data_delta: 1, address_delta: 0 }), 0.1);
  t.is(costTableEnergy(table('library_aladdin_adder.csv'), { datawidth: 32, action: 'add' }), 0.21);
});

withFiles('45 is 45 nm only where the table says so', (t) => {
  t.regex(
    refused('tabletemplate_bitwise.csv', { technology: '45 nm' }),
    /no row for technology 45 nm; rows have technology: 45 \(/,
  );
  t.is(costTableEnergy(table('tabletemplate_bitwise.csv'), { technology: 45 }), 0.02);
  t.regex(refused('tabletemplate_comparator.csv', { technology: 45 }), /rows have technology: 45nm/);
});

withFiles('a latency between rows is refused with the rows that there are', (t) => {
  t.regex(
    refused('aladdin_multiplier.csv', { latency: '2.5 ns' }),
    /no row for latency 2\.5 ns; rows have latency: 0\.5 ns, 1 ns, 2 ns, 3 ns/,
  );
});

withFiles('rows that are not told apart are counted, an unknown column is named', (t) => {
  t.regex(refused('tabletemplate_regfile.csv', { action: 'read' }), /expected one row for action read, found 4/);
  t.regex(refused('aladdin_reg.csv', { depth: 4 }), /no column "depth" \(known: latency, dynamic energy/);
});

withFiles('an energy table refers to a row of a cost table', async (t) => {
  const text = (csv: string): string =>
    `name: mapped\ntechnology: 40 nm\nrows:\n` +
    `  - { component: addressAccumulator, action: add, csv: "${csv}", source: Aladdin, provenance: measured }\n`;
  const { rows } = await loadEnergyTableText(text(`${FILES}/aladdin_adder.csv(latency=1 ns)`));
  t.is(rows[0].energyPj, 0.21);
  const error = await t.throwsAsync(loadEnergyTableText(text(`${FILES}/aladdin_adder.csv(latency=)`)), {
    instanceOf: UserError,
  });
  t.regex(error.message, /table\.yaml:4:\d+ rows\[0\].*expected a reference such as/);
});

test('comments, CRLF and blank lines are no rows; a short row is an error with its line', (t) => {
  const read = (text: string) => parseCostTable(text, 't.csv');
  t.is(read('width,energy\r\n# a comment, with commas\r\n\r\n8,1.5,more comment\r\n').rows.length, 1);
  t.throws(() => read('width,energy\n8\n'), { instanceOf: UserError, message: /t\.csv:2: expected 2 cells, found 1/ });
  t.throws(() => read('width,energy(nJ)\n8,1\n'), { message: /column energy in pJ/ });
  t.throws(() => read(''), { message: /the file is empty/ });
});
