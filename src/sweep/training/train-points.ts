import { memo } from '../../base/memo.ts';
import { UserError } from '../../base/user-error.ts';
import type { TrainedStretch } from '../../train/run/train-stretch.ts';
import type { StageResult } from '../../train/run/training-result.ts';
import { inParallel } from '../run/in-parallel.ts';
import type { Execute } from '../run/tasks.ts';
import type { RecipeChoice } from './recipe-choice.ts';

/** How far the training of all points is. */
export interface EpochsDone {
  readonly done: number;
  readonly of: number;
}

export interface TrainOptions {
  readonly execute: Execute;
  /** Folder of what is kept. */
  readonly store: string;
  readonly signal: AbortSignal;
  readonly onProgress: (epochs: EpochsDone) => void;
}

/** What was trained. */
export interface TrainedPoints {
  /** All stages of a training. Throws the UserError that ended it. */
  readonly stages: (choice: RecipeChoice) => readonly StageResult[];
  /** Steps that were trained now and not kept from before. */
  readonly steps: number;
}

/** How often an observer is told. */
const TELL_MS = 500;

/**
 * Trains the networks of these recipes: what several have in common (up to the step from which on they differ) once, everything else side by side. Ends early
 * where the signal comes; what was learnt until then is kept.
 */
export async function trainPoints(choices: readonly RecipeChoice[], options: TrainOptions): Promise<TrainedPoints> {
  const { execute, store, signal, onProgress } = options;
  const different = [...new Map(choices.map((choice) => [choice.keys.at(-1)!, choice])).values()];
  const isEnd = endsOf(different);
  const learnt = new Int32Array(new SharedArrayBuffer(4));
  const stretches = memo<TrainedStretch>();
  let [steps, kept] = [0, 0];

  /** Everything up to a step (inclusive). */
  const upTo = (choice: RecipeChoice, end: number): Promise<TrainedStretch> =>
    stretches.get(choice.keys[end], async () => {
      let from = end;
      while (from > 0 && !isEnd(choice.keys[from - 1])) from--;
      if (from > 0) await upTo(choice, from - 1);
      signal.throwIfAborted();
      const { recipe, keys } = choice;
      const trained = await execute('trainStretch', { recipe, keys, store, from, to: end + 1, learnt });
      steps += trained.steps;
      kept += sum(choice.epochs.slice(from, end + 1)) - trained.epochs;
      return trained;
    });

  const epochs = new Map(different.flatMap(({ keys, epochs: all }) => keys.map((key, step) => [key, all[step]])));
  const tell = () => onProgress({ done: kept + Atomics.load(learnt, 0), of: sum([...epochs.values()]) });
  const timer = setInterval(tell, TELL_MS);
  try {
    const outcomes = new Map<string, TrainedStretch | UserError>();
    await inParallel(different, different.length, signal, async (choice) => {
      outcomes.set(choice.keys.at(-1)!, await outcomeOf(upTo(choice, choice.keys.length - 1)));
    });
    return {
      steps,
      stages({ keys }) {
        const found = outcomes.get(keys.at(-1)!);
        if (found instanceof UserError) throw found;
        return found!.stages;
      },
    };
  } finally {
    clearInterval(timer);
  }
}

/** A user's mistake is the outcome of the trainings that it ends. */
async function outcomeOf(stretch: Promise<TrainedStretch>): Promise<TrainedStretch | UserError> {
  try {
    return await stretch;
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

/** The steps behind which trainings part, or one ends. */
function endsOf(choices: readonly RecipeChoice[]): (key: string) => boolean {
  const next = new Map<string, Set<string | undefined>>();
  for (const { keys } of choices)
    keys.forEach((key, step) => {
      const found = next.get(key) ?? new Set();
      next.set(key, found.add(keys[step + 1]));
    });
  return (key) => {
    const [first, ...others] = next.get(key)!;
    return first === undefined || others.length > 0;
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
