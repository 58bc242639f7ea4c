import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { writeTasks } from '../../src/report/write-result.ts';

test('a file that cannot be made does not cost the others, and is named with its reason', async (t) => {
  const folder = join(mkdtempSync(join(tmpdir(), 'picojoule-')), 'out');
  const fails = () => {
    throw new RangeError('no such dash');
  };
  const error = await t.throwsAsync(
    writeTasks(folder, [
      { name: 'first.svg', make: () => ({ name: 'first.svg', content: 'one' }) },
      { name: 'lines.pdf', make: fails },
      { name: 'the record as csv', make: () => [{ name: 'layers.csv', content: 'two' }] },
    ]),
    { message: 'could not be made: lines.pdf (no such dash); the other 2 files are written' },
  );
  t.true(error.cause instanceof RangeError);
  t.deepEqual(readdirSync(folder), ['.picojoule-files', 'first.svg', 'layers.csv']);
  t.is(readFileSync(join(folder, 'layers.csv'), 'utf8'), 'two');
});
