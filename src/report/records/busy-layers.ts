import type { RunResult } from '../../run/result.ts';

/** A run without its key-value cache: nothing of the array works while that is read and written. */
export function busyLayers(result: RunResult): RunResult {
  const layers = result.layers.filter(({ kind }) => kind !== 'keyValueCache');
  return layers.length === result.layers.length ? result : { ...result, layers };
}
