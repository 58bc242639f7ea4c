import { basename } from '../base/path.ts';
import type { Hardware } from '../machines/index.ts';
import type { RunResult } from './result.ts';

/** The resolved config as a record shows it: no path of this computer. */
export function recordedHardware(hardware: Hardware): RunResult['hardware'] {
  const { tableFile, ...energy } = hardware.energy;
  return { ...hardware, energy: { table: basename(tableFile), ...energy } };
}
