import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { writeResult } from '../../../src/report/write-result.ts';
import { findChromium, openPage } from '../fixtures/chromium.ts';
import { manyLayers } from '../fixtures/result-builder.ts';

const chromium = findChromium();
const browserTest = chromium === undefined ? test.skip : test;
if (chromium === undefined) console.log('skipped: no Chromium found, report.html is not opened');

const firstColumn = (table: number) =>
  `[...document.querySelectorAll('table.sortable')[${table}].tBodies[0].rows].map((row) => Number(row.cells[4].textContent))`;

browserTest('the page draws every chart, sorts its tables, and needs no network', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'picojoule-page-'));
  const file = join(folder, 'report.html');
  await writeResult(manyLayers(), folder, ['html']);
  t.true(statSync(file).size < 2e6);
  const page = await openPage(chromium ?? '', `file://${file}`);
  const drawn = `new Promise((resolve) => { const wait = () => { const all = [...document.querySelectorAll('figure[data-chart]')];
    if (all.every((one) => one.dataset.drawn)) resolve(all.filter((one) => one.querySelector('svg')).length); else setTimeout(wait, 50); }; wait(); })`;
  t.is(await page.evaluate(drawn), 5);
  const sort = "document.querySelectorAll('table.sortable')[0].tHead.rows[0].cells[4].firstChild.click()";
  await page.evaluate(sort);
  const ascending = (await page.evaluate(firstColumn(0))) as number[];
  t.deepEqual(
    ascending,
    ascending.toSorted((a, b) => a - b),
  );
  await page.evaluate(sort);
  t.deepEqual(await page.evaluate(firstColumn(0)), ascending.toReversed());
  await page.evaluate("document.querySelector('figure details').open = true");
  t.true(
    Number(
      await page.evaluate(
        "new Promise((r) => setTimeout(() => r(document.querySelectorAll('figure td').length), 200))",
      ),
    ) > 20,
  );
  t.deepEqual(page.problems, []);
  t.true(page.requests.every((address) => address.startsWith('file:') || address.startsWith('data:')));
  await page.close();
  rmSync(folder, { recursive: true });
});
