import { formatFault, UserError } from '../../base/user-error.ts';
import type { Eie } from '../../machines/eie/hardware.ts';
import type { ExplorerSetup as Setup } from '../../report/explorer/setup.ts';
import type { RunResult } from '../../run/result.ts';
import { latest } from '../engine/latest.ts';
import { type Progress, type Simulation, simulation } from '../engine/simulation.ts';
import type { Task } from '../engine/task.ts';
import { html } from '../html.ts';
import { addressOf, fromAddress, type Shown } from './address.ts';
import { controlPanel } from './control-panel.ts';
import { history } from './history.ts';
import { machinesAhead } from './machines-ahead.ts';
import { networksAhead } from './networks-ahead.ts';
import { baseSet, commandOf, moved, type Point, taskOf, yamlOf } from './point.ts';
import { presetBox } from './preset-box.ts';
import { resultView } from './result-view.ts';
import { shareBox } from './share-box.ts';

/** The view's name in the address. */
const VIEW = 'explore';

/** What takes longer, what is said aloud, and the address, come when the controls rest. */
const REST_MS = 250;

/** A picture that is late is marked as the last one's. */
const LATE_MS = 150;

/** Where controls stand, simulated. */
interface Found {
  readonly shown: Shown;
  readonly base: Eie;
  readonly machine: Eie;
  readonly task: Task;
  readonly record: RunResult;
  readonly pinned: RunResult;
}

/** Controls of a machine, and what a change of them does to a network on it, simulated at once. */
export function mountMachine(host: HTMLElement): void {
  const setup = JSON.parse(document.getElementById('setup')!.textContent) as Setup;
  const run = simulation(setup, document.getElementById('program')!.textContent);
  const first: Point = { hardware: setup.hardware, values: {} };
  const path = history<Shown>(fromAddress(ownAddress(), first), isSame);
  let now = path.now();

  const status = html('p', { role: 'status', class: 'hidden' });
  const fault = html('div', { role: 'alert', class: 'fault' });
  const look = html('p', { class: 'look' });
  const late = html('p', { class: 'late', hidden: true });
  const view = resultView(() => show());
  const tell = (text: string) => {
    status.textContent = text;
  };
  const command = shareBox('explore-command', 'Command', tell);
  const yaml = shareBox('explore-yaml', 'Config', tell);
  const panel = controlPanel((id, value, own, isDone) =>
    go({ ...now, point: moved(now.point, id, value, own) }, isDone),
  );
  const presets = presetBox((preset) => {
    look.textContent = preset.look;
    go({ ...now, point: preset.point }, true);
    if (preset.control !== undefined) panel.focus(preset.control);
  });
  const button = (text: string, act: () => void) => {
    const made = html('button', { type: 'button' }, text);
    made.addEventListener('click', act);
    return made;
  };
  const undo = button('Undo', () => back(path.undo()));
  const redo = button('Redo', () => back(path.redo()));
  const pin = button('Compare with this from now on', () => go({ ...now, pinned: now.point }, true));
  const reset = button('Back to the start', () => {
    look.textContent = '';
    go({ point: first, pinned: first }, true);
  });
  host.append(
    presets,
    html(
      'div',
      { class: 'explorer' },
      view.glance,
      html('div', { class: 'side' }, html('div', { class: 'buttons' }, undo, redo, pin, reset), panel.host),
      html(
        'div',
        { class: 'main' },
        look,
        late,
        fault,
        status,
        view.host,
        html('h2', {}, 'The same elsewhere'),
        command.host,
        yaml.host,
      ),
    ),
  );

  /** Goes to a point; while a control is dragged it is no step to undo. Who lets go of it where it was dragged to is there already. */
  function go(shown: Shown, isDone: boolean): void {
    const isThere = isSame(shown, now);
    if (!isThere) now = shown;
    if (isDone) path.go(now);
    if (isThere) tellSteps();
    else show();
  }

  function tellSteps(): void {
    undo.disabled = !path.canUndo();
    redo.disabled = !path.canRedo();
  }

  function back(shown: Shown | undefined): void {
    if (shown === undefined) return;
    look.textContent = '';
    now = shown;
    show();
  }

  /** Machines that are still to be made ready. */
  let cold: Task[] | undefined;

  let lateTimer: ReturnType<typeof setTimeout> | undefined;

  /** Whether the picture is that of another point, and has been for a while. */
  function markLate(isLate: boolean): void {
    late.hidden = !isLate;
    view.host.classList.toggle('stale', isLate);
  }

  function notLate(): void {
    clearTimeout(lateTimer);
    lateTimer = undefined;
    markLate(false);
  }

  function show(): void {
    host.dataset.state = 'busy';
    late.textContent = 'The picture is that of the last machine.';
    lateTimer ??= setTimeout(() => markLate(true), LATE_MS);
    tellSteps();
    questions.ask(now);
  }

  const questions = latest<Shown>(
    async (shown, signal) => {
      const began = performance.now();
      try {
        const found = await simulated(run, shown, setup, signal, (done, all) => {
          late.textContent = `The picture is that of the last machine; of the next one ${done} of ${all} layers are done.`;
        });
        if (signal.aborted) return;
        fault.replaceChildren();
        draw(found, performance.now() - began);
        void settle(found, signal);
      } catch (error) {
        if (signal.aborted) return;
        await refuse(error, shown);
      }
    },
    () => performance.now(),
  );

  function draw({ shown, base, machine, task, record, pinned }: Found, took: number): void {
    notLate();
    if (shown === now) {
      panel.put(shown.point, base, machine);
      host.dataset.state = 'drawn';
    }
    view.draw(record, pinned);
    command.put(commandOf(task));
    yaml.put(yamlOf(task));
    host.dataset.took = took.toFixed(1);
  }

  async function settle(found: Found, signal: AbortSignal): Promise<void> {
    try {
      await Promise.all([tellMore(found, signal), makeReady(found, signal)]);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** What may come a little later: what a screen reader says, what limits, and where somebody looks at it what only outputs tell. */
  async function tellMore({ shown, task, record }: Found, signal: AbortSignal): Promise<void> {
    await rest(REST_MS);
    signal.throwIfAborted();
    address(shown);
    tell(view.host.querySelector('.headline')?.textContent ?? '');
    view.drawLimits(record, await run.bounds(task, signal));
    signal.throwIfAborted();
    if (view.isExactOpen()) view.drawExact(await run.whole(task, signal));
    signal.throwIfAborted();
    host.dataset.state = 'settled';
  }

  /** What may be asked for next is made ready whenever there is nothing else to do: the machine that takes longest, the networks, then the other machines. */
  async function makeReady({ shown, base, task }: Found, signal: AbortSignal): Promise<void> {
    cold ??= machinesAhead(shown.point, base, setup);
    const left = cold;
    const warmed = async (most: number) => {
      for (let n = 0; n < most && left.length > 0; n++, left.shift())
        await run.warm({ ...left[0], network: task.network }, signal);
    };
    await warmed(1);
    const networks = networksAhead(shown.point, base, setup).map((network) => run.prepare(network, signal));
    await Promise.all([...networks, warmed(left.length)]);
  }

  async function refuse(error: unknown, { point }: Shown): Promise<void> {
    if (!(error instanceof UserError)) throw error;
    const base = await run.machine({ hardware: point.hardware, set: baseSet(point, setup) }).catch(() => undefined);
    if (base !== undefined) panel.put(point, base as Eie, undefined);
    fault.replaceChildren(
      html('p', {}, html('strong', {}, 'There is no such machine. '), 'The picture is that of the last one.'),
      html(
        'ul',
        {},
        error.faults.map((one) => html('li', {}, formatFault(one))),
      ),
    );
    notLate();
    host.dataset.state = 'refused';
  }

  /** The address follows when the controls rest (a browser takes milliseconds for it), so that it can be sent to somebody; going back in the browser leaves the page. */
  function address(shown: Shown): void {
    const own = `#${VIEW}?${addressOf(shown)}`;
    if (location.hash !== own && !host.hidden) window.history.replaceState(null, '', own);
  }

  addEventListener('hashchange', () => {
    const asked = fromAddress(ownAddress(), first);
    if (ownAddress() !== '' && !isSame(asked, now)) go(asked, true);
  });
  host.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return;
    event.preventDefault();
    back(event.shiftKey ? path.redo() : path.undo());
  });
  show();
}

function isSame(a: Shown, b: Shown): boolean {
  return addressOf(a) === addressOf(b);
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** What the address says of this view. */
function ownAddress(): string {
  const [view, text = ''] = location.hash.slice(1).split('?');
  return view === VIEW ? text : '';
}

async function simulated(
  run: Simulation,
  shown: Shown,
  setup: Setup,
  signal: AbortSignal,
  told: Progress,
): Promise<Found> {
  const [point, pinned] = await Promise.all([shown.point, shown.pinned].map((one) => prepared(run, one, setup)));
  const record = await run.run(point.task, signal, told);
  return { shown, ...point, record, pinned: await run.run(pinned.task, signal) };
}

async function prepared(run: Simulation, point: Point, setup: Setup) {
  const base = (await run.machine({ hardware: point.hardware, set: baseSet(point, setup) })) as Eie;
  const task = taskOf(point, base, setup);
  return { base, task, machine: (await run.machine(task)) as Eie };
}
