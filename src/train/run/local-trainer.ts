import { setImmediate } from 'node:timers/promises';
import type { TrainingSamples } from '../data/load-data.ts';
import type { Chain } from '../learn/chain.ts';
import { ALONE } from '../learn/crew.ts';
import { createLearner, type Division, scoreSlots } from '../learn/learner.ts';
import { type Workplace, workplaceFor } from '../products/kernel-products.ts';
import type { Trainer } from './trainer.ts';

/** The event loop gets a turn after this time, so that an interruption is heard. */
const TURN_MS = 50;

/** A trainer in this thread. */
export function localTrainer(chain: Chain, division: Division, samples: TrainingSamples, signal: AbortSignal): Trainer {
  const slots = scoreSlots(division, Math.max(samples.test.count, samples.validation.count));
  const scores = new Float64Array(2 * slots);
  const learnerIn = (workplace: Workplace) => createLearner({ chain, ...workplace, division, crew: ALONE, scores });
  const learner = learnerIn(workplaceFor(learnerIn));
  return {
    parameters: learner.parameters,
    moments: learner.moments,
    async learn(task, onBatch) {
      let [seen, loss, hits, turn] = [0, 0, 0, performance.now()];
      const mean = () => ({ loss: loss / seen, top1: hits / seen });
      for (const batch of learner.epoch(samples.train, task)) {
        seen += batch.samples;
        loss += batch.loss * batch.samples;
        hits += batch.hits;
        if (performance.now() - turn < TURN_MS) continue;
        onBatch(seen, samples.train.count, mean());
        await setImmediate();
        turn = performance.now();
        signal.throwIfAborted();
      }
      return mean();
    },
    score: async (which) => learner.score(samples[which]),
    end: async () => {},
  };
}
