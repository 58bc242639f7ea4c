import { type ArrayTable, arrayOf, type Between, type Corner, FRONTS_NS, keyOf, type SramArray } from './arrays.ts';
import { choose, leastThatFits, type Objective } from './objective.ts';
import { arrayAt, linesOf, type Plane, planeOf } from './plane.ts';

/** What the figures of a memory are beside those that the powers of two around it let expect. */
export interface Bends {
  readonly words: readonly number[];
  readonly widths: readonly number[];
  /** undefined: not known, nothing is bent. */
  readonly at: (corner: Corner) => SramArray | undefined;
}

/** A plane through the powers of two of a table, bent between them as the memories there are that the objective takes. */
export function refined(plane: Plane, table: ArrayTable, objective: Objective): Plane {
  const between = takenBetween(table, objective);
  if (between.length === 0) return plane;
  const own = planeOf(table.corners.map((corner) => [corner, choose(table.at(corner)!, objective)]));
  return bent(plane, bendsOf(between, own));
}

/** What is known of the array that an objective takes of each memory between the powers of two; of the smallest array, and of clocks that the fronts leave out, nothing is. */
export function takenBetween(
  { picksBetween, frontsBetween }: ArrayTable,
  objective: Objective,
): Between<Partial<SramArray>> {
  switch (objective.name) {
    case 'ed2':
      return picksBetween();
    case 'energy':
      return frontsBetween().map(([corner, front]) => [corner, front.at(-1)!]);
    case 'clock': {
      const { periodNs } = objective;
      if (periodNs < FRONTS_NS.from || periodNs > FRONTS_NS.to) return [];
      return frontsBetween().map(([corner, front]) => [corner, leastThatFits(front, periodNs)]);
    }
    case 'area':
      return [];
  }
}

/** A plane on finer lines, with the bends between its own. */
export function bent(plane: Plane, bends: Bends): Plane {
  const words = linesOf([...plane.words, ...bends.words]);
  const widths = linesOf([...plane.widths, ...bends.widths]);
  const arrays = words.flatMap((x) =>
    widths.map((y) => {
      const array = arrayAt(plane, x, y);
      const bend = bends.at({ words: x, width: y });
      if (array === undefined || bend === undefined) return array;
      return arrayOf((field) => array[field] * bend[field]);
    }),
  );
  return { words, widths, arrays };
}

/** How arrays, or what is known of them, lie beside what a plane says between its own corners. */
export function bendsOf(arrays: Between<Partial<SramArray>>, plane: Plane): Bends {
  const words = linesOf(arrays.map(([corner]) => corner.words));
  const widths = linesOf(arrays.map(([corner]) => corner.width));
  const known = new Map<number, SramArray>();
  for (const [corner, array] of arrays) {
    if (plane.words.includes(corner.words) && plane.widths.includes(corner.width)) continue;
    const expected = arrayAt(plane, corner.words, corner.width);
    if (expected === undefined) continue;
    const bend = (field: keyof SramArray): number => (array[field] ?? expected[field]) / expected[field];
    known.set(keyOf(corner), arrayOf(bend));
  }
  return { words, widths, at: (corner) => known.get(keyOf(corner)) };
}
