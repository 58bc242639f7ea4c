import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { UserError } from '../../../src/base/user-error.ts';
import { sourceFiles } from '../../../src/sweep/store/source-files.ts';

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);

test('a file has the digest of its bytes, also behind a change of the same length', async (t) => {
  const path = join(mkdtempSync(join(tmpdir(), 'picojoule-sources-')), 'data');
  for (const text of ['first', 'first', 'again']) {
    writeFileSync(path, text);
    const { digests } = await sourceFiles([path]);
    t.deepEqual([...digests], [[path, digestOf(text)]]);
  }
});

test('a file that changes while a sweep runs is told by its name', async (t) => {
  const path = join(mkdtempSync(join(tmpdir(), 'picojoule-sources-')), 'data');
  writeFileSync(path, 'first');
  const sources = await sourceFiles([path]);
  t.notThrows(() => sources.check());
  writeFileSync(path, 'another');
  const error = t.throws(() => sources.check(), { instanceOf: UserError });
  t.is(error.faults[0].place.file, path);
});
