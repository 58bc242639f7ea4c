import { type Entry, isPadding, type Lane, type Timeline } from '../../machines/timeline.ts';

/** What a processing element does in its pointer stage. */
export type LaneState = 'starved' | 'multiplying' | 'paddingZero' | 'emptyColumn';

/** The states in the order of their numbers in a waveform, and what people call them. */
export const LANE_STATES: Readonly<Record<LaneState, string>> = {
  starved: 'starved',
  multiplying: 'multiplying',
  paddingZero: 'padding zero',
  emptyColumn: 'empty column',
};

/** States in a row with the same value: from the first until before the last. */
export interface Span<T> {
  readonly from: number;
  readonly to: number;
  readonly value: T;
}

/** What a PE does in the states that are shown, without a gap. */
export function laneStates({ takes }: Lane, { from, to }: Pick<Timeline, 'from' | 'to'>): Span<LaneState>[] {
  const spans: Span<LaneState>[] = [];
  const add = (first: number, end: number, value: LaneState) =>
    append(spans, Math.max(first, from), Math.min(end, to + 1), value);
  let free = from;
  for (const take of takes) {
    add(free, take.from, 'starved');
    if (take.entries.length === 0) add(take.from, take.to, 'emptyColumn');
    for (const [k, entry] of take.entries.entries())
      add(take.from + k, take.from + k + 1, isPadding(entry) ? 'paddingZero' : 'multiplying');
    free = take.to;
  }
  add(free, to + 1, 'starved');
  return spans;
}

/** How many items stand in the queue of a PE in the states that are shown. */
export function queueFill({ takes }: Lane, { from, to }: Pick<Timeline, 'from' | 'to'>): Span<number>[] {
  const steps = takes
    .flatMap(({ queued, from: taken }) => [
      { at: Math.max(from, queued), by: 1 },
      { at: Math.max(from, taken), by: -1 },
    ])
    .filter(({ at }) => at <= to)
    .toSorted((a, b) => a.at - b.at);
  const spans: Span<number>[] = [];
  let [since, fill] = [from, 0];
  for (const { at, by } of steps) {
    append(spans, since, at, fill);
    [since, fill] = [at, fill + by];
  }
  append(spans, since, to + 1, fill);
  return spans;
}

/** Adds states to the last span where they go on with it. */
function append<T>(spans: Span<T>[], from: number, to: number, value: T): void {
  const before = spans.at(-1);
  if (from >= to) return;
  if (before?.value === value && before.to === from) spans[spans.length - 1] = { ...before, to };
  else spans.push({ from, to, value });
}

/** The entries of a PE, with the state in which each is in the pointer stage and the column that it is of. */
export function* entriesIn({
  takes,
}: Lane): Generator<{ entry: Entry; state: number; column: number; queued: number }> {
  for (const { from, entries, column, queued } of takes)
    for (const [k, entry] of entries.entries()) yield { entry, state: from + k, column, queued };
}

/** Number of entries on all lanes. */
export function countEntries({ lanes }: Timeline): number {
  return lanes.reduce((sum, { takes }) => takes.reduce((of, { entries }) => of + entries.length, sum), 0);
}
