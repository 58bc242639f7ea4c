import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { readJournal, startJournal } from '../../../src/sweep/store/journal.ts';

const file = join(mkdtempSync(join(tmpdir(), 'picojoule-journal-')), 'points.journal');

test.serial('records come back in their order, and a damaged line costs only itself', (t) => {
  const journal = startJournal(file, { kind: 'sweep' });
  journal.append([{ index: 0 }, { index: 1 }]);
  journal.close();
  t.like(readJournal(file), { head: { kind: 'sweep' }, records: [{ index: 0 }, { index: 1 }] });
});

const openFiles = process.platform === 'linux' ? test.serial : test.serial.skip;
openFiles('a journal that is none is closed again, however often it is asked for', (t) => {
  writeFileSync(file, 'no journal\nat all\n');
  const before = readdirSync('/proc/self/fd').length;
  for (let k = 0; k < 50; k++) t.is(readJournal(file), undefined);
  // other threads of the test runner may open a file or two meanwhile
  t.true(readdirSync('/proc/self/fd').length < before + 20);
});
