import { parentPort, workerData } from 'node:worker_threads';
import { crewOf, leaveCrew } from '../learn/crew.ts';
import { type CrewData, type CrewTask, chainOfCrew, learnerOf } from './crew-trainer.ts';

/** What a thread of a crew does: its share of whatever it is told, until it is ended. */
export function joinCrew(): void {
  const data = workerData as CrewData;
  const { division, samples, scores, control, exchange, me, size } = data;
  const learner = learnerOf(chainOfCrew(data), division, crewOf(me, size, control), scores, exchange);
  parentPort!.on('message', (message: CrewTask) => {
    try {
      if (message.kind === 'score') learner.score(samples[message.which]);
      else for (const _ of learner.epoch(samples.train, message.task));
    } catch (error) {
      leaveCrew(control);
      throw error;
    }
  });
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
  parentPort!.postMessage('ready');
}
