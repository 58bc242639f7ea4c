import type { Counter } from '../counter.ts';
import { MACHINES } from '../index.ts';

/** Counters of all machines by name; one of that name means the same in each. */
export const KNOWN_COUNTERS: ReadonlyMap<string, Counter> = new Map(
  Object.values(MACHINES)
    .flatMap(({ counters }): readonly Counter[] => counters)
    .toReversed()
    .map((counter) => [counter.name, counter]),
);
