import { type ArrayTable, type Between, FRONTS_NS, type SramArray } from './arrays.ts';
import { choose, leastThatFits, type Objective } from './objective.ts';
import { linesOf, type Plane, placeOf, planeOf, planeOn, resampled } from './plane.ts';

/** A plane through the powers of two of a table, bent between them as the memories there are that the objective takes. */
export function refined(plane: Plane, table: ArrayTable, objective: Objective): Plane {
  const taken = takenBetween(table, objective);
  if (taken.length === 0) return plane;
  const own = planeOf(table.corners.map((corner) => [corner, choose(table.at(corner)!, objective)]));
  const between = taken.filter(([{ words, width }]) => !(own.words.includes(words) && own.widths.includes(width)));
  const words = linesOf([...plane.words, ...between.map(([corner]) => corner.words)]);
  const widths = linesOf([...plane.widths, ...between.map(([corner]) => corner.width)]);
  const [straight, expected] = [plane, own].map((one) => resampled(one, words, widths));
  const known = between.map(([corner, array]) => [placeOf(corner, words, widths), array] as const);
  return planeOn(words, widths, (field) => {
    const logs = Float64Array.from(straight.logs(field));
    for (const [k, { [field]: figure }] of known)
      if (figure !== undefined) logs[k] += Math.log(figure) - expected.logs(field)[k];
    return logs;
  });
}

/** What is known of the array that an objective takes of each memory between the powers of two; of the smallest array, and of clocks that the fronts leave out, nothing is. */
function takenBetween({ picksBetween, frontsBetween }: ArrayTable, objective: Objective): Between<Partial<SramArray>> {
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
