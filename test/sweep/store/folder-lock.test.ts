import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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

test('a lock of the future is held only if it is touched while it is watched', (t) => {
  const future = new Date(Date.now() + 3_600_000);
  const left = lockFile({ pid: 1, host: 'elsewhere' });
  utimesSync(left, future, future);
  t.notThrows(() => lockFolder(left, () => {})());
  const held = lockFile({ pid: 1, host: 'elsewhere' });
  utimesSync(held, future, future);
  const touch = () => utimesSync(held, new Date(future.getTime() + 10_000), new Date(future.getTime() + 10_000));
  t.throws(() => lockFolder(held, touch), { message: /another run \(process 1 on elsewhere\)/ });
});

test('a process of another container of this machine is not taken for one that is gone', (t) => {
  const file = lockFile({ pid: 2 ** 22 + 1, namespace: 'pid:[1]' });
  t.throws(() => lockFolder(file), { message: /another run/ });
  utimesSync(file, new Date(0), new Date(0));
  t.notThrows(() => lockFolder(file)());
});

test('what is no lock is taken over, a folder of that name is told', (t) => {
  for (const text of [
    'null',
    '7',
    '[]',
    '{}',
    '{"pid":"1"}',
    '{"pid":-1,"started":"","host":"h","clusterTask":null}',
  ]) {
    const file = lockFile();
    writeFileSync(file, text);
    t.notThrows(() => lockFolder(file)(), text);
  }
  const folder = lockFile();
  mkdirSync(folder);
  t.throws(() => lockFolder(folder), { message: /expected a file, found something else/ });
});

test('drafts of killed runs are removed', (t) => {
  const file = lockFile();
  const orphans = [`${file}.${2 ** 22 + 1}`, `${file}.${2 ** 22 + 1}.stale`];
  for (const orphan of orphans) {
    writeFileSync(orphan, '');
    utimesSync(orphan, new Date(0), new Date(0));
  }
  lockFolder(file)();
  t.deepEqual(readdirSync(dirname(file)), []);
});
