import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { formatFault } from '../../src/base/user-error.ts';
import { checkAnyFile } from '../../src/check/check-use.ts';
import { smallFolder } from '../sweep/small-sweep.ts';

const folder = smallFolder();
let written = 0;

function write(text: string): string {
  const name = `${++written}.yaml`;
  writeFileSync(join(folder, name), text);
  return name;
}

/** Faults of a file of that text, without its name and what is known instead. */
async function faultsOf(text: string): Promise<string[]> {
  const name = write(text);
  const { faults } = await checkAnyFile(join(folder, name));
  return faults.map((fault) =>
    formatFault(fault)
      .replace(`${join(folder, name)}:`, '')
      .replace(/ \(known: [^;]*; /, ' ('),
  );
}

const tells = test.macro(async (t, change: string, ...expected: RegExp[]) => {
  const faults = await faultsOf(`extends: eie-64pe\n${change}\n`);
  t.is(faults.length, expected.length, faults.join('\n'));
  for (const [k, one] of expected.entries()) t.regex(faults[k], one);
});

test(
  'an unknown DRAM part',
  tells,
  'dram: { part: lpddr3-1866 }',
  /^2:15 dram\.part: no DRAM part "lpddr3-1866" \(did you mean "lpddr3-1600"\?/,
);
test(
  'a node without a scaling rule',
  tells,
  'technology: 200 nm',
  /^2:13 technology: no figure and no scaling rule for 200 nm/,
);
test(
  'a memory outside what CACTI computed',
  tells,
  'memories: { activations: { capacity: 512 B, width: 512 bit } }',
  /^2:26 memories\.activations: no SRAM figure for a bank of 512 bytes x 512 bit/,
);
test(
  'overrides of what does not exist',
  tells,
  'energy: { override: [{ component: dram, action: reed, energy: 1 pJ }, { component: drum, action: read, energy: 1 pJ }] }',
  /^2:22 energy\.override\[0\]: no action "reed" of dram \(did you mean "read"/,
  /^2:\d+ energy\.override\[1\]: no component "drum" \(did you mean "dram"/,
);
test(
  'overrides for formats and parts that do not exist',
  tells,
  'energy: { override: [{ component: dram, action: read, part: ddr5, energy: 1 pJ }, { component: arithmeticUnit, action: add, format: fp33, energy: 1 pJ }] }',
  /^2:61 energy\.override\[0\]\.part: no DRAM part "ddr5"/,
  /^2:\d+ energy\.override\[1\]\.format: expected a number format/,
);

const HEAD = 'name: t\ntechnology: 45 nm\nrows:\n';
const row = (rest: string): string => `  - { ${rest}, provenance: measured, source: s }\n`;

test('a table whose models do not exist or do not know the action', async (t) => {
  const rows =
    row('component: pointers, action: read, model: srm') +
    row('component: pointers, action: reed, model: sram') +
    row('component: drum, action: read, model: sram') +
    row('component: dram, action: read, part: ddr3, energy: 1 pJ');
  const faults = await faultsOf(HEAD + rows);
  t.is(faults.length, 1, 'what cannot be read is told first');
  t.regex(faults[0], /^7:44 rows\[3\]\.part: no DRAM part "ddr3"/);
  const [model, action, component] = await faultsOf(HEAD + rows.split('\n').slice(0, 3).join('\n'));
  t.regex(model, /^4:5 rows\[0\]: no component model "srm" \(did you mean "sram"/);
  t.regex(action, /^5:5 rows\[1\]: no SRAM action "reed" \(did you mean "read"/);
  t.regex(component, /^6:5 rows\[2\]: no SRAM component "drum"/);
});

test('a row for an action that no machine has, and the table of the rest with its own', async (t) => {
  const rows = `rest: 45nm.yaml\nrows:\n${row('component: pointers, action: reed, energy: 1 pJ')}${row('component: ponters, action: read, energy: 1 pJ')}`;
  const [action, component, ...more] = await faultsOf(HEAD.replace('rows:\n', '') + rows);
  t.regex(action, /^5:5 rows\[0\]: no action "reed" of pointers .*did you mean "read"/);
  t.regex(component, /^6:5 rows\[1\]: no component "ponters" .*did you mean "pointers"/);
  t.deepEqual(more, []);
});

test('a machine whose table lacks a price that every run needs', async (t) => {
  const table = write(HEAD + row('component: pointers, action: read, model: sram'));
  const faults = await faultsOf(`extends: eie-64pe\nenergy: { table: ${table} }\n`);
  t.true(faults.length > 10);
  t.true(faults.every((fault) => fault.startsWith(`${table} `) && fault.includes('no energy for action')));
});
