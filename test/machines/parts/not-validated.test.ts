import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { runCli } from '../../run-cli.ts';

const MARK = /not validated against the authors(&#39;|&apos;|'|’|\\u2019|&#x27;)? simulator/;

for (const machine of ['cambricon-x', 'cambricon-s', 'scnn'])
  test(`every file of a run of ${machine} says that it is not validated, and so does the terminal`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'picojoule-mark-'));
    const format = 'json,csv,md,tex,html,vl.json,svg';
    const { out, err, code } = await runCli(
      'run',
      machine,
      'eie-benchmark',
      '--layer',
      'NT-LSTM',
      '--out',
      folder,
      '--format',
      format,
    );
    t.is(code, 0, err);
    t.regex(out.replaceAll('\n', ' '), MARK);
    t.regex(err, MARK);
    // energy.csv has a row for each action of a layer, beside layers.csv, and a chart's CSV holds what the chart draws
    const files = readdirSync(folder).filter((name) => /^layers\.csv$|\.(json|md|tex|html|svg)$/.test(name));
    t.true(files.length > 10);
    t.deepEqual(
      files.filter((name) => !MARK.test(readFileSync(join(folder, name), 'utf8').replaceAll(/\s+/g, ' '))),
      [],
    );
  });
