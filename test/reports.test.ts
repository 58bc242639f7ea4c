import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { compareReport } from './golden/compare-report.ts';
import { examples, reports } from './golden/goldens.ts';

for (const report of reports) {
  test.serial(`${report.folder} is what \`picojoule ${report.argv.join(' ')}\` writes today`, async (t) => {
    await compareReport(t, report);
  });
}

/** A page with the whole engine in it, apart from the sum. */
const EXPLORER = join('reports', 'explorer', 'index.html');

test('reports/README.md names every folder of reports/, and all of them together stay small', (t) => {
  const readme = readFileSync('reports/README.md', 'utf8');
  const folders = [...reports, ...examples().flatMap((example) => example.reports)].map(({ folder }) => folder);
  t.deepEqual(
    folders.filter((folder) => !existsSync(folder) || !readme.includes(`](${folder.replace('reports/', '')})`)),
    [],
  );
  t.true(readme.includes('](explorer/index.html)'));
  t.true(statSync(EXPLORER).size < 2.2e6);
  const files = readdirSync('reports', { recursive: true, encoding: 'utf8' })
    .map((file) => join('reports', file))
    .filter((file) => file !== EXPLORER);
  const bytes = files.reduce((sum, file) => sum + (statSync(file).isFile() ? statSync(file).size : 0), 0);
  t.true(bytes < 3e6, `${bytes} bytes`);
});
