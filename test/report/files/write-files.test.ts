import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { UserError } from '../../../src/base/user-error.ts';
import { writeFiles } from '../../../src/report/files/write-files.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'picojoule-write-'));
const files = [
  { name: 'a.json', content: '{}\n' },
  { name: 'b.png', content: new Uint8Array([1, 2, 3]) },
];

test('files are written into a folder that is made, and no temporary file is left', async (t) => {
  const out = join(folder(), 'deep', 'out');
  t.deepEqual(await writeFiles(out, files), [join(out, 'a.json'), join(out, 'b.png')]);
  t.deepEqual(readdirSync(out).toSorted(), ['a.json', 'b.png']);
  t.is(readFileSync(join(out, 'a.json'), 'utf8'), '{}\n');
});

test('a file in place of the folder is a fault that names the path', async (t) => {
  const out = join(folder(), 'file');
  writeFileSync(out, 'mine');
  const error = await t.throwsAsync(writeFiles(out, files), { instanceOf: UserError });
  t.is(error.faults.length, 1);
  t.true(error.message.startsWith(`${out}: `) && !error.message.includes('\n'));
  t.is(readFileSync(out, 'utf8'), 'mine');
});

test('a folder where a file should go is a fault, and nothing half-written is left', async (t) => {
  const out = folder();
  mkdirSync(join(out, 'b.png', 'full'), { recursive: true });
  await t.throwsAsync(writeFiles(out, [files[1]]), { instanceOf: UserError, message: /b\.png/ });
  t.deepEqual(readdirSync(out), ['b.png']);
});

test('a folder that may not be written is a fault that names the path', async (t) => {
  const out = folder();
  chmodSync(out, 0o555);
  if (process.getuid?.() === 0) {
    t.pass('root may write everywhere');
    return;
  }
  await t.throwsAsync(writeFiles(out, files), { instanceOf: UserError, message: /permission denied/ });
});

test('a name that would leave the folder is refused as a bug', async (t) => {
  await t.throwsAsync(writeFiles(folder(), [{ name: '../evil', content: '' }]), { message: /unsafe name/ });
});
