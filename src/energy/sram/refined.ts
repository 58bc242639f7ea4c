import {
  type ArrayTable,
  arrayOf,
  arrayTable,
  type Corner,
  FINE_DEVICE,
  FINE_NODE_NM,
  fineArrays,
  keyOf,
  type SramArray,
} from './arrays.ts';
import { arrayAt, linesOf, type Plane, planeOf } from './plane.ts';

/** What the figures of a memory are beside those that the powers of two around it let expect. */
export interface Bends {
  readonly words: readonly number[];
  readonly widths: readonly number[];
  /** undefined: not known, nothing is bent. */
  readonly at: (corner: Corner) => SramArray | undefined;
}

/**
 * How much of the bends of 45 nm lstp another node or device type takes over. CACTI is asked anew there, and its ties lie elsewhere, but not far: with half
 * of the bends (in the logarithm) memories that were left out are met better than with none or with all of them, in the median and in the tail.
 */
const TAKEN_OVER = 0.5;

/** CACTI's own picks between the powers of two: those of the finer grid at 45 nm lstp, elsewhere half of what that grid says. */
export function refined(plane: Plane, { device, nodeNm }: Pick<ArrayTable, 'device' | 'nodeNm'>): Plane {
  return bent(plane, fineBends(), device === FINE_DEVICE && nodeNm === FINE_NODE_NM ? 1 : TAKEN_OVER);
}

/** A plane on finer lines, with a share of the bends between its own. */
export function bent(plane: Plane, bends: Bends, share: number): Plane {
  const words = linesOf([...plane.words, ...bends.words]);
  const widths = linesOf([...plane.widths, ...bends.widths]);
  const arrays = words.flatMap((x) =>
    widths.map((y) => {
      const array = arrayAt(plane, x, y);
      const bend = bends.at({ words: x, width: y });
      if (array === undefined || bend === undefined) return array;
      return arrayOf((field) => array[field] * bend[field] ** share);
    }),
  );
  return { words, widths, arrays };
}

let fine: Bends | undefined;

function fineBends(): Bends {
  const { corners, at } = arrayTable(FINE_DEVICE, FINE_NODE_NM);
  fine ??= bendsOf(fineArrays(), planeOf(corners.map((corner) => [corner, at(corner)!.pick])));
  return fine;
}

/** How arrays lie beside what a plane says between its own corners. */
export function bendsOf(arrays: readonly (readonly [Corner, SramArray])[], plane: Plane): Bends {
  const words = linesOf(arrays.map(([corner]) => corner.words));
  const widths = linesOf(arrays.map(([corner]) => corner.width));
  const known = new Map<number, SramArray>();
  for (const [corner, array] of arrays) {
    if (plane.words.includes(corner.words) && plane.widths.includes(corner.width)) continue;
    const expected = arrayAt(plane, corner.words, corner.width);
    if (expected !== undefined)
      known.set(
        keyOf(corner),
        arrayOf((field) => array[field] / expected[field]),
      );
  }
  return { words, widths, at: (corner) => known.get(keyOf(corner)) };
}
