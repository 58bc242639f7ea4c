import test from 'ava';
import { UserError } from '../../../src/base/user-error.ts';
import { answers as answersWith } from '../../../src/explore/engine/answers.ts';
import type { LayerQuestion } from '../../../src/explore/engine/messages.ts';
import type { Pause, RememberedLayers } from '../../../src/explore/engine/remembered-layers.ts';

const CHOICE = { path: 'network', options: {} };
const simulate = (index: number) =>
  ({ kind: 'simulate', choice: CHOICE, index, hardware: {}, withOutputs: false }) as unknown as LayerQuestion;
const prepare = (index: number): LayerQuestion => ({ kind: 'prepare', choice: CHOICE, index });

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const answers = (layers: RememberedLayers) => answersWith(layers, turn);

/** Layers that note what is asked of them; each is drawn in slices, with a pause behind each, until the test says that it is drawn. */
function noted(fails?: Error) {
  const log: string[] = [];
  const drawn = new Set<number>();
  const layers: RememberedLayers = {
    async draw(_, index, pause: Pause) {
      log.push(`draw ${index}`);
      while (!drawn.has(index))
        if (await pause()) {
          log.push(`leave ${index}`);
          return;
        }
    },
    async simulate(_, index) {
      log.push(`simulate ${index}`);
      if (fails !== undefined) throw fails;
      return `layer ${index}` as never;
    },
    async bounds(_, index) {
      log.push(`bounds ${index}`);
      return `bounds ${index}` as never;
    },
  };
  return { layers, log, drawn };
}

/** Waits until something is so. */
const until = async (isSo: () => boolean) => {
  while (!isSo()) await turn();
};

test('a layer is drawn, then counted, and the answer is what the layer gives', async (t) => {
  const { layers, log, drawn } = noted();
  const { ask } = answers(layers);
  drawn.add(3);
  t.deepEqual(await ask(1, simulate(3)), { done: 'layer 3' });
  t.deepEqual(await ask(2, { ...simulate(3), kind: 'bounds' } as LayerQuestion), { done: 'bounds 3' });
  t.deepEqual(log, ['draw 3', 'simulate 3', 'draw 3', 'bounds 3']);
});

test('a question that is dropped ends behind the slice that it is in, and nothing is counted for it', async (t) => {
  const { layers, log, drawn } = noted();
  const { ask, drop } = answers(layers);
  const first = ask(1, simulate(0));
  await until(() => log.includes('draw 0'));
  drop(1);
  t.deepEqual(await first, { dropped: true });
  t.deepEqual(log, ['draw 0', 'leave 0']);
  // the number alone is dropped
  drawn.add(0);
  t.deepEqual(await ask(2, simulate(0)), { done: 'layer 0' });
});

test('one that is dropped before its turn is not even begun', async (t) => {
  const { layers, log } = noted();
  const { ask, drop } = answers(layers);
  const asked = ask(1, simulate(0));
  drop(1);
  t.deepEqual(await asked, { dropped: true });
  t.deepEqual(log, []);
});

test('what is prepared waits for those who wait, also between its slices', async (t) => {
  const { layers, log, drawn } = noted();
  const { ask } = answers(layers);
  const first = ask(1, simulate(0));
  const ahead = ask(2, prepare(7));
  await until(() => log.includes('draw 0'));
  // many turns later it has not begun
  for (let k = 0; k < 200; k++) await turn();
  t.deepEqual(log, ['draw 0']);
  drawn.add(0);
  await first;
  await until(() => log.includes('draw 7'));
  const second = ask(3, simulate(1));
  await until(() => log.includes('draw 1'));
  drawn.add(7);
  drawn.add(1);
  await second;
  t.deepEqual(await ahead, { done: undefined });
  t.deepEqual(log, ['draw 0', 'simulate 0', 'draw 7', 'draw 1', 'simulate 1']);
});

test('what is prepared for a machine is run on it, and left where it is dropped', async (t) => {
  const { layers, log, drawn } = noted();
  const { ask, drop } = answers(layers);
  const machine = { ...prepare(7), hardware: {} } as LayerQuestion;
  drawn.add(7);
  t.deepEqual(await ask(1, machine), { done: undefined });
  const again = ask(2, machine);
  drop(2);
  t.deepEqual(await again, { dropped: true });
  t.deepEqual(log, ['draw 7', 'simulate 7']);
});

test("faults of a user's machine are told as they are, others with where they happened; the next question is answered", async (t) => {
  const fault = { place: { path: 'here' }, message: 'no such thing', code: 'X' };
  const user = noted(new UserError([fault]));
  user.drawn.add(0);
  t.deepEqual(await answers(user.layers).ask(1, simulate(0)), { faults: [fault] });
  const broken = noted(new Error('a fault of ours'));
  broken.drawn.add(0);
  const { ask } = answers(broken.layers);
  const found = await ask(1, simulate(0));
  t.regex('broken' in found ? found.broken : '', /a fault of ours[\s\S]*answers\.test/);
  t.deepEqual(await ask(2, { ...simulate(0), kind: 'bounds' } as LayerQuestion), { done: 'bounds 0' });
});
