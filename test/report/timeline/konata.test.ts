import test from 'ava';
import { konataText } from '../../../src/report/timeline/konata.ts';
import { simulateLayer } from '../../../src/run/one-layer/run-layer.ts';
import { MACHINE, madeTimeline, SMALL } from '../fixtures/made-timeline.ts';

interface Told {
  readonly thread: string;
  readonly stages: [string, number][];
  label: string;
  retired?: { readonly at: number; readonly type: string };
}

/** A reader of Kanata logs, version 4: time never goes back, nothing is told of what has not begun or has ended. */
function readKanata(text: string) {
  const [head, ...lines] = text.trimEnd().split('\n');
  if (head !== 'Kanata\t0004') throw new Error(head);
  const told = new Map<string, Told>();
  const arrows: { consumer: string; producer: string; at: number }[] = [];
  let now = Number.NaN;
  for (const line of lines) {
    const [command, id, second, third] = line.split('\t');
    if (command === 'C=') now = Number(id);
    else if (command === 'C') {
      if (!(Number(id) > 0)) throw new Error(line);
      now += Number(id);
    } else if (command === 'I') told.set(id, { thread: third, stages: [], label: '' });
    else {
      const one = told.get(id);
      if (one === undefined || one.retired !== undefined) throw new Error(line);
      if (command === 'L' && second === '0') one.label = third;
      else if (command === 'S') one.stages.push([third, now]);
      else if (command === 'R') one.retired = { at: now, type: third };
      else if (command === 'W') arrows.push({ consumer: id, producer: second, at: now });
      else if (command !== 'L') throw new Error(line);
    }
  }
  return { told, arrows };
}

test('each entry goes through queue, pointer, line, look-up, multiply, add and write, a state each', (t) => {
  const timeline = madeTimeline();
  const { told } = readKanata(konataText(timeline));
  const entries = timeline.lanes.flatMap(({ processingElement: p, takes }) =>
    takes.flatMap(({ entries: of, from, column, queued }) =>
      of.map((entry, k) => ({ p, column, queued, state: from + k, entry })),
    ),
  );
  t.is(told.size, entries.length);
  for (const [k, one] of [...told.entries()].toSorted(([a], [b]) => Number(a) - Number(b)).entries()) {
    const { p, column, queued, state, entry } = entries[k];
    const [, { thread, stages, label, retired }] = one;
    t.is(thread, String(p));
    t.regex(label, new RegExp(`^PE ${p}: column ${column}, row ${entry.row}, `));
    t.deepEqual(stages, [
      ['Q', queued],
      ...['P', 'M', 'L', 'X1', 'X2', 'W'].map((stage, later): [string, number] => [stage, state + later]),
    ]);
    t.deepEqual(retired, { at: state + 6, type: entry.code === 0 ? '1' : '0' });
  }
});

test('an arrow for each bypass that a run counts, from the entry before on the same PE', (t) => {
  const { told, arrows } = readKanata(konataText(madeTimeline()));
  const { bypasses } = simulateLayer(MACHINE, SMALL).counts.perProcessingElement as Record<string, Uint32Array>;
  t.is(
    arrows.length,
    bypasses.reduce((sum, count) => sum + count, 0),
  );
  for (const { consumer, producer, at } of arrows) {
    t.is(told.get(consumer)!.thread, told.get(producer)!.thread);
    t.is(told.get(producer)!.stages.find(([stage]) => stage === 'X2')![1], at);
  }
});
