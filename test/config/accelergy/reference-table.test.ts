import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { UserError } from '../../../src/base/user-error.ts';
import { chargeReference, parseActionCounts } from '../../../src/config/accelergy/action-counts.ts';
import { coversName } from '../../../src/config/accelergy/component-name.ts';
import { referenceEnergy } from '../../../src/config/accelergy/reference-energy.ts';
import { parseReferenceTable } from '../../../src/config/accelergy/reference-table.ts';
import { loadEnergyTableText } from '../../../src/node/read-configs.ts';
import { sharedPath, testWithData } from '../../oracles/shared-folder.ts';

const FILES = sharedPath('cases', 'files', 'accelergy');
const withFiles = testWithData(FILES);
const read = (name: string): string => readFileSync(path.join(FILES, name), 'utf8');
const table = (name: string) => parseReferenceTable(read(name), name);
const fault = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return 'no fault';
};

withFiles("Accelergy's own test pair costs 3868", (t) => {
  const counts = parseActionCounts(read('accelergy_test_action_counts.yaml'), 'counts.yaml');
  const { total, byComponent } = chargeReference(table('accelergy_test_ERT.yaml'), counts);
  t.is(total, 3868);
  t.deepEqual(byComponent, { 'design.scratchpad[0]': 3618, 'design.mac': 250 });
});

withFiles('an instance outside the range of the table is named', (t) => {
  const counts = parseActionCounts(read('accelergy_test_action_counts_error.yaml'), 'counts.yaml');
  const message = fault(() => chargeReference(table('accelergy_test_ERT.yaml'), counts));
  t.regex(message, /design\.scratchpad\[4\].*known: design\.mac, design\.scratchpad\[0\.\.2\]/);
});

withFiles('every ERT and summary of the cases is read, version 0.3 and 0.4, number or text', (t) => {
  const names = readdirSync(FILES).filter((name) => name.includes('ERT'));
  t.is(names.length, 11);
  for (const name of names) t.true(table(name).components.length >= 2, name);
});

withFiles('energies of real tables: global buffer, an instance of a range, metadata', (t) => {
  const eyeriss = table('eyeriss_like.ERT.yaml');
  t.is(referenceEnergy(eyeriss, 'system_top_level.shared_glb', 'read'), 18.183829);
  t.is(referenceEnergy(eyeriss, 'system_top_level.ifmap_spad[168]', 'write'), 0.176713);
  t.is(referenceEnergy(table('sparse_tensor_core_like.ERT.yaml'), 'system_top_level.SMEM', 'metadata_read'), 25.954813);
});

withFiles('actions with arguments are kept apart; without arguments the variants are told', (t) => {
  const ert = table('accelergy_test_ERT.yaml');
  t.is(referenceEnergy(ert, 'design.scratchpad[1]', 'fill', { address_delta: 1, data_delta: 0 }), 5);
  t.regex(
    fault(() => referenceEnergy(ert, 'design.scratchpad', 'fill')),
    /arguments of one variant.*"address_delta":1,"data_delta":1/,
  );
});

withFiles('an energy table refers into an ERT, and a wrong reference is named', async (t) => {
  const text = (ert: string): string =>
    `name: mapped\ntechnology: 65 nm\nert: ${FILES}/eyeriss_like.ERT.yaml\nrows:\n` +
    `  - { component: sparseMatrix, action: read, ert: ${ert}, source: Accelergy, provenance: measured }\n`;
  const { rows } = await loadEnergyTableText(text('system_top_level.shared_glb.read'));
  t.like(rows[0], { component: 'sparseMatrix', action: 'read', energyPj: 18.183829, model: null });
  const error = await t.throwsAsync(loadEnergyTableText(text('system_top_level.shared_glb.raed')), {
    instanceOf: UserError,
  });
  t.regex(error.message, /no action "raed".*did you mean "read"/);
});

withFiles('all references of a table that lead nowhere are told together, each with its row', async (t) => {
  const rows = ['shared_gl.read', 'shared_glb.raed'].map(
    (ert) =>
      `  - { component: dram, action: ${ert.slice(-4)}, ert: system_top_level.${ert}, source: s, provenance: measured }\n`,
  );
  const text = `name: mapped\ntechnology: 65 nm\nert: ${FILES}/eyeriss_like.ERT.yaml\nrows:\n${rows.join('')}`;
  const error = await t.throwsAsync(loadEnergyTableText(text), { instanceOf: UserError });
  const [component, action] = error.message.split('\n');
  t.regex(component, /^table\.yaml:5:5 rows\[0\]: .*eyeriss_like\.ERT\.yaml system_top_level\.shared_gl: no component/);
  t.regex(action, /^table\.yaml:6:5 rows\[1\]: .*no action "raed".*did you mean "read"/);
});

const ERT = (body: string): string => `ERT:\n  version: 0.4\n  tables:\n  - name: a.b[0..3]\n    actions:\n${body}`;

test('a summary over arguments has no one energy, and says so when it is asked for', (t) => {
  const summary = `ERT_summary:\n  version: '0.4'\n  table_summary:\n  - name: pad\n    actions:\n    - { name: read, average_energy: 2, max_energy: 3, min_energy: 1 }\n`;
  const ert = parseReferenceTable(summary, 'ERT_summary.yaml');
  t.regex(
    fault(() => referenceEnergy(ert, 'pad', 'read')),
    /ERT_summary\.yaml pad\.read: expected one energy, found the average, maximum and minimum/,
  );
});

test('what is no ERT is refused with its place', (t) => {
  const refused = (text: string): string => fault(() => parseReferenceTable(text, 'e.yaml'));
  t.regex(refused('ART:\n  version: 0.4\n'), /expected ERT or ERT_summary, found neither/);
  t.regex(refused(ERT('    - { name: read, energy: -1 }\n')), /e\.yaml:6:\d+ .*energy of 0 or more, found -1/);
  t.regex(
    refused(ERT('    - { name: read, energy: 1 }\n').replace('0.4', '0.9')),
    /expected version 0\.2, 0\.3, 0\.4, found 0\.9/,
  );
});

test('instance ranges cover their instances, name by name', (t) => {
  t.true(coversName('a.b[0..3]', 'a.b[2]'));
  t.true(coversName('a.b[0..3]', 'a.b'));
  t.true(coversName('s.PE[0..3].spad[1..2]', 's.PE[3].spad[1..2]'));
  t.false(coversName('a.b[0..3]', 'a.b[4]'));
  t.false(coversName('a.b[0..3]', 'a.c[1]'));
  t.false(coversName('a.b', 'a.b[0]'));
});
