import { OPTIMIZERS } from '../optimizers/index.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import type { Floats, NewFloats, Products } from '../products/products.ts';
import type { Chain } from './chain.ts';
import type { Crew } from './crew.ts';
import type { Exchange } from './exchange.ts';
import { moveOf } from './moves/index.ts';
import type { Move, MoveSpec } from './moves/move.ts';
import { createPart, type Part, type Score } from './part.ts';
import { copySample, derivedSeed, type Samples, shuffled } from './samples.ts';

/** How a batch is divided. Sums depend on it, and not on how many threads share the parts. */
export interface Division {
  /** Samples of a batch. */
  readonly batch: number;
  /** Parts of a batch, each with gradients of its own that are added in order. */
  readonly parts: number;
}

/** How a recipe divides its batches: a part has a sample at least. */
export function divisionOf({ batch, batchParts }: { readonly batch: number; readonly batchParts: number }): Division {
  return { batch, parts: Math.min(batchParts, batch) };
}

/** An optimiser with its settings: exactly one of the list. */
export type OptimizerSettings = { readonly [Name in keyof typeof OPTIMIZERS]?: object | undefined };

/** What is learnt in an epoch, as data that threads can share. */
export interface EpochTask {
  readonly move: MoveSpec;
  readonly optimizer: OptimizerSettings;
  /** L1 penalty. */
  readonly l1: number;
  /** Share that each layer drops, by its place in the chain. */
  readonly dropRates: readonly number[];
  /** Learning rate of each batch. */
  readonly rates: Float64Array;
  /** Batches of this stage before this epoch. */
  readonly iteration: number;
  /** Seed of the order of the samples and of what is dropped. */
  readonly seed: number;
}

/** What a batch cost; `loss` is the mean of a sample. */
export interface BatchScore {
  readonly samples: number;
  readonly loss: number;
  readonly hits: number;
}

/** A network in memory that learns and is tried. Every thread of a crew has one on the same shared vectors. */
export interface Learner {
  /** Weights and biases of all layers (Chain.slots). */
  readonly parameters: Floats;
  readonly moments: readonly Floats[];
  /** A new stage: which values learn. Their moments stay as they are. */
  readonly begin: (move: MoveSpec) => Move;
  /** Learns an epoch, batch by batch; every thread of the crew has to go through all of it. Ends behind the first batch whose loss is not finite. */
  readonly epoch: (samples: Samples, task: EpochTask) => Generator<BatchScore, void, void>;
  /** Sum of losses, and how many samples are recognised. */
  readonly score: (samples: Samples) => Score;
}

export interface LearnerOptions {
  readonly chain: Chain;
  readonly products: Products;
  /** New zeros; of a crew in the same shared memory in the same order. */
  readonly floats: NewFloats;
  readonly division: Division;
  readonly crew: Crew;
  /** Losses and hits of pieces of work, shared by the crew: two numbers for each of `scoreSlots`. */
  readonly scores: Float64Array;
  /** How a crew of several threads shares its work. */
  readonly exchange?: Exchange;
}

/** Most moments that an optimiser has. */
export const MOMENTS = Math.max(...Object.values(OPTIMIZERS).map(({ moments }) => moments));

/** Pieces of work whose scores are kept apart: parts of a batch, or as many samples at a time when a network is tried. */
export function scoreSlots(division: Division, samples: number): number {
  return Math.max(division.parts, Math.ceil(samples / samplesOfPart(division)));
}

function samplesOfPart({ batch, parts }: Division): number {
  return Math.ceil(batch / parts);
}

export function createLearner(options: LearnerOptions): Learner {
  const { chain, products, floats, division, crew, scores, exchange } = options;
  const most = samplesOfPart(division);
  const parameters = floats(chain.parameters);
  const moments = Array.from({ length: MOMENTS }, () => floats(chain.parameters));
  const scratch = { values: floats(chain.parameters), gradients: floats(chain.parameters) };
  const parts = Array.from({ length: division.parts }, () => createPart(chain, products, floats, parameters, most));
  const gradients = parts.map((part) => part.gradients);
  const [losses, hits] = [scores.subarray(0, scores.length / 2), scores.subarray(scores.length / 2)];
  const isMine = (piece: number) => piece % crew.size === crew.me;

  const begin = (move: MoveSpec) =>
    moveOf(
      move,
      exchange === undefined
        ? { products, parameters, gradients, scratch }
        : { products, parameters, gradients: exchange.gradients, foreign: true, scratch },
    );

  /** The learning of this thread's share of the moving values. */
  function update(move: Move, { optimizer, l1 }: EpochTask, rate: number, iteration: number): void {
    const [from, to] = shareOf(move, crew);
    if (from === to) return;
    const slopes = move.collect(from, to);
    const values = move.values.subarray(from, to);
    if (l1 > 0) for (let at = 0; at < slopes.length; at++) slopes[at] += l1 * Math.sign(values[at]);
    const [name, settings] = Object.entries(optimizer).find(([, given]) => given !== undefined)!;
    const { update: step, moments: count } = OPTIMIZERS[name as keyof typeof OPTIMIZERS] as unknown as Optimizer;
    const own = moments.slice(0, count).map((moment) => moment.subarray(from, to));
    step(products, { values, gradients: slopes, moments: own }, settings, { rate, iteration });
    if (exchange === undefined) move.spread(from, to);
    else exchange.moving.set(values, from);
  }

  /** Takes over what the others have learnt. */
  function follow(move: Move): void {
    if (exchange === undefined) return;
    move.values.set(exchange.moving.subarray(0, move.values.length));
    move.spread(0, move.values.length);
  }

  /** At the start of a piece of work. */
  function takeOver(): void {
    if (exchange === undefined) return;
    parameters.set(exchange.parameters);
    moments.forEach((moment, k) => {
      moment.set(exchange.moments[k]);
    });
  }

  /** At the end of an epoch: every thread has moments of its own share. */
  function handOver(move: Move): void {
    if (exchange === undefined) return;
    const [from, to] = shareOf(move, crew);
    if (crew.me === 0) exchange.parameters.set(parameters);
    moments.forEach((moment, k) => {
      exchange.moments[k].set(moment.subarray(from, to), from);
    });
    crew.meet();
  }

  /** A part of a batch: samples order[from] to order[to]. */
  function learnPart(samples: Samples, task: EpochTask, order: Uint32Array, piece: number, at: number, size: number) {
    const part = parts[piece];
    const [from, to] = [Math.min(size, piece * most), Math.min(size, (piece + 1) * most)];
    fill(part, samples, (k) => order[at + from + k], to - from);
    const { loss, hits: found } = part.forward(to - from, (layer) => ({
      dropRate: task.dropRates[layer],
      seedOf: (sample) => derivedSeed(task.seed, layer, at + from + sample),
    }));
    [losses[piece], hits[piece]] = [loss, found];
    if (to > from) part.backward(to - from, size);
    else part.gradients.fill(0);
    exchange?.gradients[piece].set(part.gradients);
  }

  return {
    parameters,
    moments,
    begin,
    *epoch(samples, task) {
      takeOver();
      const move = begin(task.move);
      const order = shuffled(samples.count, task.seed);
      crew.meet();
      for (let batch = 0, at = 0; at < samples.count; batch++, at += division.batch) {
        const size = Math.min(division.batch, samples.count - at);
        for (let piece = 0; piece < parts.length; piece++)
          if (isMine(piece)) learnPart(samples, task, order, piece, at, size);
        crew.meet();
        const loss = sum(losses, parts.length) / size;
        const found = sum(hits, parts.length);
        if (Number.isFinite(loss)) update(move, task, task.rates[batch], task.iteration + batch);
        crew.meet();
        if (Number.isFinite(loss)) follow(move);
        yield { samples: size, loss, hits: found };
        if (!Number.isFinite(loss)) break;
      }
      handOver(move);
    },
    score(samples) {
      takeOver();
      const pieces = Math.ceil(samples.count / most);
      for (let piece = 0; piece < pieces; piece++) {
        if (!isMine(piece % parts.length)) continue;
        const part = parts[piece % parts.length];
        const count = Math.min(most, samples.count - piece * most);
        fill(part, samples, (k) => piece * most + k, count);
        const { loss, hits: found } = part.forward(count);
        [losses[piece], hits[piece]] = [loss, found];
      }
      crew.meet();
      const score = { loss: sum(losses, pieces), hits: sum(hits, pieces) };
      crew.meet();
      return score;
    },
  };
}

function fill(part: Part, samples: Samples, sampleAt: (place: number) => number, count: number): void {
  for (let place = 0; place < count; place++) {
    copySample(samples, sampleAt(place), part.inputs, place);
    part.labels[place] = samples.labels[sampleAt(place)];
  }
}

/** A thread's range of moving values, its ends at multiples of 4. */
function shareOf({ values, divisible }: Move, { me, size }: Crew): [number, number] {
  if (!divisible) return me === 0 ? [0, values.length] : [0, 0];
  const each = Math.ceil(values.length / size / 4) * 4;
  return [Math.min(values.length, me * each), Math.min(values.length, (me + 1) * each)];
}

function sum(values: Float64Array, count: number): number {
  let total = 0;
  for (let at = 0; at < count; at++) total += values[at];
  return total;
}
