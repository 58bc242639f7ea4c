import { UserError } from '../../base/user-error.ts';
import type { Chip } from '../../config/chip.ts';
import type { CycleBound } from '../../machines/cycle-bound.ts';
import type { ExplorerSetup as Setup } from '../../report/explorer/setup.ts';
import type { StreamedLayer } from '../../run/run-streamed.ts';
import { answers } from './answers.ts';
import type { Answer, LayerQuestion, Message, Reply } from './messages.ts';
import { pageFiles } from './page-files.ts';
import { rememberedLayers } from './remembered-layers.ts';
import { shares } from './shares.ts';
import type { NetworkChoice } from './task.ts';

/** A question of somebody who waits for the answer. */
interface Order {
  readonly question: LayerQuestion;
  readonly signal: AbortSignal;
  readonly resolve: (done: never) => void;
  readonly reject: (reason: unknown) => void;
}

/** Those who simulate layers: a worker for each core, each with layers of its own, so that what it remembers of them is there; or this thread where workers are refused. */
export interface Crew {
  simulate(
    choice: NetworkChoice,
    index: number,
    hardware: Chip,
    withOutputs: boolean,
    signal: AbortSignal,
  ): Promise<StreamedLayer>;
  bounds(
    choice: NetworkChoice,
    index: number,
    hardware: Chip,
    signal: AbortSignal,
  ): Promise<readonly CycleBound[] | undefined>;
  /** Draws a layer ahead of time, when nothing else is to be done. */
  prepare(choice: NetworkChoice, index: number, signal: AbortSignal): Promise<void>;
  /** Has everyone run a machine on the smallest layer, when nothing else is to be done: what is compiled for it is ready then. */
  warm(choice: NetworkChoice, hardware: Chip, signal: AbortSignal): Promise<void>;
}

/** More threads than this do not help nine layers, of which one is half of the work. */
const MOST_WORKERS = 4;

/**
 * @param work how large each layer is: the large ones are begun first
 * @param program source of a script that serves (serve.ts) where there is no document
 */
export function crew(setup: Setup, work: readonly number[], program: string): Crew {
  const lane = (): Lane => ({ waiting: [], isBusy: false });
  const hands = (workers(setup, program) ?? [inThisThread(setup)]).map(
    (ask): Hand => ({ ask, asked: lane(), ahead: lane() }),
  );
  const ofLayer = shares(work, hands.length).map((hand) => hands[hand]);

  const next = async (hand: Hand, of: Lane): Promise<void> => {
    const order = of.waiting.shift();
    if (order === undefined) return;
    const { question, signal } = order;
    if (!signal.aborted) {
      of.isBusy = true;
      settle(order, await hand.ask(question, signal));
      of.isBusy = false;
    } else order.reject(signal.reason);
    return next(hand, of);
  };
  const order = (question: LayerQuestion, signal: AbortSignal, hand = ofLayer[question.index]): Promise<never> =>
    new Promise((resolve, reject) => {
      const of = question.kind === 'prepare' ? hand.ahead : hand.asked;
      of.waiting.push({ question, signal, resolve, reject });
      // what is drawn ahead stays in the order in which it is wanted
      if (of === hand.asked) of.waiting.sort((a, b) => work[b.question.index] - work[a.question.index]);
      // all layers of a network are ordered together: the largest is known a moment later
      queueMicrotask(() => of.isBusy || void next(hand, of));
    });
  return {
    simulate: (choice, index, hardware, withOutputs, signal) =>
      order({ kind: 'simulate', choice, index, hardware, withOutputs }, signal),
    bounds: (choice, index, hardware, signal) => order({ kind: 'bounds', choice, index, hardware }, signal),
    prepare: (choice, index, signal) => order({ kind: 'prepare', choice, index }, signal),
    async warm(choice, hardware, signal) {
      const index = work.indexOf(Math.min(...work));
      await Promise.all(hands.map((hand) => order({ kind: 'prepare', choice, index, hardware }, signal, hand)));
    },
  };
}

type Ask = (question: LayerQuestion, signal: AbortSignal) => Promise<Answer>;

/** Orders that are done one after the other. */
interface Lane {
  readonly waiting: Order[];
  isBusy: boolean;
}

/** A thread, and the orders for the layers that it has: those that somebody waits for, and what it does when there are none. */
interface Hand {
  readonly ask: Ask;
  readonly asked: Lane;
  readonly ahead: Lane;
}

function settle({ resolve, reject, signal }: Order, found: Answer): void {
  if ('done' in found) resolve(found.done as never);
  else if ('dropped' in found) reject(signal.reason);
  else reject('faults' in found ? new UserError([...found.faults]) : new Error(found.broken));
}

function workers(setup: Setup, program: string): Ask[] | undefined {
  const count = Math.max(1, Math.min(MOST_WORKERS, navigator.hardwareConcurrency || 2));
  try {
    const address = URL.createObjectURL(new Blob([program], { type: 'text/javascript' }));
    return Array.from({ length: count }, () => ofWorker(new Worker(address), setup));
  } catch {
    return undefined; // a browser that lets a file have no workers
  }
}

/** A question that a worker has and has not answered. */
interface Open {
  readonly question: LayerQuestion;
  readonly signal: AbortSignal;
  readonly heard: (found: Answer) => void;
}

/** Where a worker breaks, as where its address is refused, this thread takes its place. */
function ofWorker(worker: Worker, setup: Setup): Ask {
  const open = new Map<number, Open>();
  let last = 0;
  let instead: Ask | undefined;
  worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
    open.get(data.number)?.heard(data.answer);
    open.delete(data.number);
  });
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    const own = (instead ??= inThisThread(setup));
    for (const { question, signal, heard } of open.values()) void own(question, signal).then(heard);
    open.clear();
  });
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin to name
  const tell = (message: Message) => worker.postMessage(message);
  tell({ kind: 'files', files: setup.files });
  return (question, signal) => {
    if (instead !== undefined) return instead(question, signal);
    return new Promise((heard) => {
      const number = ++last;
      open.set(number, { question, signal, heard });
      tell({ kind: 'ask', number, question });
      signal.addEventListener('abort', () => open.has(number) && tell({ kind: 'drop', number }), { once: true });
    });
  };
}

function inThisThread(setup: Setup): Ask {
  const own = answers(rememberedLayers(pageFiles(setup)));
  let last = 0;
  return async (question, signal) => {
    const number = ++last;
    signal.addEventListener('abort', () => own.drop(number), { once: true });
    // between two layers the page gets its turn
    await new Promise((resolve) => setTimeout(resolve));
    return own.ask(number, question);
  };
}
