import { UserError } from '../../base/user-error.ts';
import type { Chip } from '../../config/chip.ts';
import type { CycleBound } from '../../machines/cycle-bound.ts';
import type { ExplorerSetup as Setup } from '../../report/explorer/setup.ts';
import type { StreamedLayer } from '../../run/run-streamed.ts';
import type { Answer, Question } from './messages.ts';
import { pageFiles } from './page-files.ts';
import { rememberedLayers } from './remembered-layers.ts';
import { answer } from './serve.ts';
import type { NetworkChoice } from './task.ts';

/** A layer that somebody wants simulated. */
interface Order {
  readonly question: LayerQuestion;
  readonly signal: AbortSignal;
  readonly resolve: (done: never) => void;
  readonly reject: (reason: unknown) => void;
}

/** Those who simulate layers: a worker for each core, each with layers of its own, so that what it remembers of them is there; or this thread where workers are refused. */
export interface Crew {
  simulate(choice: NetworkChoice, index: number, hardware: Chip, signal: AbortSignal): Promise<StreamedLayer>;
  bounds(
    choice: NetworkChoice,
    index: number,
    hardware: Chip,
    signal: AbortSignal,
  ): Promise<readonly CycleBound[] | undefined>;
}

/** More threads than this do not help nine layers, of which one is a third of the work. */
const MOST_WORKERS = 4;

/**
 * @param work how large each layer is: the large ones are begun first
 * @param program source of a script that serves (serve.ts) where there is no document
 */
export function crew(setup: Setup, work: readonly number[], program: string): Crew {
  const hands = (workers(setup, program) ?? [inThisThread(setup)]).map(
    (ask): Hand => ({ ask, waiting: [], isBusy: false }),
  );
  const ofLayer = new Map<number, Hand>();
  /** Layers that nobody has done before: whoever is free takes the largest, and keeps it. */
  const untouched: Order[] = [];

  const next = async (hand: Hand): Promise<void> => {
    const order = hand.waiting.shift() ?? untouched.shift();
    if (order === undefined) return;
    const { question, signal, reject } = order;
    if (signal.aborted) {
      reject(signal.reason);
      return next(hand);
    }
    ofLayer.set(question.index, hand);
    hand.isBusy = true;
    settle(order, await hand.ask(question));
    hand.isBusy = false;
    return next(hand);
  };
  const begin = (): void => {
    for (const hand of hands) if (!hand.isBusy) void next(hand);
  };
  const order = (question: LayerQuestion, signal: AbortSignal): Promise<never> =>
    new Promise((resolve, reject) => {
      const place = ofLayer.get(question.index)?.waiting ?? untouched;
      place.push({ question, signal, resolve, reject });
      place.sort((a, b) => work[b.question.index] - work[a.question.index]);
      // all layers of a network are ordered together: the largest is known a moment later
      queueMicrotask(begin);
    });
  return {
    simulate: (choice, index, hardware, signal) => order({ kind: 'simulate', choice, index, hardware }, signal),
    bounds: (choice, index, hardware, signal) => order({ kind: 'bounds', choice, index, hardware }, signal),
  };
}

type LayerQuestion = Exclude<Question, { kind: 'files' }>;
type Ask = (question: LayerQuestion) => Promise<Answer>;

/** A thread, and the orders for the layers that it has. */
interface Hand {
  readonly ask: Ask;
  readonly waiting: Order[];
  isBusy: boolean;
}

function settle({ resolve, reject }: Order, found: Answer): void {
  if ('done' in found) resolve(found.done as never);
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

/** Where a worker breaks, as where its address is refused, this thread takes its place. */
function ofWorker(worker: Worker, setup: Setup): Ask {
  let heard: ((found: Answer) => void) | undefined;
  let asked: LayerQuestion | undefined;
  let instead: Ask | undefined;
  worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => heard?.(data));
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    instead ??= inThisThread(setup);
    if (asked !== undefined && heard !== undefined) void instead(asked).then(heard);
  });
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin to name
  const tell = (question: Question) => worker.postMessage(question);
  tell({ kind: 'files', files: setup.files });
  return (question) => {
    if (instead !== undefined) return instead(question);
    return new Promise((resolve) => {
      heard = resolve;
      asked = question;
      tell(question);
    });
  };
}

function inThisThread(setup: Setup): Ask {
  const layers = rememberedLayers(pageFiles(setup));
  return async (question) => {
    // between two layers the page gets its turn
    await new Promise((resolve) => setTimeout(resolve));
    return answer(layers, question);
  };
}
