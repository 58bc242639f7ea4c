import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { THREAD_FLAGS } from '../../node/thread-flags.ts';
import type { TrainingSamples } from '../data/load-data.ts';
import { type Chain, type LayerSettings, planChain } from '../learn/chain.ts';
import { ALONE, CREW_CONTROL, type Crew, crewOf } from '../learn/crew.ts';
import { type Exchange, newExchange } from '../learn/exchange.ts';
import { createLearner, type Division, type EpochTask, type Learner, MOMENTS, scoreSlots } from '../learn/learner.ts';
import { type Workplace, workplaceFor } from '../products/kernel-products.ts';
import type { Trainer } from './trainer.ts';

/** The event loop gets a turn after this time, so that an interruption is heard. */
const TURN_MS = 50;

/** Everything that a thread of a crew is told when it starts. */
export interface CrewData {
  readonly layers: readonly LayerSettings[];
  readonly division: Division;
  readonly samples: TrainingSamples;
  readonly scores: Float64Array;
  readonly control: Int32Array;
  readonly exchange: Exchange;
  readonly me: number;
  readonly size: number;
}

/** What the crew does together. */
export type CrewTask =
  | { readonly kind: 'learn'; readonly task: EpochTask }
  | { readonly kind: 'score'; readonly which: 'test' | 'validation' };

/** The learner of a thread, in the kernels' memory. */
export function learnerOf(
  chain: Chain,
  division: Division,
  crew: Crew,
  scores: Float64Array,
  exchange: Exchange | undefined,
): Learner {
  const learnerIn = (workplace: Workplace) =>
    createLearner({ chain, ...workplace, division, crew, scores, ...(exchange !== undefined && { exchange }) });
  return learnerIn(workplaceFor(learnerIn));
}

/** The chain of a crew's thread: it was checked before. */
export function chainOfCrew({ layers, samples }: CrewData): Chain {
  return planChain(layers, samples.shape) as Chain;
}

/**
 * A trainer of so many threads, this one among them. What it gives does not depend on how many they are.
 * @param size at most the parts of a batch
 */
export async function crewTrainer(
  given: Pick<CrewData, 'layers' | 'division' | 'samples'>,
  chain: Chain,
  size: number,
  signal: AbortSignal,
): Promise<Trainer> {
  const { division, samples } = given;
  const slots = scoreSlots(division, Math.max(samples.test.count, samples.validation.count));
  const scores = new Float64Array(new SharedArrayBuffer(16 * slots));
  const control = new Int32Array(new SharedArrayBuffer(4 * CREW_CONTROL));
  const exchange = size === 1 ? undefined : newExchange(chain.parameters, MOMENTS, division.parts);
  const workers = Array.from({ length: size - 1 }, (_, index) => {
    const workerData: CrewData = { ...given, scores, control, exchange: exchange!, me: index + 1, size };
    return new Worker(new URL('./train-worker.js', import.meta.url), { workerData, ...THREAD_FLAGS });
  });
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  const crew = size === 1 ? ALONE : crewOf(0, size, control);
  const learner = learnerOf(chain, division, crew, scores, exchange);
  const together = (task: CrewTask) => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
    for (const worker of workers) worker.postMessage(task);
  };
  return {
    parameters: exchange?.parameters ?? learner.parameters,
    moments: exchange?.moments ?? learner.moments,
    async learn(task, onBatch) {
      together({ kind: 'learn', task });
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
    async score(which) {
      together({ kind: 'score', which });
      return learner.score(samples[which]);
    },
    async end() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
