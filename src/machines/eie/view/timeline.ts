import { localRowsBefore, rowsOfColumn } from '../../../compress/dense-column.ts';
import { interleaved } from '../../../compress/held-weights.ts';
import type { Layer } from '../../../network/layer.ts';
import type { Made } from '../../pass.ts';
import type { Broadcast, Entry, Lane, Take, Timeline, TimelineWindow } from '../../timeline.ts';
import type { Eie } from '../hardware.ts';
import { heldLine } from '../time-layer.ts';
import { entriesPerLine } from '../weights/layer-bits.ts';
import type { Schedule } from './schedule.ts';
import { type WatchedLayer, watch } from './watched-layer.ts';

/** The timeline of the layer with its activations; `weights`: what the passes of the weights made. */
export function eieTimeline(layer: Layer, weights: Made, machine: Eie, window: TimelineWindow): Timeline {
  return timelineOf(watch(layer, weights, machine), window);
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
    lanes: pes.map((p) => lane(watched, p, shown)),
  };
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

/** What a PE holds where an item begins. */
interface Before {
  readonly line: number;
  /** The row of its last entry where that was a weight in the state before; null elsewhere. */
  readonly row: number | null;
}

function lane(watched: WatchedLayer, p: number, { from, to }: { readonly from: number; readonly to: number }): Lane {
  const { schedule, machine } = watched;
  const { scan, sent } = schedule;
  const takes: Take[] = [];
  let before: Before = { line: heldLine(machine), row: null };
  for (const [item, column] of scan.columns.entries()) {
    const [start, end] = [schedule.start(item, p), schedule.finish(item, p)];
    const comesAtOnce = item > 0 && schedule.finish(item - 1, p) === start;
    const entries = entriesOf(watched, p, column, comesAtOnce ? before : { ...before, row: null });
    if (end > from && sent[item] <= to) takes.push({ item, column, queued: sent[item], from: start, to: end, entries });
    before = behind(watched, p, column, entries, before);
  }
  return { processingElement: p, takes, blocked: blockedStates(watched, p, from, to) };
}

function entriesOf(watched: WatchedLayer, p: number, column: number, before: Before): Entry[] {
  const { pointers, processingElements: pes } = interleaved(watched.held);
  const perLine = entriesPerLine(watched.machine);
  const first = pointers[column * pes + p];
  let held = before.line;
  return rowsAt(watched, p, column).map(({ row, code }, k): Entry => {
    const line = Math.floor((first + k) / perLine);
    const readsLine = line !== held;
    held = line;
    return { row, code, readsLine, bypasses: k === 0 && code !== 0 && before.row === row };
  });
}

function behind(
  { held, machine }: WatchedLayer,
  p: number,
  column: number,
  entries: readonly Entry[],
  before: Before,
): Before {
  const last = entries.at(-1);
  // an empty column leaves a state between two entries
  if (last === undefined) return { line: before.line, row: null };
  const { pointers, processingElements: pes } = interleaved(held);
  const line = Math.floor((pointers[(column + 1) * pes + p] - 1) / entriesPerLine(machine));
  return { line, row: last.code === 0 ? null : last.row };
}

/** Rows of the matrix, codes and places in the streams of the entries of a column on a PE; a machine without an index stores every row and no padding. */
export function rowsAt({ held, layer }: WatchedLayer, p: number, column: number) {
  const { processingElements: pes, pointers, streamStart, codes, relativeIndices, indexBits } = interleaved(held);
  const found: { row: number; code: number | null; at: number }[] = [];
  let local = indexBits === null ? localRowsBefore(rowsOfColumn(layer.matrix, column)[0], p, pes) - 1 : -1;
  for (let k = pointers[column * pes + p]; k < pointers[(column + 1) * pes + p]; k++) {
    const at = streamStart[p] + k;
    local += indexBits === null ? 1 : relativeIndices[at] + 1;
    found.push({ row: local * pes + p, code: indexBits === null ? null : codes[at], at });
  }
  return found;
}

/** An item waits while the queue is full: until the PE takes the one that is a queue's capacity before it. */
function blockedStates({ schedule, machine }: WatchedLayer, p: number, from: number, to: number) {
  const states: (readonly [number, number])[] = [];
  const capacity = machine.activationQueue.depth - 1;
  for (let item = capacity; item < schedule.sent.length; item++) {
    const first = Math.max(from, foundAt(schedule, item));
    const last = Math.min(to, schedule.sent[item] - 2, schedule.start(item - capacity, p) - 1);
    if (first <= last) states.push([first, last]);
  }
  return states;
}
