import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { reports } from './golden/goldens.ts';
import { runCli } from './run-cli.ts';

for (const { folder, argv } of reports) {
  test(`${folder} is what \`picojoule ${argv.join(' ')}\` writes today`, async (t) => {
    const rebuilt = join(mkdtempSync(join(tmpdir(), 'picojoule-')), 'rebuilt');
    const { code, err } = await runCli(...argv, '--out', rebuilt);
    t.is(code, 0, err);
    t.deepEqual(readdirSync(rebuilt).toSorted(), readdirSync(folder).toSorted());
    for (const file of readdirSync(folder)) {
      // images are not compared byte for byte: their text metrics may move with the libraries
      if (/\.(png|pdf)$/.test(file)) continue;
      const same = readFileSync(join(rebuilt, file), 'utf8') === readFileSync(join(folder, file), 'utf8');
      t.true(same, `${folder}/${file} differs; run \`npm run golden\` and look at the difference`);
    }
  });
}
