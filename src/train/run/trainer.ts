import type { EpochTask } from '../learn/learner.ts';
import type { Score } from '../learn/part.ts';
import type { Floats } from '../products/products.ts';

/** Means over the samples that were learnt so far. */
export interface EpochScore {
  readonly loss: number;
  readonly top1: number;
}

/** Something that learns epochs and tries networks, in this thread or in several. */
export interface Trainer {
  /** The parameters and what the optimiser remembers, between two epochs. */
  readonly parameters: Floats;
  readonly moments: readonly Floats[];
  readonly learn: (
    task: EpochTask,
    onBatch: (done: number, of: number, mean: EpochScore) => void,
  ) => Promise<EpochScore>;
  /** Sums over all samples. */
  readonly score: (which: 'test' | 'validation') => Promise<Score>;
  readonly end: () => Promise<void>;
}
