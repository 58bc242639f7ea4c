import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { writeResult } from '../../../src/report/write-result.ts';
import { type BrowserPage, findChromium, onTelephone, openPage, pressKey } from '../fixtures/chromium.ts';
import { ladderRecord } from '../fixtures/other-records.ts';
import { manyLayers, nineLayers } from '../fixtures/result-builder.ts';

const chromium = findChromium();
const browserTest = chromium === undefined ? test.serial.skip : test.serial;
if (chromium === undefined) console.log('skipped: no Chromium found, report.html is not opened');

const DRAWN = `new Promise((resolve) => { const wait = () => { const all = [...document.querySelectorAll('figure[data-chart]')];
  if (all.every((one) => one.dataset.drawn)) resolve(all.filter((one) => one.querySelector('svg')).length); else setTimeout(wait, 50); }; wait(); })`;

const pages = new Map<object, Promise<BrowserPage>>();

/** The page of a record, in a browser that stays open for the next test. */
function pageOf(record: object): Promise<BrowserPage> {
  const open = async () => {
    const folder = mkdtempSync(join(tmpdir(), 'picojoule-page-'));
    await writeResult(record, folder, ['html']);
    const file = join(folder, 'report.html');
    if (statSync(file).size > 2e6) throw new Error('report.html is larger than 2 MB');
    const page = await openPage(chromium!, `file://${file}`);
    await page.evaluate(DRAWN);
    return page;
  };
  const page = pages.get(record) ?? open();
  pages.set(record, page);
  return page;
}

/** What every page must be: free of errors, and of anything that it would have to fetch. */
async function inPage(t: ExecutionContext, record: object, look: (page: BrowserPage) => Promise<void>) {
  const page = await pageOf(record);
  await look(page);
  t.deepEqual(page.problems, []);
  t.true(page.requests.every((address) => address.startsWith('file:') || address.startsWith('data:')));
}

test.after.always(async () => {
  for (const page of pages.values()) await (await page).close();
});

const [nine, many, ladder] = [nineLayers(), manyLayers(), ladderRecord()];

const cycles = `[...document.querySelectorAll('table.sortable')[0].tBodies[0].rows].map((row) => Number(row.cells[4].textContent))`;
const CYCLES_HEAD = "document.querySelectorAll('table.sortable')[0].tHead.rows[0].cells[4]";

browserTest(
  '26 layers: every chart is drawn, the data of a chart can be read as a table, names with HTML are inert',
  async (t) => {
    await inPage(t, many, async (page) => {
      t.is(await page.evaluate(DRAWN), 5);
      t.is(await page.evaluate("document.querySelectorAll('table.sortable')[0].tBodies[0].rows.length"), 26);
      await page.evaluate("document.querySelector('figure details').open = true");
      const cells = "new Promise((r) => setTimeout(() => r(document.querySelectorAll('figure td').length), 200))";
      t.true(Number(await page.evaluate(cells)) > 20);
      t.true(await page.evaluate(`document.body.textContent.includes('<script>alert(1)</script>&"x')`));
      t.is(await page.evaluate("document.querySelectorAll('main script:not([type])').length"), 0);
    });
  },
);

browserTest('no script runs but those of the page: one that got into it is refused', async (t) => {
  const page = await pageOf(ladder);
  const allowed = String(await page.evaluate("document.querySelector('meta[http-equiv]').content"));
  t.notRegex(/script-src [^;]*/.exec(allowed)![0], /unsafe-inline/);
  await page.evaluate(
    "document.body.append(Object.assign(document.createElement('script'), { textContent: 'globalThis.intruder = 1' }))",
  );
  t.is(await page.evaluate('typeof intruder'), 'undefined');
  t.is(page.problems.splice(0).filter((problem) => problem.includes('Content Security Policy')).length, 1);
});

browserTest(
  'a table is sorted by a click on its head, and by Enter and Space on it; the total stays last',
  async (t) => {
    await inPage(t, nine, async (page) => {
      const sort = async () => (await page.evaluate(cycles)) as number[];
      const state = () => page.evaluate(`${CYCLES_HEAD}.getAttribute('aria-sort')`);
      await page.evaluate(`${CYCLES_HEAD}.firstChild.click()`);
      const ascending = await sort();
      t.is(ascending.length, 9);
      t.deepEqual(
        ascending,
        ascending.toSorted((a, b) => a - b),
      );
      t.is(await state(), 'ascending');
      // from the head before it one Tab leads to this one
      await page.evaluate(`${CYCLES_HEAD}.previousElementSibling.firstChild.focus()`);
      await pressKey(page, 'Tab');
      t.true(await page.evaluate(`document.activeElement === ${CYCLES_HEAD}.firstChild`));
      await pressKey(page, 'Enter', '\r');
      t.deepEqual(await sort(), ascending.toReversed());
      t.is(await state(), 'descending');
      await pressKey(page, ' ', ' ');
      t.deepEqual(await sort(), ascending);
      t.is(await page.evaluate("document.querySelector('table.sortable tfoot th').textContent"), 'total');
    });
  },
);

browserTest('a bar tells its energy, share, count and source where the pointer is', async (t) => {
  await inPage(t, nine, async (page) => {
    const place =
      (await page.evaluate(`(() => { const bar = document.querySelector('[data-chart=energy-by-component] .role-mark path');
      bar.scrollIntoView({ block: 'center' }); const box = bar.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; })()`)) as number[];
    await page.send('Input.dispatchMouseEvent', { type: 'mouseMoved', x: place[0] - 1, y: place[1] });
    await page.send('Input.dispatchMouseEvent', { type: 'mouseMoved', x: place[0], y: place[1] });
    const shown = String(await page.evaluate("document.getElementById('tooltip').textContent"));
    for (const part of ['energy (pJ)', 'share (%)', 'actions', 'source', 'Alex-6', 'Horowitz'])
      t.true(shown.includes(part), `${part} in: ${shown}`);
    await pressKey(page, 'Escape');
    t.true(await page.evaluate("document.getElementById('tooltip').hidden"));
  });
});

/** Contrast of two colours `rgb(r, g, b)`, as WCAG 2 defines it. */
function contrast(a: string, b: string): number {
  const luminance = (colour: string) => {
    const [red, green, blue] = [...colour.matchAll(/\d+/g)]
      .map(([part]) => Number(part) / 255)
      .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [high, low] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

for (const scheme of ['light', 'dark']) {
  browserTest(`${scheme} paper: letters and marks of charts stand out from it`, async (t) => {
    await inPage(t, nine, async (page) => {
      await page.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
      const found =
        (await page.evaluate(`(() => { const fill = (one) => getComputedStyle(one).fill; const all = (name) => [...document.querySelectorAll(name)].map(fill);
        return { paper: getComputedStyle(document.querySelector('figure')).backgroundColor, letters: [...new Set(all('.chart text'))], memory: [...new Set(all('[data-chart=arithmetic-against-memory] .role-mark path'))].filter((one) => one.startsWith('rgb')) }; })()`)) as {
          paper: string;
          letters: string[];
          memory: string[];
        };
      t.true(found.letters.length > 0 && found.memory.length >= 2);
      for (const letter of found.letters) t.true(contrast(letter, found.paper) > 4.5, `${letter} on ${found.paper}`);
      for (const mark of found.memory) t.true(contrast(mark, found.paper) > 3, `${mark} on ${found.paper}`);
    });
  });
}

browserTest('on a screen of 400 pixels nothing sticks out of the page', async (t) => {
  await inPage(t, many, async (page) => {
    await onTelephone(page, 400, 800);
    t.is(await page.evaluate('document.documentElement.scrollWidth'), 400);
  });
});

browserTest('on a telephone of 390 pixels every chart fits, legend and all, in letters that can be read', async (t) => {
  await inPage(t, many, async (page) => {
    await onTelephone(page, 390, 800);
    await page.evaluate('new Promise((resolve) => setTimeout(resolve, 300))');
    await page.evaluate(DRAWN);
    const found = (await page.evaluate(`[...document.querySelectorAll('.chart svg')].map((svg) => {
      const [chart, plot] = [svg.closest('.chart').getBoundingClientRect(), svg.getBoundingClientRect()];
      const letters = [...svg.querySelectorAll('text')].map((text) => text.getBoundingClientRect()).filter((box) => box.width > 0);
      return { sticksOut: plot.width - chart.width, least: Math.min(...letters.map((box) => box.height)),
        above: Math.min(...letters.map((box) => box.top)) - plot.top };
    })`)) as { sticksOut: number; least: number; above: number }[];
    t.is(found.length, 5);
    for (const { sticksOut, least, above } of found) {
      t.true(sticksOut <= 0.5);
      t.true(least >= 10, `letters of ${least} pixels`);
      t.true(above >= -0.5, 'a legend is cut off');
    }
    await page.send('Emulation.clearDeviceMetricsOverride');
  });
});

browserTest('a legend stands in the picture although the title of the chart stands above it', async (t) => {
  await inPage(t, nine, async (page) => {
    const above =
      (await page.evaluate(`[...document.querySelectorAll('.chart svg')].map((svg) => Math.min(...[...svg.querySelectorAll('.role-legend-label text, .role-legend text')]
      .map((text) => text.getBoundingClientRect().top)) - svg.getBoundingClientRect().top)`)) as number[];
    t.true(above.length > 0 && above.every((distance) => distance >= 0), above.join());
  });
});

browserTest(
  'a screen reader finds one main heading, headings in order, named regions, and a name for every chart',
  async (t) => {
    await inPage(t, ladder, async (page) => {
      const levels = (await page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3')].map((one) => Number(one.tagName[1]))",
      )) as number[];
      t.is(levels.filter((level) => level === 1).length, 1);
      t.true(levels.every((level, k) => k === 0 || level <= levels[k - 1] + 1));
      const { nodes } = (await page.send('Accessibility.getFullAXTree')) as {
        nodes: { role?: { value: string }; name?: { value: string } }[];
      };
      const named = (role: string) =>
        nodes.filter((node) => node.role?.value === role).map((node) => node.name?.value ?? '');
      for (const role of ['main', 'banner', 'navigation', 'image', 'table', 'figure'])
        t.true(named(role).length > 0, role);
      for (const role of ['image', 'figure', 'region', 'table', 'button', 'navigation'])
        t.deepEqual(
          named(role).filter((name) => name === ''),
          [],
          role,
        );
      t.is(named('image').length, 2);
    });
  },
);

browserTest(
  'in print the names of columns are plain text, which is repeated on every page (a button is not)',
  async (t) => {
    await inPage(t, nine, async (page) => {
      const shown = `[...new Set([...document.querySelectorAll('thead button')].map((one) => getComputedStyle(one).display))]`;
      t.notDeepEqual(await page.evaluate(shown), ['contents']);
      await page.send('Emulation.setEmulatedMedia', { media: 'print' });
      t.deepEqual(await page.evaluate(shown), ['contents']);
      await page.send('Emulation.setEmulatedMedia', { media: '' });
    });
  },
);
