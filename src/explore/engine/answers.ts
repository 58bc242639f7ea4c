import { UserError } from '../../base/user-error.ts';
import type { Answer, LayerQuestion } from './messages.ts';
import type { RememberedLayers } from './remembered-layers.ts';

/** Answers questions about layers, in a worker or where there is none. */
export interface Answers {
  readonly ask: (number: number, question: LayerQuestion) => Promise<Answer>;
  /** Nobody waits for an answer any more: it ends at the next slice. */
  readonly drop: (number: number) => void;
}

/** What is prepared waits so long behind a layer that was simulated: until the picture is drawn. */
const QUIET_MS = 50;

/** @param turn lets what waits for its turn go first */
export function answers(layers: RememberedLayers, turn = otherTasks): Answers {
  const dropped = new Set<number>();
  /** Questions that somebody waits for, and when the last layer for a picture was done. */
  const awaited = { count: 0, last: 0 };

  const prepare = async ({ choice, index, hardware }: LayerQuestion, isDropped: () => boolean): Promise<Answer> => {
    const pause = async () => {
      await turn();
      while (!isDropped() && (awaited.count > 0 || performance.now() - awaited.last < QUIET_MS))
        await new Promise((resolve) => setTimeout(resolve, QUIET_MS / 4));
      return isDropped();
    };
    if (await pause()) return { dropped: true };
    await layers.draw(choice, index, pause);
    if (hardware !== undefined && !isDropped()) await layers.simulate(choice, index, hardware, false, pause);
    return { done: undefined };
  };

  const answer = async (question: LayerQuestion, isDropped: () => boolean): Promise<Answer> => {
    if (question.kind === 'prepare') return prepare(question, isDropped);
    const { choice, index, hardware } = question;
    awaited.count++;
    try {
      // what came meanwhile is heard first: perhaps nobody waits for this any more
      await turn();
      if (isDropped()) return { dropped: true };
      const pause = async () => {
        await turn();
        return isDropped();
      };
      await layers.draw(choice, index, pause);
      if (isDropped()) return { dropped: true };
      const done =
        question.kind === 'bounds'
          ? await layers.bounds(choice, index, hardware, pause)
          : await layers.simulate(choice, index, hardware, question.withOutputs, pause);
      return isDropped() ? { dropped: true } : { done };
    } finally {
      awaited.count--;
      if (question.kind === 'simulate') awaited.last = performance.now();
    }
  };

  return {
    async ask(number, question) {
      try {
        return await answer(question, () => dropped.has(number));
      } catch (error) {
        if (error instanceof UserError) return { faults: error.faults };
        return { broken: error instanceof Error ? (error.stack ?? error.message) : String(error) };
      } finally {
        dropped.delete(number);
      }
    },
    drop: (number) => dropped.add(number),
  };
}

let bell: { readonly ring: () => void } | undefined;
const waiting: (() => void)[] = [];

/** Without the 4 ms that a browser gives a timer. */
function otherTasks(): Promise<void> {
  const { ring } = (bell ??= newBell());
  return new Promise((resolve) => {
    waiting.push(resolve);
    ring();
  });
}

function newBell() {
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener('message', () => waiting.shift()?.());
  port1.start();
  return { ring: () => port2.postMessage(undefined) };
}
