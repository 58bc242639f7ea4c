import { faultsOf } from '../../src/base/user-error.ts';
import { loadCheckedSweep } from '../../src/sweep/plan/load-checked-sweep.ts';

/** Line, path and message of each fault of a sweep file; an empty list where it has none. */
export async function sweepFaults(file: string): Promise<string[]> {
  const faults = await faultsOf(() => loadCheckedSweep(file));
  return faults.map(({ place, message }) => `${place.line} ${place.path}: ${message.replace(/ \(.*/, '')}`);
}
