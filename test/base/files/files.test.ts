import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { type Files, FileUnreadable, memoryFiles } from '../../../src/base/files/files.ts';
import { nodeFiles } from '../../../src/node/node-files.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'picojoule-files-')));
mkdirSync(join(folder, 'below', 'deep'), { recursive: true });
writeFileSync(join(folder, 'a.txt'), 'text é');
writeFileSync(join(folder, 'below', 'deep', 'b.bin'), Uint8Array.of(1, 2, 3, 4));

const doors: readonly (readonly [string, Files])[] = [
  ['the disk', nodeFiles],
  ['data', memoryFiles({ [`${folder}/a.txt`]: 'text é', [`${folder}/below/deep/b.bin`]: Uint8Array.of(1, 2, 3, 4) })],
];

for (const [name, files] of doors) {
  test(`${name} is read through the door: what lies where, names in a folder, whole files and parts of them`, (t) => {
    t.deepEqual(files.find(`${folder}/a.txt`), { kind: 'file', bytes: 7 });
    t.is(files.find(`${folder}/below`)?.kind, 'folder');
    t.is(files.find(`${folder}/no`), undefined);
    t.deepEqual([...files.list(folder)].toSorted(), ['a.txt', 'below']);
    t.deepEqual(files.list(`${folder}/no`), []);
    t.is(new TextDecoder().decode(files.read(`${folder}/a.txt`)), 'text é');
    t.deepEqual([...files.read(`${folder}/below/deep/b.bin`, { from: 1, length: 2 })], [2, 3]);
    t.is(files.real(`${folder}/below/../a.txt`), `${folder}/a.txt`);
    t.is(files.real(`${folder}/no`), undefined);
  });

  test(`${name}: what cannot be read is told by its cause`, (t) => {
    t.is(t.throws(() => files.read(`${folder}/no`), { instanceOf: FileUnreadable }).code, 'ENOENT');
    t.is(t.throws(() => files.read(`${folder}/below`), { instanceOf: FileUnreadable }).code, 'EISDIR');
  });
}
