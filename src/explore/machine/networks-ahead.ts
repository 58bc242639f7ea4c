import type { Eie } from '../../machines/eie/hardware.ts';
import type { ExplorerSetup as Setup } from '../../report/explorer/setup.ts';
import { LEAST_DENSITY } from '../engine/remembered-layers.ts';
import type { NetworkChoice } from '../engine/task.ts';
import { CONTROLS } from './controls.ts';
import { type Point, taskOf } from './point.ts';

const SLIDER = 'weightDensity';

/**
 * Networks whose layers are worth drawing before somebody asks for them: those of the positions of the density slider, the nearest to where it stands first. All the
 * rest of a machine or a network is simulated at once.
 */
export function networksAhead(point: Point, base: Eie, setup: Setup): NetworkChoice[] {
  const { values } = CONTROLS.find(({ id }) => id === SLIDER)!;
  const at = values.indexOf(point.values[SLIDER] ?? '');
  return values
    .map((value, k) => ({ value, steps: Math.abs(k - at) }))
    .filter(({ value, steps }) => steps > 0 && Number(value) >= LEAST_DENSITY)
    .toSorted((a, b) => a.steps - b.steps)
    .map(({ value }) => taskOf({ ...point, values: { ...point.values, [SLIDER]: value } }, base, setup).network);
}
