import type { TrainingConfig } from '../config/training.ts';
import type { Chain } from '../learn/chain.ts';
import type { EpochTask } from '../learn/learner.ts';
import type { MoveSpec } from '../learn/moves/move.ts';
import { derivedSeed } from '../learn/samples.ts';
import { keptOf, placesOf, type TrainedNetwork } from '../network/trained-network.ts';
import { SCHEDULES } from '../schedules/index.ts';
import type { Schedule } from '../schedules/schedule.ts';
import type { LearnStep } from '../stages/stage.ts';

/** Shared values follow sums of thousands of gradients: without a rate of their own they learn at this share of the recipe's. */
const CENTROID_RATE = 0.05;

/** Which parameters a step lets learn. */
export function moveOfStep(chain: Chain, network: TrainedNetwork, { learns, learning }: LearnStep): MoveSpec {
  const free = network.layers.flatMap((layer, index) =>
    learning.freeze.includes(layer.name) || (learns === 'centroids' && layer.shared === null)
      ? []
      : [{ layer, slot: chain.slots[index] }],
  );
  if (learns === 'centroids') {
    const lists = free.map(({ layer, slot }) => placesOf(layer).map((place) => slot.weightsAt + place));
    const positions = concatenated(lists);
    const groups = new Uint32Array(positions.length);
    let [count, at] = [0, 0];
    for (const { layer } of free) {
      const { codes } = layer.shared!;
      const used = [...new Set(codes)].toSorted((a, b) => a - b);
      const groupOf = new Uint32Array(256);
      used.forEach((code, group) => {
        groupOf[code] = count + group;
      });
      for (const code of codes) groups[at++] = groupOf[code];
      count += used.length;
    }
    return { kind: 'centroids', positions, groups, count };
  }
  if (free.length === network.layers.length && free.every(({ layer }) => layer.kept === null)) return { kind: 'all' };
  const lists = free.flatMap(({ layer, slot }) => [
    placesOf(layer).map((place) => slot.weightsAt + place),
    Uint32Array.from(layer.biases, (_, row) => slot.biasesAt + row),
  ]);
  return { kind: 'survivors', positions: concatenated(lists) };
}

function concatenated(lists: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(new SharedArrayBuffer(4 * lists.reduce((sum, { length }) => sum + length, 0)));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all;
}

/**
 * Share that each layer drops: of the recipe, or times the root of the share of connections that pruning left in the layer before (Han et al. 2015, section 3.2:
 * C is the number of connections of a layer; for dropout of the inputs that of the layer behind).
 */
export function dropRatesOf(chain: Chain, network: TrainedNetwork, scales: boolean): number[] {
  return chain.layers.map(({ dropRate = 0 }, index) => {
    if (dropRate === 0 || !scales) return dropRate;
    const before = chain.slots.findLastIndex(({ layer }) => layer < index);
    const connected = network.layers[Math.max(0, before)];
    return dropRate * Math.sqrt(keptOf(connected) / connected.weights.length);
  });
}

/** How a step learns: what it says itself, and what the recipe says for all. */
export interface LearningPlan {
  readonly rate: number;
  readonly schedule: NonNullable<LearnStep['learning']['schedule']>;
  readonly optimizer: NonNullable<LearnStep['learning']['optimizer']>;
}

export function learningPlan(config: TrainingConfig, { learning, learns }: LearnStep): LearningPlan {
  return {
    rate: learning.learningRate ?? config.learningRate * (learns === 'centroids' ? CENTROID_RATE : 1),
    schedule: learning.schedule ?? config.schedule,
    optimizer: learning.optimizer ?? config.optimizer,
  };
}

/** The task of an epoch (from 0) of a step. */
export function epochTask(
  chain: Chain,
  network: TrainedNetwork,
  config: TrainingConfig,
  step: LearnStep,
  place: { readonly step: number; readonly epoch: number; readonly batches: number },
): EpochTask {
  const { learning } = step;
  const { rate, schedule, optimizer } = learningPlan(config, step);
  const [name, settings] = Object.entries(schedule).find(([, given]) => given !== undefined)!;
  const { factor } = SCHEDULES[name as keyof typeof SCHEDULES] as unknown as Schedule;
  const iteration = place.epoch * place.batches;
  const of = learning.epochs * place.batches;
  return {
    move: moveOfStep(chain, network, step),
    optimizer,
    l1: learning.l1,
    dropRates: dropRatesOf(chain, network, step.scalesDropout),
    rates: Float64Array.from(
      { length: place.batches },
      (_, batch) => rate * factor(settings as never, { iteration: iteration + batch, of }),
    ),
    iteration,
    seed: derivedSeed(config.seed, 1 + place.step, place.epoch),
  };
}
