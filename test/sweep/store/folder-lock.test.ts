import { existsSync, mkdtempSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { lockFolder } from '../../../src/sweep/store/folder-lock.ts';

function lockFile(holder?: object): string {
  const file = join(mkdtempSync(join(tmpdir(), 'picojoule-lock-')), 'sweep.lock');
  if (holder !== undefined)
    writeFileSync(file, JSON.stringify({ started: '?', clusterTask: null, host: hostname(), ...holder }));
  return file;
}

test('a lock that is held is refused, and one given back can be taken', (t) => {
  const file = lockFile();
  const unlock = lockFolder(file);
  t.throws(() => lockFolder(file), {
    message: new RegExp(`another run \\(process ${process.pid}\\) works in this folder`),
  });
  unlock();
  t.false(existsSync(file));
  lockFolder(file)();
});

test('a lock of a process that is gone is taken over', (t) => {
  const file = lockFile({ pid: 2 ** 22 + 1 });
  const unlock = lockFolder(file);
  t.is(JSON.parse(readFileSync(file, 'utf8')).pid, process.pid);
  unlock();
});

test('a lock of an earlier process with the same number is taken over', (t) => {
  t.notThrows(() => lockFolder(lockFile({ pid: process.ppid, started: '1' }))());
});

test('a lock cut off while it was written is taken over', (t) => {
  const file = lockFile();
  writeFileSync(file, '{"pid": 1');
  t.notThrows(() => lockFolder(file)());
});

test('a lock of another machine holds as long as it is touched', (t) => {
  const file = lockFile({ pid: 1, host: 'elsewhere' });
  t.throws(() => lockFolder(file), { message: /process 1 on elsewhere/ });
  utimesSync(file, new Date(0), new Date(0));
  t.notThrows(() => lockFolder(file)());
});
