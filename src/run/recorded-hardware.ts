import { basename } from '../base/files/path.ts';
import type { Chip } from '../config/chip.ts';
import type { RunResult } from './result.ts';

/** The resolved config as a record shows it: no path of this computer. */
export function recordedHardware(hardware: Chip): RunResult['hardware'] {
  const { tableFile, ...energy } = hardware.energy;
  return { ...hardware, energy: { table: basename(tableFile), ...energy } };
}
