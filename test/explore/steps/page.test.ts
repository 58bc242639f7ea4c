import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { toAddress } from '../../../src/explore/steps/address.ts';
import { short } from '../../../src/explore/steps/drawing/number-short.ts';
import { EXAMPLES } from '../../../src/explore/steps/examples.ts';
import { type SmallMachine, simulateSmall } from '../../../src/explore/steps/simulate-small.ts';
import type { Choice } from '../../../src/explore/steps/small-layer.ts';
import type { Eie } from '../../../src/machines/eie/hardware.ts';
import { elementRule, scanRule } from '../../../src/machines/eie/view/rules.ts';
import type { Flight, LayerSteps, MachineState } from '../../../src/machines/steps.ts';
import { loadEnergyTable, loadHardware } from '../../../src/node/read-configs.ts';
import { writeExplorer } from '../../../src/report/explorer/write-explorer.ts';
import { numberText } from '../../../src/report/text/number-text.ts';
import { type BrowserPage, findChromium, onTelephone, openPage, pressKey } from '../../report/fixtures/chromium.ts';

const chromium = findChromium();
const browserTest = chromium === undefined ? test.serial.skip : test.serial;
if (chromium === undefined) console.log('skipped: no Chromium found, small layers are not stepped through');

/** With empty columns, starved and blocking PEs, a bypass, padding aside. */
const CHOICE: Choice = { ...EXAMPLES[1].choice, depth: 3 };

let page: BrowserPage;
let address = '';

async function machine(): Promise<SmallMachine> {
  const hardware = (await loadHardware('eie-64pe')) as Eie;
  return { config: 'eie-64pe', hardware, table: await loadEnergyTable(hardware.energy.tableFile) };
}

if (chromium !== undefined) {
  test.before(async () => {
    address = join(mkdtempSync(join(tmpdir(), 'picojoule-steps-')), 'page.html');
    await writeExplorer(address, { hardware: 'eie-64pe', network: 'eie-benchmark' });
    page = await openPage(chromium, `file://${address}#steps?${toAddress(CHOICE, 0)}`);
  });
  test.after.always(() => page.close());
}

const key = (name: string) => pressKey(page, name);

/** What the page says of a cycle. */
interface Drawn {
  readonly cycle: string;
  readonly control: string;
  readonly energy: string;
  readonly counts: readonly string[];
  readonly elements: readonly {
    readonly told: string;
    readonly queue: readonly string[];
    readonly pointer: string;
    readonly line: string;
    readonly entry: string;
    readonly multiply: string;
    readonly add: string;
    readonly registers: readonly string[];
    readonly bypass: boolean;
  }[];
}

const DRAWN = `(() => { const words = (part) => [...part.querySelectorAll('text')].map((one) => one.textContent).filter((one) => one !== '');
  const stage = (pe, name) => words(pe.querySelector('[data-stage="' + name + '"]')).slice(1).join('; ');
  const pairs = (part) => [...part.querySelectorAll(':scope > g > g')].map((cell) => words(cell).join(' ')).filter((one) => one !== '');
  return { cycle: document.querySelector('.play input[type=number]').value, control: document.querySelector('svg.control').getAttribute('aria-label'),
    energy: document.querySelector('[data-energy=total]').textContent, counts: [...document.querySelectorAll('.counts tbody td')].map((one) => one.textContent),
    elements: [...document.querySelectorAll('svg.pe')].map((pe) => ({ told: pe.getAttribute('aria-label'), queue: pairs(pe.querySelector('.queue')),
      pointer: stage(pe, 'pointer read'), line: words(pe.querySelector('.line'))[0], entry: stage(pe, 'codebook and row'), multiply: stage(pe, 'multiply'), add: stage(pe, 'add'),
      registers: pairs(pe.querySelector('.registers')), bypass: pe.querySelector('.wire.taken') !== null })) }; })()`;

/** What it has to say, from the state. */
function expected(steps: LayerSteps, state: MachineState, energyPj: number): Drawn {
  const rule = ({ state: name, rule: why }: { state: string; rule: string }) => `${name}. ${why}`;
  const product = ({ weight, activation, product: value }: Flight) =>
    `${short(weight)} × ${short(activation)} = ${short(value!)}`;
  return {
    cycle: String(state.cycle),
    control: `Central control: ${rule(scanRule(state, steps))}`,
    energy: numberText(energyPj, 4),
    counts: state.elements.flatMap(({ soFar: { busy, emptyColumn, starved, blocked, bypasses } }) =>
      [busy, emptyColumn, starved, blocked, bypasses].map(String),
    ),
    elements: state.elements.map(({ queue, pointer, line, lookUp, multiply, add, accumulators }, p) => ({
      told: `PE ${p}: ${rule(elementRule(state, p, steps))}`,
      queue: queue.map(({ column, activation }) => `c${column} ${short(activation)}`),
      pointer:
        pointer === null
          ? 'no column'
          : `column ${pointer.column} × ${short(pointer.activation)}; ${pointer.first === pointer.end ? `${pointer.first} to ${pointer.end}: nothing` : `entries ${pointer.first} to ${pointer.end - 1}, now ${pointer.at}`}`,
      line:
        line === null
          ? 'sparse-matrix line'
          : `sparse-matrix line ${line.line}: ${line.entry?.readsLine ? 'read now' : 'held'}`,
      entry:
        lookUp === null
          ? ''
          : `code ${lookUp.code} is ${short(lookUp.weight)}; row ${lookUp.row}${lookUp.relativeIndex === 0 ? '' : `: ${lookUp.relativeIndex} of its rows skipped`}`,
      multiply: multiply === null ? '' : product(multiply),
      add: add === null ? '' : `${short(add.addend!)} + ${short(add.product!)} = ${short(add.sum!)}`,
      registers: accumulators.map((sum, k) => `row ${k * steps.processingElements + p} ${short(sum)}`),
      bypass: multiply?.bypasses === true,
    })),
  };
}

browserTest('forward to the last cycle and back: what is drawn is the state of the simulator', async (t) => {
  const { steps, energyPj } = simulateSmall(CHOICE, await machine());
  t.true(steps.states.some(({ elements }) => elements.some(({ blocks }) => blocks)));
  const sees = async (cycle: number) =>
    t.deepEqual(
      await page.evaluate(DRAWN),
      expected(steps, steps.states[cycle], energyPj[cycle].total),
      `cycle ${cycle}`,
    );
  for (let cycle = 0; cycle < steps.cycles; cycle++) {
    await sees(cycle);
    await key('ArrowRight');
  }
  await sees(steps.cycles);
  await key('ArrowRight');
  await sees(steps.cycles);
  await key('ArrowLeft');
  await sees(steps.cycles - 1);
  await key('Home');
  await sees(0);
  await key('End');
  await sees(steps.cycles);
});

browserTest('a cycle is jumped to by the slider, by its number and in the picture of all cycles', async (t) => {
  const cycle = () => page.evaluate("document.querySelector('.play input[type=number]').value");
  const set = (field: string, value: number, event: string) =>
    page.evaluate(
      `(() => { const field = document.querySelector('.play ${field}'); field.value = ${value}; field.dispatchEvent(new Event('${event}', { bubbles: true })); })()`,
    );
  await set('input[type=range]', 7, 'input');
  t.is(await cycle(), '7');
  await set('input[type=number]', 11, 'change');
  t.is(await cycle(), '11');
  await page.evaluate(
    "(() => { const strip = document.querySelector('.strip'); const box = strip.getBoundingClientRect(); strip.dispatchEvent(new MouseEvent('click', { clientX: box.left + 1, bubbles: true })); })()",
  );
  t.is(await cycle(), '0');
});

browserTest(
  'a weight that is typed is simulated; a word is refused where it stands, and the layer stays',
  async (t) => {
    const type = (text: string) =>
      page.evaluate(
        `(() => { const field = document.querySelector('[aria-label="Weight of row 0, column 0"]'); field.value = '${text}'; field.dispatchEvent(new Event('change', { bubbles: true })); })()`,
      );
    const faults = () => page.evaluate("document.querySelector('#steps-faults').textContent");
    const weights = CHOICE.weights.map((line, row) =>
      line.map((value, column) => (row === 0 && column === 0 ? 1.25 : value)),
    );
    const { steps, energyPj } = simulateSmall({ ...CHOICE, weights }, await machine());
    await type('1.25');
    await key('End');
    t.deepEqual(await page.evaluate(DRAWN), expected(steps, steps.states[steps.cycles], energyPj[steps.cycles].total));
    await type('much');
    t.is(await faults(), 'Weight of row 0, column 0: expected a number such as 0.75 or -1.5, found "much"');
    t.is(await page.evaluate(`document.querySelectorAll('[aria-invalid=true]').length`), 1);
    t.deepEqual(await page.evaluate(DRAWN), expected(steps, steps.states[steps.cycles], energyPj[steps.cycles].total));
    await type(String(CHOICE.weights[0][0]));
    t.is(await faults(), '');
  },
);

browserTest('what a part does, and the rule, is told beside it when it has the focus; Escape hides it', async (t) => {
  const { steps } = simulateSmall(CHOICE, await machine());
  await key('End');
  await page.evaluate('document.querySelector(\'svg.pe[data-pe="1"]\').focus()');
  const { state, rule, source } = elementRule(steps.states[steps.cycles], 1, steps);
  const tip = () =>
    page.evaluate(
      "document.getElementById('steps-tip').hidden ? '' : document.getElementById('steps-tip').textContent",
    );
  t.is(await tip(), `PE 1: ${state}. ${rule}${source}`);
  await key('Home');
  t.regex(String(await tip()), /^PE 1: starved/);
  await key('Escape');
  t.is(await tip(), '');
});

browserTest('layer, machine and cycle stand in the address; the way back leads to the layer before', async (t) => {
  await page.evaluate(
    "(() => { const menu = [...document.querySelectorAll('.choices label')].find((one) => one.textContent.startsWith('Queue depth')).querySelector('select'); menu.value = '8'; menu.dispatchEvent(new Event('change')); })()",
  );
  await key('ArrowRight');
  const settled = 'new Promise((resolve) => setTimeout(() => resolve(location.hash), 500))';
  t.is(await page.evaluate(settled), `#steps?${toAddress({ ...CHOICE, depth: 8 }, 1)}`);
  const { steps } = simulateSmall(CHOICE, await machine());
  await page.evaluate('history.back()');
  await page.evaluate(settled);
  t.is(await page.evaluate("document.querySelector('.play span').textContent"), `of ${steps.cycles}`);
});

browserTest('it plays, and stops at the last cycle', async (t) => {
  await key('End');
  await key('ArrowLeft');
  const press = "document.querySelector('.play button[title=Play]').click()";
  await page.evaluate("(() => { const menu = document.querySelector('.play select'); menu.value = '5'; })()");
  await page.evaluate(press);
  t.is(await page.evaluate("document.querySelector('.play button[title=Pause]') !== null"), true);
  await page.evaluate(
    "new Promise((resolve) => { const wait = () => (document.querySelector('.play button[title=Play]') ? resolve() : setTimeout(wait, 20)); wait(); })",
  );
  const { steps } = simulateSmall(CHOICE, await machine());
  t.is(await page.evaluate("document.querySelector('.play input[type=number]').value"), String(steps.cycles));
});

browserTest('on a telephone of 390 pixels nothing sticks out, in letters that can be read', async (t) => {
  await onTelephone(page, 390, 800);
  t.is(await page.evaluate('document.documentElement.scrollWidth'), 390);
  const least =
    "Math.min(...[...document.querySelectorAll('.steps svg text')].filter((one) => one.textContent !== '').map((one) => one.getBoundingClientRect().height))";
  t.true(Number(await page.evaluate(least)) >= 10);
  await page.send('Emulation.clearDeviceMetricsOverride');
});

browserTest('nothing went wrong meanwhile, and nothing was fetched', (t) => {
  t.deepEqual(page.problems, []);
  t.true(page.requests.every((one) => /^(file|data|blob):/.test(one)));
});
