import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
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
  t.deepEqual(readdirSync(out).toSorted(), ['.picojoule-files', 'a.json', 'b.png']);
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

test('a result replaces the one before as a set, and what others put there stays', async (t) => {
  const out = folder();
  await writeFiles(out, files);
  writeFileSync(join(out, 'notes.txt'), 'mine');
  await writeFiles(out, [{ name: 'c.csv', content: 'c' }], 'keep');
  t.deepEqual(readdirSync(out).toSorted(), ['.picojoule-files', 'a.json', 'b.png', 'c.csv', 'notes.txt']);
  await writeFiles(out, [{ name: 'a.json', content: '[]' }]);
  t.deepEqual(readdirSync(out).toSorted(), ['.picojoule-files', 'a.json', 'notes.txt']);
  t.is(readFileSync(join(out, 'a.json'), 'utf8'), '[]');
});

test('a file of another program is not replaced, and nothing is written beside it', async (t) => {
  const out = folder();
  writeFileSync(join(out, 'a.json'), 'theirs');
  const error = await t.throwsAsync(writeFiles(out, files), { instanceOf: UserError });
  t.regex(error.message, /found a\.json, not written by picojoule; choose another folder/);
  t.is(readFileSync(join(out, 'a.json'), 'utf8'), 'theirs');
  t.deepEqual(readdirSync(out), ['a.json']);
});

test('the files of a result without a list are known by its record', async (t) => {
  const out = folder();
  writeFileSync(join(out, 'result.json'), JSON.stringify({ schemaVersion: 1, tool: { name: 'picojoule' } }));
  writeFileSync(join(out, 'a.json'), 'older');
  await writeFiles(out, files);
  t.is(readFileSync(join(out, 'a.json'), 'utf8'), '{}\n');
});

test('so they are by a record that is longer than a string can be', async (t) => {
  const out = folder();
  const record = join(out, 'sweep.json');
  writeFileSync(record, '{\n  "schemaVersion": 1,\n  "kind": "sweep",\n  "tool": { "name": "picojoule" }');
  truncateSync(record, 2 ** 30);
  await writeFiles(out, [{ name: 'sweep.json', content: '{}\n' }]);
  t.is(readFileSync(record, 'utf8'), '{}\n');
});

test('a list that names files outside the folder removes none of them', async (t) => {
  const [out, other] = [folder(), folder()];
  writeFileSync(join(other, 'theirs'), 'theirs');
  writeFileSync(join(out, '.picojoule-files'), `../${basename(other)}/theirs\n${join(other, 'theirs')}\n..\n`);
  await writeFiles(out, files);
  t.is(readFileSync(join(other, 'theirs'), 'utf8'), 'theirs');
});

const IN_PROC = '/proc/picojoule/out';
(existsSync('/proc/self') ? test : test.skip)(
  'a folder that a file system refuses without a reason is told, not tried for ever',
  async (t) => {
    const error = await t.throwsAsync(writeFiles(IN_PROC, files), { instanceOf: UserError });
    t.true(error.message.startsWith(`${IN_PROC}: cannot be written`));
  },
);

test('half-written files of a run that was killed are removed, those of one that writes now are not', async (t) => {
  const out = mkdtempSync(join(tmpdir(), 'picojoule-'));
  const old = new Date(0);
  const [orphan, running, fresh] = [
    `.a.csv.${2 ** 22 + 1}.partial`,
    `.a.csv.${process.ppid}.partial`,
    `.b.csv.${2 ** 22 + 1}.partial`,
  ];
  for (const name of [orphan, running, fresh]) writeFileSync(join(out, name), '');
  for (const name of [orphan, running]) utimesSync(join(out, name), old, old);
  await writeFiles(out, [{ name: 'a.csv', content: '' }], 'keep');
  t.deepEqual(readdirSync(out).toSorted(), [fresh, running, 'a.csv'].toSorted());
});
