import type { RunResult } from './result.ts';

/** Inferences that the sums of a result are over. */
export function inferenceCount({ inferences, network }: Pick<RunResult, 'inferences' | 'network'>): number {
  return inferences?.count ?? network.batch ?? 1;
}
