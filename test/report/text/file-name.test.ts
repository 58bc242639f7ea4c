import { join, normalize } from 'node:path';
import test from 'ava';
import { safeFileName } from '../../../src/report/text/file-name.ts';

const becomes = test.macro((t, text: string, name: string) => t.is(safeFileName(text), name));

test('a path upward stays in its folder', becomes, '../evil', 'evil');
test('slashes and colons of tensor names become dashes', becomes, 'conv1/kernel:0', 'conv1-kernel-0');
test('a backslash path stays in its folder', becomes, '..\\..\\evil', 'evil');
test('a device name of Windows gets an underscore', becomes, 'NUL.svg', '_NUL.svg');
test('nothing left gives an underscore', becomes, '///', '_');
test('names that are safe stay', becomes, 'fc8_v2.1-b', 'fc8_v2.1-b');

test('no text leads out of the folder', (t) => {
  for (const text of ['..', '.', '/', '/etc/passwd', 'a/../../b', '\u0000', '~', 'C:\\x', 'x'.repeat(400)]) {
    const path = normalize(join('out', safeFileName(text)));
    t.true(path.startsWith('out/') && path.split('/').length === 2 && path.length < 120, text);
  }
});
