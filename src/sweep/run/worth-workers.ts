import { statSync } from 'node:fs';
import type { NetworkFiles } from '../../run/load/network-files.ts';
import type { SweepPlan } from '../plan/plan-sweep.ts';
import type { SweepInputs } from '../store/sweep-inputs.ts';

/** Fewer weights are stored and simulated in less than twice the time that workers take to start. */
const WORTH_WORKERS = 2 ** 30;

/** Whether a sweep has so much to simulate: the weights of each network, as often as machines store them differently. */
export function isWorthWorkers({ kinds, ofWeights }: SweepPlan, { networks }: SweepInputs): boolean {
  const stored = new Map(
    kinds.map(({ keys = {}, network }) => [ofWeights.map((pass) => keys[pass]).join(), network.path]),
  );
  const sizes = new Map([...networks].map(([path, network]) => [path, network === undefined ? 0 : weightsOf(network)]));
  return [...stored.values()].reduce((sum, path) => sum + (sizes.get(path) ?? 0), 0) >= WORTH_WORKERS;
}

/** Weights that are generated, and one for each byte of a file. */
function weightsOf({ config, files }: NetworkFiles): number {
  const generated = (config?.layers ?? []).map(({ generate }) => (generate ? generate.rows * generate.columns : 0));
  return [...generated, ...files.map((file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0)].reduce(
    (sum, size) => sum + size,
    0,
  );
}
