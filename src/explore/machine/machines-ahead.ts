import type { Eie } from '../../machines/eie/hardware.ts';
import type { ExplorerSetup as Setup } from '../../report/explorer/setup.ts';
import type { Task } from '../engine/task.ts';
import { CONTROLS } from './controls.ts';
import { type Point, taskOf } from './point.ts';

/** Controls whose positions run code of their own, which a browser compiles well only once it has run for a while. */
const SLIDERS = ['processingElements', 'indexBits', 'format', 'home'];

/** Machines that are worth running once, on a small layer, before somebody asks for them: each position of those controls. */
export function machinesAhead(point: Point, base: Eie, setup: Setup): Task[] {
  return CONTROLS.filter(({ id }) => SLIDERS.includes(id)).flatMap(({ id, values }) =>
    values.map((value) => taskOf({ ...point, values: { ...point.values, [id]: value } }, base, setup)),
  );
}
