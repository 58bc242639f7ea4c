import { UserError } from '../../base/user-error.ts';
import { localRowsBefore, rowsOfColumn } from '../../compress/dense-column.ts';
import { type HeldWeights, interleaved } from '../../compress/held-weights.ts';
import type { InterleavedStreams } from '../../network/interleaved-streams.ts';
import type { Layer } from '../../network/layer.ts';
import { type Made, runPasses } from '../pass.ts';
import type { Broadcast, Entry, Lane, Take, Timeline, TimelineWindow } from '../timeline.ts';
import type { Eie } from './hardware.ts';
import { entriesPerLine } from './layer-bits.ts';
import { PASSES } from './passes.ts';
import type { Scan, Sent } from './scan.ts';
import { scheduleOf } from './schedule.ts';
import { heldLine, type LayerEnd } from './time-layer.ts';

/** A layer with what the passes of a run found about it, and when every item is sent. */
interface Seen {
  readonly layer: Layer;
  readonly machine: Eie;
  readonly streams: InterleavedStreams;
  readonly scan: Scan;
  readonly activations: ArrayLike<number>;
  /** W[n] of the recurrence (eie-timing section 7). */
  readonly sent: Int32Array;
  readonly cycles: number;
}

const TIMED = new Set(['send', 'scan', 'timing']);

function seen(layer: Layer, weights: Made, machine: Eie): Seen {
  const given = { layer, inputs: [layer.activations], products: 1 };
  const passes = PASSES.filter(({ name }) => TIMED.has(name));
  const made = runPasses(passes, given, weights, machine);
  const held = onlyPass(made);
  const scan = made.scan as Scan;
  return {
    layer,
    machine,
    streams: interleaved(held),
    scan,
    activations: (made.send as Sent).activations.values,
    sent: scheduleOf(scan, held, machine.activationQueue.depth).sent,
    cycles: (made.timing as LayerEnd).cycles,
  };
}

/**
 * The weights of a layer that is taken in one pass over its rows.
 * @throws UserError for one whose outputs exceed the destination registers and that is taken in several (weights.overflow: stream)
 */
export function onlyPass({ rows }: Made): HeldWeights {
  const [held, ...others] = rows as readonly HeldWeights[];
  if (others.length === 0) return held;
  throw UserError.at(
    { path: 'weights.overflow' },
    `the layer is taken in ${others.length + 1} passes over its rows, each with a timeline of its own; with "warn" it is one`,
    'ROW_PASSES',
  );
}

/** The timeline of the layer with its activations; `weights`: what the passes of the weights made. */
export function eieTimeline(layer: Layer, weights: Made, machine: Eie, window: TimelineWindow): Timeline {
  const all = seen(layer, weights, machine);
  const { cycles } = all;
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
    broadcasts: broadcasts(all).filter(({ found, sent }) => sent >= shown.from && found <= shown.to),
    lanes: pes.map((p) => lane(all, p, shown)),
  };
}

function broadcasts({ scan, sent, activations }: Seen): Broadcast[] {
  return Array.from(scan.columns, (column, item) => ({
    item,
    column,
    activation: column < activations.length ? activations[column] : 1, // the bias
    found: foundAt(scan, sent, item),
    sent: sent[item],
  }));
}

/** State in which the scan holds the item as its hit: it is sent at the next edge unless a queue is full. */
function foundAt({ gaps }: Scan, sent: Int32Array, item: number): number {
  return (item === 0 ? 0 : sent[item - 1]) + gaps[item] - 1;
}

/** What is known of a PE where an item begins. */
interface Before {
  /** F_p of the item before: first state in which the PE is free again. */
  readonly free: number;
  /** The line that it holds. */
  readonly line: number;
  /** The row of its last entry, unless that was a padding zero. */
  readonly row: number | null;
}

/** The PE takes each item when it stands in the queue and the one before is done: R = max(W + 1, F of the one before), F = R + entries. */
function lane(all: Seen, p: number, { from, to }: { readonly from: number; readonly to: number }): Lane {
  const { scan, sent, machine } = all;
  const takes: Take[] = [];
  const starts = new Int32Array(scan.columns.length);
  let before: Before = { free: 0, line: heldLine(machine), row: null };
  for (const [item, column] of scan.columns.entries()) {
    const start = Math.max(sent[item] + 1, before.free);
    starts[item] = start;
    const entries = entriesOf(all, p, column, before, start);
    const end = start + Math.max(1, entries.length);
    if (end > from && sent[item] <= to) takes.push({ item, column, queued: sent[item], from: start, to: end, entries });
    before = behind(all, p, column, entries, before, end);
  }
  return { processingElement: p, takes, blocked: blockedStates(all, starts, from, to) };
}

function entriesOf(all: Seen, p: number, column: number, before: Before, start: number): Entry[] {
  const { streams, machine } = all;
  const { processingElements: pes, pointers } = streams;
  const perLine = entriesPerLine(machine);
  const [first, end] = [pointers[column * pes + p], pointers[(column + 1) * pes + p]];
  const rows = rowsAt(all, p, column, first, end);
  let held = before.line;
  return rows.map(({ row, code }, k): Entry => {
    const line = Math.floor((first + k) / perLine);
    const readsLine = line !== held;
    held = line;
    const bypasses = k === 0 && code !== 0 && before.row === row && before.free === start;
    return { row, code, readsLine, bypasses };
  });
}

function behind(
  { streams: { processingElements: pes, pointers }, machine }: Seen,
  p: number,
  column: number,
  entries: readonly Entry[],
  before: Before,
  free: number,
): Before {
  const last = entries.at(-1);
  // an empty column leaves a state between two entries
  if (last === undefined) return { ...before, free, row: null };
  const line = Math.floor((pointers[(column + 1) * pes + p] - 1) / entriesPerLine(machine));
  return { free, line, row: last.code === 0 ? null : last.row };
}

/** Rows of the matrix and codes of the entries of a column on a PE; a machine without an index stores every row and no padding. */
function rowsAt({ streams, layer }: Seen, p: number, column: number, first: number, end: number) {
  const { processingElements: pes, streamStart, codes, relativeIndices, indexBits } = streams;
  const found: { row: number; code: number | null }[] = [];
  let local = indexBits === null ? localRowsBefore(rowsOfColumn(layer.matrix, column)[0], p, pes) - 1 : -1;
  for (let k = first; k < end; k++) {
    const at = streamStart[p] + k;
    local += indexBits === null ? 1 : relativeIndices[at] + 1;
    found.push({ row: local * pes + p, code: indexBits === null ? null : codes[at] });
  }
  return found;
}

/** An item waits while the queue is full: until the PE takes the one that is a queue's capacity before it. */
function blockedStates({ scan, sent, machine }: Seen, starts: Int32Array, from: number, to: number) {
  const states: (readonly [number, number])[] = [];
  const capacity = machine.activationQueue.depth - 1;
  for (let item = capacity; item < sent.length; item++) {
    const first = Math.max(from, foundAt(scan, sent, item));
    const last = Math.min(to, sent[item] - 2, starts[item - capacity] - 1);
    if (first <= last) states.push([first, last]);
  }
  return states;
}
