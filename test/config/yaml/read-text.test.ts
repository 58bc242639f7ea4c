import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { readConfigText } from '../../../src/node/read-configs.ts';
import { faultsOf } from '../faults-of.ts';

const folder = mkdtempSync(join(tmpdir(), 'picojoule-text-'));

function written(name: string, bytes: Uint8Array | string): string {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
}

test('UTF-8 is read with and without a byte order mark', async (t) => {
  t.is(readConfigText(written('bom.yaml', '\ufeffname: é\n')), 'name: é\n');
  t.is(readConfigText(written('w e#%ights ü.yaml', 'name: é\n')), 'name: é\n');
});

const refuses = test.macro<[string, Uint8Array | string, string]>({
  title: (given = '') => given,
  async exec(t, name, bytes, expected) {
    t.deepEqual(await faultsOf(() => readConfigText(written(name, bytes), name)), [expected]);
  },
});
test(
  'UTF-16 is named',
  refuses,
  'a',
  Buffer.from('\ufeffpe: 64\n', 'utf16le'),
  'a:1:1: expected UTF-8 text, found UTF-16 (byte order mark); save the file as UTF-8 [ENCODING]',
);
test(
  'UTF-16 without a mark shows by its zero bytes',
  refuses,
  'b',
  Buffer.from('pe: 64\n', 'utf16le'),
  'b:1:1: expected UTF-8 text, found zero bytes (UTF-16 or a binary file); save the file as UTF-8 [ENCODING]',
);
test(
  'UTF-32 is named',
  refuses,
  'c',
  Buffer.from([0xff, 0xfe, 0, 0, 0x70, 0, 0, 0]),
  'c:1:1: expected UTF-8 text, found UTF-32 (byte order mark); save the file as UTF-8 [ENCODING]',
);
test(
  'Latin-1 is told with its line',
  refuses,
  'd',
  Buffer.from('name: a\nnote: \xe9\n', 'latin1'),
  'd:2: expected UTF-8 text, found bytes that are none; save the file as UTF-8 [ENCODING]',
);
test(
  'a file over 1 MiB is refused before it is read',
  refuses,
  'e',
  '#'.repeat(1024 * 1024 + 1),
  'e: expected a config of at most 1048576 bytes, found 1048577 [TOO_LARGE]',
);

test('a missing file and a folder are one line with the path', async (t) => {
  t.deepEqual(await faultsOf(() => readConfigText('no/such.yaml')), ['no/such.yaml: no such file [NO_SUCH_FILE]']);
  t.deepEqual(await faultsOf(() => readConfigText(folder, 'folder')), [
    'folder: expected a file, found a folder [NOT_A_FILE]',
  ]);
});
