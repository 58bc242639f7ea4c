import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { writeNewFile } from '../../../src/report/files/write-new-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'picojoule-new-'));

test('a file that is there is never written over', async (t) => {
  const file = join(folder, 'a.yaml');
  await writeNewFile(file, 'mine\n');
  await t.throwsAsync(writeNewFile(file, 'other\n'), { message: /a\.yaml: exists already/ });
  t.is(readFileSync(file, 'utf8'), 'mine\n');
});

test('a failure is told in words, not in codes of the system', async (t) => {
  await t.throwsAsync(writeNewFile(join(folder, 'none', 'a.yaml'), ''), {
    message: /none\/a\.yaml: cannot be written: its folder does not exist \[OUTPUT_WRITE\]$/,
  });
});
