import { type Memory, simulationBudget } from '../../../base/budget.ts';
import type { Layer } from '../../../network/layer.ts';
import type { Made } from '../../pass.ts';
import type { Broadcast, Entry, Lane, Take, Timeline, TimelineWindow } from '../../timeline.ts';
import type { Eie } from '../hardware.ts';
import { heldLine } from '../time-layer.ts';
import { entriesPerLine } from '../weights/layer-bits.ts';
import { type ColumnEntry, columnEntries, type EntriesBefore, entriesBefore } from './column-entries.ts';
import type { Schedule } from './schedule.ts';
import { type WatchedLayer, watch } from './watched-layer.ts';

/** The timeline of the layer with its activations; `weights`: what the passes of the weights made. */
export function eieTimeline(layer: Layer, weights: Made, machine: Eie, window: TimelineWindow): Timeline {
  return timelineOf(watch(layer, weights, machine, window), window);
}

/** The same of a layer that is watched already. */
export function timelineOf(watched: WatchedLayer, window: TimelineWindow): Timeline {
  const { cycles, layer, machine } = watched;
  const [first, last] = window.cycles ?? [1, cycles];
  const shown = { from: Math.max(1, first), to: Math.min(last, cycles) };
  const pes = window.processingElements ?? Array.from({ length: machine.processingElements }, (_, p) => p);
  return {
    schemaVersion: 1,
    kind: 'timeline',
    layer: layer.name,
    machine: machine.name,
    clockHz: machine.clockHz,
    cycles,
    processingElements: machine.processingElements,
    queueCapacity: machine.activationQueue.depth - 1,
    ...shown,
    broadcasts: broadcasts(watched).filter(({ found, sent }) => sent >= shown.from && found <= shown.to),
    lanes: lanes(watched, pes, shown, window.memory),
  };
}

interface States {
  readonly from: number;
  readonly to: number;
}

function broadcasts({ schedule, activations }: WatchedLayer): Broadcast[] {
  return Array.from(schedule.scan.columns, (column, item) => ({
    item,
    column,
    activation: column < activations.length ? activations[column] : 1, // the bias
    found: foundAt(schedule, item),
    sent: schedule.sent[item],
  }));
}

/** State in which the scan holds the item as its hit: it is sent at the next edge unless a queue is full. */
function foundAt({ scan, sent }: Schedule, item: number): number {
  return (item === 0 ? 0 : sent[item - 1]) + scan.gaps[item] - 1;
}

/** A PE on its way through the items that are shown. */
interface Cursor {
  readonly processingElement: number;
  /** Items that are shown, `first` to `last`: those that it has taken or has in its queue. */
  readonly first: number;
  readonly last: number;
  readonly takes: Take[];
  before: Before;
}

/** What a PE holds where an item begins. */
interface Before {
  readonly line: number;
  /** The row of its last entry where that was a weight in the state before; null elsewhere. */
  readonly row: number | null;
}

/** Item after item, so that a column is taken apart once for all PEs; items that are not shown are not looked at. */
function lanes(watched: WatchedLayer, pes: readonly number[], shown: States, memory: Memory | undefined): Lane[] {
  const { schedule } = watched;
  const before = entriesBefore(watched, pes);
  const cursors = pes.map((p) => cursorOf(watched, p, shown, before));
  const entries = cursors.reduce((sum, cursor) => sum + entriesShown(schedule, cursor), 0);
  simulationBudget(memory).take(
    BYTES_PER_ENTRY * entries,
    `${entries} entries in cycles ${shown.from} to ${shown.to} (take fewer with --cycles or --processing-elements)`,
  );
  const first = Math.min(...cursors.map((cursor) => cursor.first));
  const last = Math.max(...cursors.map((cursor) => cursor.last));
  // the item before the first one that is shown may leave its sum to it
  for (let item = Math.max(0, first - 1); item <= last; item++) {
    const here = cursors.filter((cursor) => item >= cursor.first - 1 && item <= cursor.last);
    const column = schedule.scan.columns[item];
    const found = columnEntries(
      watched,
      column,
      here.map(({ processingElement }) => processingElement),
    );
    for (const [k, cursor] of here.entries()) pass(watched, cursor, item, found[k], before);
  }
  return cursors.map(({ processingElement: p, takes }) => ({
    processingElement: p,
    takes,
    blocked: blockedStates(watched, p, shown),
  }));
}

/** What an entry takes in memory, with what the files are made of. */
const BYTES_PER_ENTRY = 128;

function entriesShown({ entries }: Schedule, { processingElement: p, first, last }: Cursor): number {
  let sum = 0;
  for (let item = first; item <= last; item++) sum += entries(item, p);
  return sum;
}

/** Items end and are sent in their order. */
function cursorOf(watched: WatchedLayer, p: number, { from, to }: States, before: EntriesBefore): Cursor {
  const { schedule, machine } = watched;
  const { sent, finish, entries, scan } = schedule;
  const first = firstOf(sent.length, (item) => finish(item, p) > from);
  const last = firstOf(sent.length, (item) => sent[item] > to) - 1;
  // the line that was read before the item before the first one
  let item = first - 2;
  while (item >= 0 && entries(item, p) === 0) item--;
  const line =
    item < 0 ? heldLine(machine) : Math.floor((before(scan.columns[item] + 1, p) - 1) / entriesPerLine(machine));
  return { processingElement: p, first, last, takes: [], before: { line, row: null } };
}

/** The first of so many items of which something holds that holds of all behind it too. */
function firstOf(items: number, holds: (item: number) => boolean): number {
  let [low, high] = [0, items];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** An item on a PE: shown, where it is one that is, and left behind. */
function pass(
  { schedule, machine }: WatchedLayer,
  cursor: Cursor,
  item: number,
  found: readonly ColumnEntry[],
  before: EntriesBefore,
): void {
  const { processingElement: p } = cursor;
  const column = schedule.scan.columns[item];
  const [start, end] = [schedule.start(item, p), schedule.finish(item, p)];
  const perLine = entriesPerLine(machine);
  const firstEntry = before(column, p);
  const comesAtOnce = item > 0 && schedule.finish(item - 1, p) === start;
  const row = comesAtOnce ? cursor.before.row : null;
  let held = cursor.before.line;
  const entries = found.map(({ row: own, code }, k): Entry => {
    const line = Math.floor((firstEntry + k) / perLine);
    const readsLine = line !== held;
    held = line;
    return { row: own, code, readsLine, bypasses: k === 0 && code !== 0 && row === own };
  });
  if (item >= cursor.first)
    cursor.takes.push({ item, column, queued: schedule.sent[item], from: start, to: end, entries });
  const last = entries.at(-1);
  // an empty column leaves a state between two entries
  cursor.before = { line: held, row: last === undefined || last.code === 0 ? null : last.row };
}

/** An item waits while the queue is full: until the PE takes the one that is a queue's capacity before it. */
function blockedStates({ schedule, machine }: WatchedLayer, p: number, { from, to }: States) {
  const states: (readonly [number, number])[] = [];
  const capacity = machine.activationQueue.depth - 1;
  for (let item = capacity; item < schedule.sent.length; item++) {
    const first = Math.max(from, foundAt(schedule, item));
    const last = Math.min(to, schedule.sent[item] - 2, schedule.start(item - capacity, p) - 1);
    if (first <= last) states.push([first, last]);
  }
  return states;
}
