import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import { build, type Plugin } from 'esbuild';
import { configs } from '../../generated/configs.ts';
import { randomBelow, randomStream } from '../../src/base/random.ts';
import { CONTROLS } from '../../src/explore/machine/controls.ts';
import { exactTotals } from '../../src/explore/machine/figures.ts';
import { writeExplorer } from '../../src/report/explorer/write-explorer.ts';
import { type BrowserPage, findChromium, onTelephone, openPage } from '../report/fixtures/chromium.ts';
import { runCli } from '../run-cli.ts';

const chromium = findChromium();
const browserTest = chromium === undefined ? test.serial.skip : test.serial;
if (chromium === undefined) console.log('skipped: no Chromium found, the explorer is not opened');

const folder = mkdtempSync(join(tmpdir(), 'picojoule-explorer-'));
let page: BrowserPage;

if (chromium !== undefined) {
  test.before(async () => {
    const file = join(folder, 'page.html');
    await writeExplorer(file, { hardware: 'eie-64pe', network: 'eie-benchmark' });
    page = await openPage(chromium, `file://${file}`);
    await openExact();
    await settled();
  });
  test.after.always(() => page.close());
}

/** Waits until all is drawn for where the controls stand. */
const settled = (shown = page) =>
  shown.evaluate(`new Promise((resolve) => {
    const look = () => ['settled', 'refused'].includes(document.getElementById('explore').dataset.state)
      ? resolve(document.getElementById('explore').dataset.state) : setTimeout(look, 20);
    look();
  })`);
/** All numbers are counted where somebody looks at them. */
const openExact = async () => {
  await page.evaluate(`(() => { document.querySelector('#explore details').open = true; })()`);
  await page.evaluate('new Promise((resolve) => setTimeout(resolve, 100))');
};
const text = async (selector: string) =>
  String(await page.evaluate(`document.querySelector(${JSON.stringify(selector)}).textContent`));
const ask = async (address: string) => {
  await page.evaluate(`location.hash = ${JSON.stringify(`#explore?${address}`)}`);
  await page.evaluate('new Promise((resolve) => setTimeout(resolve, 50))');
  return settled();
};
/** Every number of the totals as the page has it, by its name in the record. */
const shownTotals = async (): Promise<Record<string, string>> =>
  JSON.parse(
    String(
      await page.evaluate(`JSON.stringify(Object.fromEntries([...document.querySelectorAll('#explore details tbody tr')]
        .map((row) => [row.cells[2].textContent, row.cells[1].textContent])))`),
    ),
  );
/** Words of a command line, as a shell splits them. */
const wordsOf = (command: string) =>
  [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain).slice(1);
const totalsOf = async (...words: string[]): Promise<Record<string, string>> => {
  const { code, out, err } = await runCli(...words, '--json');
  if (code !== 0) throw new Error(err);
  return Object.fromEntries(exactTotals(JSON.parse(out).totals));
};

browserTest('the page opens from a file, asks for nothing, and breaks no rule of its policy', async (t) => {
  t.is(await settled(), 'settled');
  t.regex(await text('.headline'), /^Memory access takes [\d.]+ times the energy of arithmetic/);
  t.is(await text('#explore-command'), 'picojoule run eie-64pe eie-benchmark');
  t.deepEqual(await shownTotals(), await totalsOf('run', 'eie-64pe', 'eie-benchmark'));
  t.deepEqual(page.problems, []);
  t.true(page.requests.every((address) => /^(file|blob|data):/.test(address)));
});

/** Settings drawn at random, each with a few controls moved. */
function randomPoints(count: number): string[] {
  const next = randomStream(18);
  return Array.from({ length: count }, () => {
    const moved: [string, string][] = CONTROLS.filter(() => randomBelow(next, 3) === 0).map(({ id, values }) => {
      const own = values.filter((value) => value !== '' && !(id === 'weightDensity' && Number(value) > 0.1));
      return [id, own[randomBelow(next, own.length)]];
    });
    return new URLSearchParams([['hardware', 'eie-64pe'], ...moved]).toString();
  });
}

browserTest(
  'ten settings at random: the command and the config of the page give the numbers of the page, to the last digit',
  async (t) => {
    let compared = 0;
    for (const [k, point] of randomPoints(10).entries()) {
      const state = await ask(point);
      if (state === 'refused') {
        t.log(`${point}: ${await text('.fault li')}`);
        continue;
      }
      const shown = await shownTotals();
      const words = wordsOf(await text('#explore-command'));
      t.deepEqual(shown, await totalsOf(...words), point);
      compared++;
      if (k % 3 !== 0) continue;
      const file = join(folder, 'explored.yaml');
      writeFileSync(file, await text('#explore-yaml'));
      const command = /run it with: (.*)/.exec(await text('#explore-yaml'))![1];
      t.deepEqual(
        shown,
        await totalsOf(...wordsOf(command).map((word) => (word === 'explored.yaml' ? file : word))),
        point,
      );
    }
    t.true(compared >= 7, `${compared} of 10 could be compared`);
    t.deepEqual(page.problems, []);
  },
);

const slide = (id: string, steps: number) =>
  page.evaluate(`(() => {
    const field = document.getElementById('explore-${id}');
    for (let k = 0; k < Math.abs(${steps}); k++) {
      field.value = field.valueAsNumber + Math.sign(${steps});
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    field.dispatchEvent(new Event('change', { bubbles: true }));
  })()`);

browserTest('a slider that is dragged changes the figures, is a step to undo, and stands in the address', async (t) => {
  await ask('hardware=eie-64pe');
  const before = await shownTotals();
  await slide('queueDepth', -5);
  await settled();
  const shallow = await shownTotals();
  t.true(Number(shallow.starvedCycles) > Number(before.starvedCycles));
  t.regex(await text('#explore-command'), /--set activationQueue\.depth=3$/);
  t.regex(String(await page.evaluate('location.hash')), /queueDepth=3/);
  t.regex(await text('.results .change'), /%, worse$/);
  // let go where it stands: nothing is simulated once more
  await slide('queueDepth', 0);
  t.is(await page.evaluate("document.getElementById('explore').dataset.state"), 'settled');
  await page.evaluate("[...document.querySelectorAll('button')].find((one) => one.textContent === 'Undo').click()");
  await settled();
  t.deepEqual(await shownTotals(), before);
  t.deepEqual(page.problems, []);
});

browserTest('arrow keys move a slider, and its value is told in words', async (t) => {
  await ask('hardware=eie-64pe');
  await page.evaluate("document.getElementById('explore-width').focus()");
  for (const type of ['keyDown', 'keyUp'])
    await page.send('Input.dispatchKeyEvent', {
      type,
      key: 'ArrowRight',
      code: 'ArrowRight',
      windowsVirtualKeyCode: 39,
    });
  await page.evaluate('new Promise((resolve) => setTimeout(resolve, 50))');
  await settled();
  t.is(await page.evaluate("document.getElementById('explore-width').getAttribute('aria-valuetext')"), '128 bit');
  t.regex(await text('#explore-command'), /memories\.sparseMatrix\.width=128 bit/);
});

browserTest('what no machine can be is told by its fault, and the last picture stays', async (t) => {
  await ask('hardware=eie-64pe');
  const before = await shownTotals();
  t.is(await ask('hardware=eie-64pe&processingElements=99999999'), 'refused');
  t.regex(await text('.fault'), /processingElements.*expected/);
  t.deepEqual(await shownTotals(), before);
});

browserTest('on a phone nothing is wider than the screen', async (t) => {
  await ask('hardware=eie-64pe');
  await onTelephone(page, 390, 844);
  t.is(await page.evaluate('document.documentElement.scrollWidth'), 390);
  await page.send('Emulation.clearDeviceMetricsOverride');
});

browserTest('a page has the arrays that a machine asks for, of every device, objective and node', async (t) => {
  const set = ['memories.sparseMatrix.device=hp', 'memories.pointers.objective=ed2', 'memories.pointers.width=24 bit'];
  const file = join(folder, 'devices.html');
  await writeExplorer(file, { hardware: 'eie-64pe', network: 'eie-benchmark', set });
  const first = page;
  page = await openPage(chromium!, `file://${file}`);
  try {
    await openExact();
    await settled();
    for (const technology of [7, 28, 45, 65, 90]) {
      t.is(await ask(`hardware=eie-64pe&technology=${technology} nm`), 'settled');
      const words = wordsOf(await text('#explore-command'));
      t.true(words.includes('memories.pointers.objective=ed2'));
      t.deepEqual(await shownTotals(), await totalsOf(...words), `${technology} nm`);
    }
    t.deepEqual(page.problems, []);
  } finally {
    await page.close();
    page = first;
  }
});

browserTest('the engine in Chromium gives the bytes of the command line: nine layers, three configs', async (t) => {
  const { engineParts } = (await import(pathToFileURL(resolve('scripts', 'engine-parts.mjs')).href)) as {
    engineParts: readonly Plugin[];
  };
  const {
    outputFiles: [{ text: engine }],
  } = await build({
    bundle: true,
    minify: true,
    platform: 'browser',
    write: false,
    logLevel: 'silent',
    entryPoints: ['src/browser.ts'],
    format: 'iife',
    globalName: 'picojoule',
    plugins: [...engineParts],
  });
  const blank = await openPage(chromium!, 'about:blank');
  try {
    await blank.evaluate(`${engine}; globalThis.picojoule = picojoule; undefined`);
    for (const name of ['eie-64pe', 'eie-64pe-8bit', 'ladder/4-shared']) {
      const record = await blank.evaluate(`(async () => {
        const { loadEnergyTable, loadHardware, loadNetwork, memoryFiles, runNetwork } = picojoule;
        const files = memoryFiles(${JSON.stringify(configs)});
        const hardware = await loadHardware(files, '${name}');
        const network = await loadNetwork(files, 'eie-benchmark');
        return JSON.stringify(await runNetwork(hardware, network, await loadEnergyTable(files, hardware.energy.tableFile), { outputs: true }));
      })()`);
      const { out } = await runCli('run', name, 'eie-benchmark', '--json', '--outputs');
      const { command: _c, origins: _o, ...expected } = JSON.parse(out);
      t.true(record === JSON.stringify(expected), name);
    }
  } finally {
    await blank.close();
  }
});

const built = 'reports/explorer/index.html';

browserTest('the built page under reports/ shows the numbers that the command line gives today', async (t) => {
  const shipped = await openPage(chromium!, pathToFileURL(resolve(built)).href);
  const own = page;
  page = shipped;
  try {
    t.is(await settled(), 'settled');
    await openExact();
    await settled();
    t.deepEqual(await shownTotals(), await totalsOf('run', 'eie-64pe', 'eie-benchmark'));
    t.deepEqual(shipped.problems, []);
  } finally {
    page = own;
    await shipped.close();
  }
});

browserTest(
  'a network whose weights no slider can draw is explored all the same, and nothing is said of what nobody asked for',
  async (t) => {
    const file = join(folder, 'own.html');
    await writeExplorer(file, { hardware: 'eie-64pe', network: 'test/data/real-files/onnx/lstm.script.onnx' });
    const own = await openPage(chromium!, `file://${file}`);
    t.teardown(() => own.close());
    await settled(own);
    await own.evaluate('new Promise((resolve) => setTimeout(resolve, 500))');
    t.is(await settled(own), 'settled');
    t.deepEqual(own.problems, []);
  },
);

test('the frame of the built page is that of a page which is written today; rewrite it by `npm run golden explorer`', async (t) => {
  const file = join(folder, 'today.html');
  await writeExplorer(file, { hardware: 'eie-64pe', network: 'eie-benchmark' });
  const frame = (path: string) =>
    readFileSync(path, 'utf8')
      .replace(/<script id="program">[\s\S]*?<\/script>/, '')
      .replace(/'sha256-[^']+'/, '');
  t.is(frame(built), frame(file));
  t.false(readFileSync(file, 'utf8').includes(process.cwd()), 'no path of this computer');
});

test('a network that is too large for a page is refused before one is written', async (t) => {
  const file = join(folder, 'large.html');
  await t.throwsAsync(writeExplorer(file, { hardware: 'eie-64pe', network: 'llama-2-7b' }), {
    message: /225 layers of Llama-2-7B.*24777 MB of memory wanted, a page may take 2147 MB/,
  });
  t.false(existsSync(file));
});
