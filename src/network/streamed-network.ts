import type { KnownBudget } from '../base/budget.ts';
import type { Steps } from '../base/steps.ts';
import type { ModelSizes } from '../config/models/model.ts';
import type { DrawnPlaces } from '../kernels/weights/place-bits.ts';
import type { Layer, Network } from './layer.ts';
import { allAtOnce } from './weight-source.ts';

/** A layer, and what its making had to say. */
export interface MadeLayer {
  readonly layer: Layer;
  readonly warnings: readonly string[];
}

/** A layer that is made when its turn comes. */
export interface ComingLayer {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** Its weights that are not 0, where that is known before it is made. */
  readonly nonZeroWeights?: number;
  /** Bytes of its weights, where they come from a file. */
  readonly fileBytes?: number;
  /** Draws a generated layer's places a few milliseconds at a time; while somebody holds what it returns, making the layer takes a moment. */
  readonly draw?: () => Steps<DrawnPlaces>;
  /** Reads or generates it, each time anew; what it gives is whole and is not checked again. */
  readonly make: () => Promise<MadeLayer>;
  /** Its inputs while a prompt is read, made of the layer; absent where none is. */
  readonly promptInputs?: (layer: Layer) => readonly Float32Array[];
}

/** A prompt that a language model of random inputs reads before the token that is told. */
export interface ReadPrompt {
  /** Tokens of each sequence. */
  readonly length: number;
  readonly sizes: ModelSizes;
}

/** Layers that nothing connects, each with an input of its own, made one at a time: together they may be more than memory holds. */
export interface StreamedNetwork extends Pick<Network, 'name' | 'file' | 'seed' | 'batch' | 'published' | 'tokens'> {
  readonly coming: readonly ComingLayer[];
  /** What is known before the first layer. */
  readonly warnings: readonly string[];
  /** Whether its layers, each once, are no inference; a layer that is not fully connected is none by itself. */
  readonly layersAlone: boolean;
  /** Sizes of the language model that its layers, each once, are a token of. */
  readonly sizes?: ModelSizes;
  readonly prompt?: ReadPrompt;
}

/** A row and a code, and half as much again for what machines make of them. */
const BYTES_PER_WEIGHT = 7.5;

/** Refuses layers that cannot all be in memory before the first of them is made, as far as their weights are known. */
export function expectAll(
  name: string,
  layers: readonly Pick<ComingLayer, 'nonZeroWeights'>[],
  budget?: KnownBudget,
): void {
  const weights = layers.reduce((sum, { nonZeroWeights = 0 }) => sum + nonZeroWeights, 0);
  if (budget !== undefined) expectWeights(name, layers.length, weights, budget);
}

function expectWeights(name: string, layers: number, weights: number, budget: KnownBudget): void {
  budget.expect(weights * BYTES_PER_WEIGHT, allAtOnce({ layers, of: ` of ${name}`, weights }, 'run'));
}

/** Where densities are not known, so many of the weights tell them: one in a hundred. */
const TELLING_SHARE = 0.01;

/**
 * The same for layers of files, whose zeros are not counted yet: where they would not fit as dense ones, the first of them are made to tell how many weights are to be expected.
 * @throws UserError where they cannot all be in memory
 */
export async function expectStreamed({ name, coming }: StreamedNetwork, budget: KnownBudget): Promise<void> {
  const sizeOf = ({ rows, columns, nonZeroWeights }: ComingLayer): number => nonZeroWeights ?? rows * columns;
  const most = coming.reduce((sum, one) => sum + sizeOf(one), 0);
  if (budget.has(most * BYTES_PER_WEIGHT)) return;
  const untold = coming.filter(({ nonZeroWeights }) => nonZeroWeights === undefined);
  const places = untold.reduce((sum, one) => sum + sizeOf(one), 0);
  let [seen, found] = [0, 0];
  for (const one of untold) {
    if (seen >= places * TELLING_SHARE) break;
    const { matrix } = (await one.make()).layer;
    seen += sizeOf(one);
    found += matrix.columnStart[matrix.columns];
  }
  const weights = most - places + (seen === 0 ? 0 : Math.round((found / seen) * places));
  expectWeights(name, coming.length, weights, budget);
}

/** All layers of a streamed network in memory; together they may take what the budget holds. @throws UserError where they take more */
export async function readStreamed(streamed: StreamedNetwork, budget?: KnownBudget): Promise<Network> {
  if (budget !== undefined) await expectStreamed(streamed, budget);
  const { coming, warnings, sizes: _sizes, prompt: _prompt, ...network } = streamed;
  const made: MadeLayer[] = [];
  for (const one of coming) {
    const next = await one.make();
    const { columnStart, weights } = next.layer.matrix;
    const bytes = columnStart.at(-1)! * (4 + (weights.kind === 'shared' ? 1 : 4));
    budget?.take(bytes, `"${one.name}" and the layers before it, all in memory`);
    made.push(next);
  }
  const layers = made.map(({ layer }) => layer);
  const layersAlone = network.layersAlone || layers.some(({ kind }) => kind !== 'fullyConnected');
  return { ...network, layersAlone, layers, warnings: [...warnings, ...made.flatMap((one) => one.warnings)] };
}
