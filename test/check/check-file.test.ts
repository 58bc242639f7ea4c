import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { formatFault } from '../../src/base/user-error.ts';
import { checkFile } from '../../src/check/check-file.ts';
import { configSchemas } from '../../src/check/config-kinds.ts';
import { kindOf } from '../../src/check/kind-of.ts';
import { SMALL_MACHINE } from '../config/small-machine.ts';

const schemas = await configSchemas();

let written = 0;
const folder = mkdtempSync(join(tmpdir(), 'picojoule-check-'));

async function check(text: string): Promise<{ kind: string | undefined; faults: string[] }> {
  const file = join(folder, `${++written}.yaml`);
  writeFileSync(file, text);
  const { kind, faults } = await checkFile(file);
  return { kind, faults: faults.map((fault) => formatFault(fault).replace(`${folder}/`, '')) };
}

test('the kind shows by the keys', async (t) => {
  t.deepEqual(await check(SMALL_MACHINE), { kind: 'hardware', faults: [] });
  t.is((await check('name: n\nlayers: []\n')).kind, 'network');
  t.is((await check('name: n\ntechnology: 45 nm\nrows: []\n')).kind, 'energy');
  t.is(kindOf({ name: 'n', proccessingElements: 64 }, schemas), 'hardware');
  t.is(kindOf({ extends: 'eie-64pe' }, schemas), 'hardware');
  t.is(kindOf({ extnds: 'eie-64pe', name: 'n' }, schemas), 'hardware');
  t.is(kindOf({ name: 'n' }, schemas), undefined);
  // "weights" is a key of both: what it holds decides
  t.is(kindOf({ name: 'n', weights: 'model.onnx' }, schemas), 'network');
  t.is(kindOf({ name: 'n', weights: { home: 'dram' } }, schemas), 'hardware');
});

test('a file of no kind is told, with whatever else is wrong', async (t) => {
  const { kind, faults } = await check('foo: 010\n');
  t.is(kind, undefined);
  t.regex(faults[0], /write 10/);
  t.regex(faults[1], /^\d+\.yaml:1:1: expected the keys of one kind of config: hardware \(.*; found foo /);
});

test('faults are returned, not thrown, for broken and missing files', async (t) => {
  t.is((await check('a: "\n')).faults.length, 1);
  t.deepEqual((await checkFile('no/such.yaml')).faults.map(formatFault), ['no/such.yaml: no such file [NO_SUCH_FILE]']);
});

test('the shipped configs have no fault', async (t) => {
  for (const file of ['hardware/eie-64pe', 'networks/eie-benchmark', 'energy/45nm'])
    t.deepEqual((await checkFile(`configs/${file}.yaml`)).faults, [], file);
});
