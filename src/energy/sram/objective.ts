import { UserError } from '../../base/user-error.ts';
import type { MemoryArrays, SramArray } from './arrays.ts';

/** Which of a memory's arrays is meant. */
export type Objective =
  | { readonly name: 'clock'; readonly periodNs: number }
  | { readonly name: 'ed2' }
  | { readonly name: 'energy' }
  | { readonly name: 'area' };

export const OBJECTIVE_NAMES = ['clock', 'ed2', 'energy', 'area'] as const;

/** What each objective takes, for sources and help. */
export const OBJECTIVE_WORDS: Readonly<Record<Objective['name'], string>> = {
  clock: 'the array with the cheapest read whose cycle time fits the clock',
  ed2: "CACTI's own pick, least energy x delay^2",
  energy: 'the array with the cheapest read',
  area: 'the smallest array',
};

/**
 * The objective of that name; `clock` needs the clock.
 * @throws UserError CONFIG_MISSING for `clock` without a clock.
 */
export function objectiveOf(name: Objective['name'], clockHz: number | undefined): Objective {
  if (name !== 'clock') return { name };
  if (clockHz === undefined)
    throw UserError.at({ path: 'objective' }, 'objective clock needs a clock, such as "800 MHz"', 'CONFIG_MISSING');
  return { name, periodNs: 1e9 / clockHz };
}

/** The array that an objective takes. Where none fits the clock it is the fastest. */
export function choose(memory: MemoryArrays, objective: Objective): SramArray {
  if (objective.name === 'ed2') return memory.pick;
  const all = [memory.pick, ...memory.front()];
  switch (objective.name) {
    case 'energy':
      return least(all, (array) => array.readPj);
    case 'area':
      return least(all, (array) => array.areaMm2);
    case 'clock':
      return leastThatFits(all, objective.periodNs);
  }
}

/** The array with the cheapest read among those that can begin an access in every period; where there is none the fastest. */
export function leastThatFits<T extends Pick<SramArray, 'cycleNs' | 'readPj'>>(
  arrays: readonly T[],
  periodNs: number,
): T {
  let best: T | undefined;
  for (const array of arrays)
    if (array.cycleNs <= periodNs && (best === undefined || array.readPj < best.readPj)) best = array;
  return best ?? least(arrays, ({ cycleNs }) => cycleNs);
}

/** The first with the least value. */
function least<T>(arrays: readonly T[], value: (array: T) => number): T {
  return arrays.reduce((best, array) => (value(array) < value(best) ? array : best));
}
