import type { Hardware } from '../config/hardware.ts';
import { eie } from './eie/index.ts';
import type { Machine } from './machine.ts';

/** Every machine; a new one is its folder and one line here. */
export const MACHINES: Readonly<Record<string, Machine<Hardware>>> = { eie };

/** The machine that a hardware config describes. */
export function machineOf(_hardware: Hardware): Machine<Hardware> {
  return eie;
}
