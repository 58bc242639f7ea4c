import test from 'ava';
import { perfettoText } from '../../../src/report/timeline/perfetto.ts';
import { simulateLayer } from '../../../src/run/one-layer/run-layer.ts';
import { MACHINE, madeTimeline, SMALL } from '../fixtures/made-timeline.ts';

interface Event {
  readonly ph: string;
  readonly name: string;
  readonly tid: number;
  readonly pid: number;
  readonly ts: number;
  readonly dur: number;
  readonly args: Readonly<Record<string, number>>;
}

function eventsOf(text: string): Event[] {
  return (JSON.parse(text) as { traceEvents: Event[] }).traceEvents;
}

test('slices of a PE follow each other without overlap, one microsecond a cycle', (t) => {
  const timeline = madeTimeline();
  const events = eventsOf(perfettoText(timeline));
  t.regex(events[0].args.name as unknown as string, /^small layer on test machine; 1 us here is 1 cycle$/);
  for (const { processingElement: p } of timeline.lanes) {
    const slices = events.filter(({ ph, tid }) => ph === 'X' && tid === p + 1).toSorted((a, b) => a.ts - b.ts);
    let free = 1;
    for (const { ts, dur } of slices) {
      t.is(ts, free);
      t.true(Number.isInteger(dur) && dur > 0);
      free = ts + dur;
    }
    t.is(free, timeline.cycles + 1);
  }
});

test('starved slices, and waits of the scan, add up to what a run counts', (t) => {
  const events = eventsOf(perfettoText(madeTimeline()));
  const { counts } = simulateLayer(MACHINE, SMALL);
  const { starved, blocked } = counts.perProcessingElement as Record<string, Uint32Array>;
  const sum = (name: string, tid: number) =>
    events.filter((one) => one.name === name && one.tid === tid).reduce((total, { dur }) => total + dur, 0);
  for (const [p, cycles] of starved.entries()) t.is(sum('starved', p + 1), cycles);
  t.is(sum('waits for a full queue', 0), (counts as unknown as { stallCycles: number }).stallCycles);
  for (const [p, cycles] of blocked.entries()) {
    const edges = events.filter(({ ph, name }) => ph === 'C' && name === `PE ${p} blocks the scan`);
    t.is(
      edges.reduce((total, { ts, args }) => total + (args.blocks === 1 ? -ts : ts), 0),
      cycles,
    );
  }
  t.true(blocked.some((cycles) => cycles > 0));
});

test('a counter of a queue tells changes only, and its last value at the end', (t) => {
  const timeline = madeTimeline();
  const fills = eventsOf(perfettoText(timeline)).filter(({ name }) => name === 'queue of PE 1');
  t.deepEqual(fills.at(-1)?.args, { items: 0 });
  t.is(fills.at(-1)?.ts, timeline.cycles + 1);
  for (const [k, { args }] of fills.slice(1, -1).entries()) t.not(args.items, fills[k].args.items);
  t.is(Math.max(...fills.map(({ args }) => args.items)), timeline.queueCapacity);
});
