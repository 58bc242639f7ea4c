import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { builtInConfigs, findConfig } from '../../../src/node/read-configs.ts';
import { faultsOf } from '../faults-of.ts';

const folder = mkdtempSync(join(tmpdir(), 'picojoule-find-'));
writeFileSync(join(folder, 'eie-64pe.yaml'), '');

test('a path is what it says; messages call it as it was typed', (t) => {
  t.deepEqual(findConfig(join(folder, 'eie-64pe.yaml'), 'hardware'), {
    file: join(folder, 'eie-64pe.yaml'),
    display: join(folder, 'eie-64pe.yaml'),
  });
});

test('a file beside the config wins over a built-in one of the same name', (t) => {
  t.is(findConfig('eie-64pe.yaml', 'hardware', folder).file, join(folder, 'eie-64pe.yaml'));
  t.regex(findConfig('eie-64pe', 'hardware', folder).file, /configs\/hardware\/eie-64pe\.yaml$/);
});

test('a folder, such as that of the results, does not hide a built-in config of its name', (t) => {
  mkdirSync(join(folder, 'eie-fig8'));
  t.regex(findConfig('eie-fig8', 'sweeps', folder).file, /configs\/sweeps\/eie-fig8\.yaml$/);
});

test('built-in configs are listed by name, in order', (t) => {
  t.true(builtInConfigs('hardware').includes('eie-64pe'));
  t.deepEqual(builtInConfigs('hardware'), builtInConfigs('hardware').toSorted());
  t.deepEqual(builtInConfigs('networks').includes('eie-benchmark'), true);
});

test('a name that nothing has is answered with the nearest; a path is not', async (t) => {
  t.deepEqual(await faultsOf(() => findConfig('eie-64p', 'hardware')), [
    'eie-64p: no such file, and no built-in config of that name; did you mean "eie-64pe"? [NO_SUCH_FILE]',
  ]);
  t.deepEqual(await faultsOf(() => findConfig('some/eie-64p', 'hardware')), [
    'some/eie-64p: no such file, and no built-in config of that name [NO_SUCH_FILE]',
  ]);
});
