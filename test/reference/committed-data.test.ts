import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { sha256 } from '../oracles/sha256.ts';
import { dataIsRequired } from '../oracles/shared-folder.ts';

const DATA = join('test', 'data');

// A source archive may come without test/data; CI may not.
const run = existsSync(DATA) || dataIsRequired ? test : test.skip;

run('every file of the reference data is there and unchanged (skipped without test/data)', (t) => {
  const listed = readFileSync(join(DATA, 'manifest.txt'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('  ') as [hash: string, file: string]);
  t.true(listed.length > 300);
  for (const [hash, file] of listed) {
    if (existsSync(join(DATA, file))) t.is(sha256(readFileSync(join(DATA, file))), hash, file);
    else t.fail(`${file} is missing`);
  }
  const found = readdirSync(DATA, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(DATA.length + 1)
        .replaceAll('\\', '/'),
    );
  const known = new Set(['README.md', 'manifest.txt', ...listed.map(([, file]) => file)]);
  t.deepEqual(
    found.filter((file) => !known.has(file)),
    [],
    'files that manifest.txt does not list',
  );
});
