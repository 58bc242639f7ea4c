import type { Eie } from '../../machines/eie/hardware.ts';
import type { ExplorerSetup as Setup } from '../../report/explorer/setup.ts';
import type { NetworkChoice } from '../engine/task.ts';
import { CONTROLS } from './controls.ts';
import { type Point, taskOf } from './point.ts';

const SLIDER = 'weightDensity';

/** Draws for each place of a layer for which somebody may wait: 27 million for the largest one of the benchmark, a few hundredths of a second. */
const FAR = 0.2;

/**
 * Networks whose layers are worth drawing before somebody asks for them: those of the positions of the density slider. A denser layer goes on from what is drawn of it,
 * so first come a few that stand so far apart that whatever lies between is not far from one of them, from below; then the nearest to where the slider stands. All the
 * rest of a machine or a network is simulated at once.
 */
export function networksAhead(point: Point, base: Eie, setup: Setup): NetworkChoice[] {
  const { values } = CONTROLS.find(({ id }) => id === SLIDER)!;
  const at = values.indexOf(point.values[SLIDER] ?? '');
  const far = apart(values.slice(at));
  const near = values
    .filter((value, k) => value !== '' && k !== at && !far.includes(value))
    .toSorted((a, b) => Math.abs(values.indexOf(a) - at) - Math.abs(values.indexOf(b) - at));
  return [...far, ...near].map(
    (value) => taskOf({ ...point, values: { ...point.values, [SLIDER]: value } }, base, setup).network,
  );
}

/** Of rising densities those behind the first that are as far apart as may be, and the last. */
function apart([first, ...others]: readonly string[]): string[] {
  const far: string[] = [];
  let reached = drawsFor(first);
  others.forEach((value, k) => {
    const next = others[k + 1];
    if (next !== undefined && drawsFor(next) - reached <= FAR) return;
    far.push(value);
    reached = drawsFor(value);
  });
  return far;
}

/** Places are drawn until enough different ones are there: draws for each place, in the mean, of a layer of this density. */
function drawsFor(density: string): number {
  return -Math.log1p(-Number(density));
}
