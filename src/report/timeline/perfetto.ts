import { isPadding, type Take, type Timeline } from '../../machines/timeline.ts';
import type { Format } from '../formats/format.ts';
import { laneStates, queueFill } from './lane-states.ts';
import { refuseMore } from './limits.ts';

type Event = Readonly<Record<string, unknown>>;

/** Beyond, ui.perfetto.dev takes minutes and gigabytes. */
const MOST_EVENTS = 2_000_000;

/** Who works when, as trace events of Chrome (JSON) for ui.perfetto.dev: one cycle is one microsecond, because that viewer keeps whole nanoseconds. */
export const perfetto: Format = {
  name: 'perfetto',
  description: 'a timeline as trace events (JSON) for ui.perfetto.dev; one cycle is 1 us there',
  kinds: ['timeline'],
  ofRecord: (subject) =>
    subject.kind === 'timeline' ? [{ name: 'timeline.perfetto.json', content: perfettoText(subject.record) }] : [],
};

/** The file as text, an event a line. */
export function perfettoText(timeline: Timeline): string {
  const { lanes, broadcasts } = timeline;
  const least = lanes.reduce((sum, { takes }) => sum + 3 * takes.length, 2 * broadcasts.length);
  refuseMore('perfetto', least, 'events', MOST_EVENTS);
  const events = [...names(timeline), ...control(timeline), ...lanes.flatMap((lane) => element(lane, timeline))];
  const lines = events.map((event) => JSON.stringify({ ...event, pid: 1 }));
  return `{"displayTimeUnit":"ns","traceEvents":[\n${lines.join(',\n')}\n]}\n`;
}

/** Thread of a PE; 0 is the scan. */
function thread(processingElement: number): number {
  return processingElement + 1;
}

function names({ layer, machine, lanes }: Timeline): Event[] {
  const named = (name: string, tid: number, value: string): Event => ({ ph: 'M', name, tid, args: { name: value } });
  const placed = (tid: number): Event => ({ ph: 'M', name: 'thread_sort_index', tid, args: { sort_index: tid } });
  return [
    named('process_name', 0, `${layer} on ${machine}; 1 us here is 1 cycle`),
    named('thread_name', 0, 'scan'),
    placed(0),
    ...lanes.flatMap(({ processingElement: p }) => [named('thread_name', thread(p), `PE ${p}`), placed(thread(p))]),
  ];
}

/** Activations that wait for a full queue, and those that are sent. */
function control(timeline: Timeline): Event[] {
  return timeline.broadcasts.flatMap(({ item, column, activation, found, sent }): Event[] => {
    const args = { item, column, activation };
    const events: Event[] = [];
    const wait = clipped(timeline, found, sent - 1);
    if (wait) events.push({ ph: 'X', name: 'waits for a full queue', cat: 'scan', tid: 0, ...wait, args });
    if (sent >= timeline.from && sent <= timeline.to)
      events.push({ ph: 'i', s: 't', name: `column ${column}`, cat: 'scan', tid: 0, ts: sent, args });
    return events;
  });
}

function element(lane: Timeline['lanes'][number], timeline: Timeline): Event[] {
  const { processingElement: p, takes, blocked } = lane;
  const tid = thread(p);
  const slice = (name: string, from: number, to: number, more: Event = {}): Event[] => {
    const place = clipped(timeline, from, to);
    return place === undefined ? [] : [{ ph: 'X', name, tid, ...place, ...more }];
  };
  const queue = (ts: number, items: number): Event => ({ ph: 'C', name: `queue of PE ${p}`, tid, ts, args: { items } });
  const fills = queueFill(lane, timeline);
  return [
    ...takes.flatMap((take) => slice(`column ${take.column}`, take.from, take.to, { cat: 'work', args: argsOf(take) })),
    ...laneStates(lane, timeline)
      .filter(({ value }) => value === 'starved')
      .flatMap(({ from, to }) => slice('starved', from, to, { cat: 'wait' })),
    ...fills.map(({ from, value }) => queue(from, value)),
    queue(timeline.to + 1, fills.at(-1)?.value ?? 0),
    ...blocked.flatMap(([from, to]): Event[] => [
      { ph: 'C', name: `PE ${p} blocks the scan`, tid, ts: from, args: { blocks: 1 } },
      { ph: 'C', name: `PE ${p} blocks the scan`, tid, ts: to + 1, args: { blocks: 0 } },
    ]),
  ];
}

function argsOf({ item, queued, entries }: Take): Event {
  return {
    item,
    queued,
    entries: entries.length,
    paddingZeros: entries.filter(isPadding).length,
    lineReads: entries.filter(({ readsLine }) => readsLine).length,
    bypassed: entries.some(({ bypasses }) => bypasses),
  };
}

function clipped({ from, to }: Timeline, first: number, end: number): { ts: number; dur: number } | undefined {
  const [ts, until] = [Math.max(first, from), Math.min(end, to + 1)];
  return ts < until ? { ts, dur: until - ts } : undefined;
}
