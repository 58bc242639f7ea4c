import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONTROLS } from '../src/explore/machine/controls.ts';
import { writeExplorer } from '../src/report/explorer/write-explorer.ts';
import { type BrowserPage, findChromium, openPage } from '../test/report/fixtures/chromium.ts';
import { textTable } from './text-table.ts';

/** How fast the explorer's page draws what a control was moved to, in Chromium: from the event to the painted picture. */
interface Moves {
  /** A click on each position, none of them visited before, one behind the other without a rest. */
  readonly clicks: readonly number[];
  /** The control dragged over its whole range, a position every 30 ms: the last event. */
  readonly drag: number;
  /** CPU time of each click, in the thread that draws and in the busiest worker. */
  readonly taken: readonly number[];
}

/** What is run in the page. */
const MOVE = `(() => {
  const host = document.getElementById('explore');
  const paint = () => new Promise((resolve) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    port2.postMessage(0);
  }));
  const put = (field, at, isDone) => {
    if (field.type === 'range') field.value = String(at);
    else field.selectedIndex = at;
    if (field.type === 'range') field.dispatchEvent(new Event('input', { bubbles: true }));
    if (isDone) field.dispatchEvent(new Event('change', { bubbles: true }));
  };
  const painted = async (began) => {
    while (host.dataset.state === 'busy') await new Promise((resolve) => setTimeout(resolve, 1));
    await paint();
    return performance.now() - began;
  };
  globalThis.bench = {
    count: (id) => { const field = document.getElementById('explore-' + id); return field.type === 'range' ? Number(field.max) + 1 : field.options.length; },
    at: (id) => { const field = document.getElementById('explore-' + id); return field.type === 'range' ? field.valueAsNumber : field.selectedIndex; },
    async click(id, at) {
      const field = document.getElementById('explore-' + id);
      const began = performance.now();
      put(field, at, true);
      return painted(began);
    },
    async drag(id, from, to) {
      const field = document.getElementById('explore-' + id);
      put(field, from, false);
      for (let at = from; at !== to; at += Math.sign(to - from)) {
        await new Promise((resolve) => setTimeout(resolve, 30));
        if (at + Math.sign(to - from) !== to) put(field, at + Math.sign(to - from), false);
      }
      const began = performance.now();
      put(field, to, true);
      return painted(began);
    },
    settled: async () => {
      while (!['settled', 'refused'].includes(host.dataset.state)) await new Promise((resolve) => setTimeout(resolve, 20));
    },
  };
})()`;

/** Threads of the page: the one that draws, and its workers. Linux alone tells what they take. */
interface Threads {
  readonly drawing: string;
  readonly workers: readonly string[];
}

/** Folders of the threads in /proc; undefined where there are none. */
function threadsOfPage(): Threads | undefined {
  try {
    const parents = new Map<number, number>();
    for (const pid of readdirSync('/proc')
      .filter((entry) => /^\d+$/.test(entry))
      .map(Number)) {
      try {
        const [, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8')
          .replace(/^.*\) /, '')
          .split(' ');
        parents.set(pid, Number(parent));
      } catch {} // it has ended meanwhile
    }
    const isOurs = (pid: number | undefined): boolean =>
      pid !== undefined && pid > 1 && (pid === process.pid || isOurs(parents.get(pid)));
    for (const pid of [...parents.keys()].filter(isOurs)) {
      const tasks = readdirSync(`/proc/${pid}/task`).map((task) => `/proc/${pid}/task/${task}`);
      const workers = tasks.filter((task) => readFileSync(`${task}/comm`, 'utf8').startsWith('DedicatedWorker'));
      if (workers.length > 0) return { drawing: `/proc/${pid}/task/${pid}`, workers };
    }
  } catch {}
  return undefined;
}

/** CPU time that a thread has taken. */
function takenMs(thread: string): number {
  return Number(readFileSync(`${thread}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
}

/** CPU time of the thread that draws and of the busiest worker: what a click takes at least, however much else the computer has to do. */
function taking({ drawing, workers }: Threads): () => number {
  const all = [drawing, ...workers];
  const before = all.map(takenMs);
  return () => {
    const [own, ...others] = all.map((thread, k) => takenMs(thread) - before[k]);
    return own + Math.max(...others);
  };
}

async function movesOf(page: BrowserPage, id: string, restMs: number): Promise<Moves> {
  const number = async (expression: string) => Number(await page.evaluate(expression));
  await page.evaluate('bench.settled()');
  await page.evaluate(`new Promise((resolve) => setTimeout(resolve, ${restMs}))`);
  const [count, own] = [await number(`bench.count('${id}')`), await number(`bench.at('${id}')`)];
  const drag = await number(`bench.drag('${id}', 0, ${count - 1})`);
  // what was visited on the way is known: from here on the page is a new one
  await page.send('Page.reload');
  await page.evaluate(
    "new Promise((resolve) => (document.readyState === 'complete' ? resolve() : addEventListener('load', resolve)))",
  );
  await page.evaluate(MOVE);
  await page.evaluate('bench.settled()');
  await page.evaluate(`new Promise((resolve) => setTimeout(resolve, ${restMs}))`);
  const clicks: number[] = [];
  const taken: number[] = [];
  const threads = threadsOfPage();
  // far jumps: every third position, then those between
  const order = [0, 1, 2].flatMap((k) =>
    Array.from({ length: count }, (_, at) => at).filter((at) => at % 3 === k && at !== own),
  );
  for (const at of order) {
    const took = threads && taking(threads);
    clicks.push(await number(`bench.click('${id}', ${at})`));
    taken.push(took?.() ?? Number.NaN);
  }
  return { clicks, drag, taken };
}

const middle = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** A line for each control. @param only ids of controls, all where none is told */
export async function explorerTable(only: readonly string[]): Promise<string> {
  const chromium = findChromium();
  if (chromium === undefined) return 'no Chromium found: the explorer was not opened';
  const folder = mkdtempSync(join(tmpdir(), 'picojoule-bench-explorer-'));
  const file = join(folder, 'page.html');
  await writeExplorer(file, { hardware: 'eie-64pe', network: 'eie-benchmark' });
  const rows: string[][] = [];
  try {
    for (const { id } of CONTROLS.filter((one) => only.length === 0 || only.includes(one.id)))
      for (const [told, restMs] of [
        ['at once', 0],
        ['after a rest of 5 s', 5000],
      ] as const) {
        if (restMs > 0 && id !== 'weightDensity') continue;
        const page = await openPage(chromium, `file://${file}`);
        try {
          await page.evaluate(MOVE);
          const { clicks, drag, taken } = await movesOf(page, id, restMs);
          const ms = (value: number) => value.toFixed(0);
          const most = Math.max(...clicks);
          rows.push([id, told, ...[middle(clicks), most, drag, middle(taken), Math.max(...taken)].map(ms)]);
          console.error(rows.at(-1)!.join('  '), clicks.map(ms).join(' '));
        } finally {
          await page.close();
        }
      }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const heads = [
    'control',
    'moved',
    'click, median ms',
    'click, largest ms',
    'end of a drag ms',
    'CPU of a click, median ms',
    'CPU of a click, largest ms',
  ];
  return textTable(heads, rows);
}
