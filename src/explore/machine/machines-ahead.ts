import type { Eie } from '../../machines/eie/hardware.ts';
import type { ExplorerSetup as Setup } from '../../report/explorer/setup.ts';
import type { Task } from '../engine/task.ts';
import { CONTROLS } from './controls.ts';
import { type Point, taskOf } from './point.ts';

/** Controls whose positions run code of their own, which a browser compiles well only once it has run for a while: those first where that takes longest. */
const COLD = ['format', 'processingElements', 'indexBits', 'home'];

/**
 * Machines that are worth running once, on a small layer, before somebody asks for them: each position of those controls, by turns and from the last one back, where most is
 * to be done.
 */
export function machinesAhead(point: Point, base: Eie, setup: Setup): Task[] {
  return COLD.map((cold) => CONTROLS.find(({ id }) => id === cold)!)
    .flatMap(({ id, values }) => values.toReversed().map((value, turn) => ({ id, value, turn })))
    .toSorted((a, b) => a.turn - b.turn)
    .map(({ id, value }) => taskOf({ ...point, values: { ...point.values, [id]: value } }, base, setup));
}
