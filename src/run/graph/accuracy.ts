import { UserError } from '../../base/user-error.ts';
import { executeGraph } from '../../network/graph/execute-graph.ts';
import type { Tensor } from '../../network/graph/graph.ts';
import { plainMultiply } from '../../network/graph/plain-multiply.ts';
import type { GraphNetwork } from '../../network/layer.ts';
import type { Inferences } from '../result.ts';

const BEST = 5;

/** Places of the largest values of the first output, best first; equal ones in their order. */
export function bestOutputs(outputs: ReadonlyMap<string, Tensor>): number[] {
  const [first] = outputs.values();
  return first === undefined ? [] : bestPlaces(first.values);
}

/** Places of the largest values, best first; equal ones in their order. One pass: an output may be an image. */
export function bestPlaces(values: ArrayLike<number>): number[] {
  const best: number[] = [];
  for (let place = 0; place < values.length; place++) {
    if (best.length === BEST && values[place] <= values[best[BEST - 1]]) continue;
    const at = best.findIndex((other) => values[place] > values[other]);
    best.splice(at < 0 ? best.length : at, 0, place);
    if (best.length > BEST) best.pop();
  }
  return best;
}

/** Top-1 and top-5 of the predictions, beside those of the network before compression, or of the same weights where that is not known, in plain fp32. */
export function accuracyOf(
  network: GraphNetwork,
  predictions: readonly (readonly number[])[],
  labels: readonly number[],
): NonNullable<Inferences['accuracy']> {
  const { layers, graph } = network.original ?? network;
  const multiply = plainMultiply(layers);
  const original = network.inferences.map((inputs) => bestOutputs(executeGraph(graph, inputs, multiply)));
  const share = (best: readonly (readonly number[])[], among: number): number =>
    best.filter((places, index) => places.slice(0, among).includes(labels[index])).length / best.length;
  return {
    top1: share(predictions, 1),
    top5: share(predictions, BEST),
    originalTop1: share(original, 1),
    originalTop5: share(original, BEST),
    original: network.original === undefined ? 'sameWeights' : 'beforeCompression',
  };
}

/** @throws UserError where there is not one label for each inference */
export function checkLabels(inferences: number, labels: readonly number[] | undefined): void {
  if (labels === undefined || labels.length === inferences) return;
  throw UserError.at(
    { path: 'labels' },
    `expected one label for each of ${inferences} inputs, found ${labels.length}`,
    'LABELS',
  );
}

/** @throws UserError where a label is none of the first output's places */
export function checkLabelRange(outputs: ReadonlyMap<string, Tensor>, labels: readonly number[] = []): void {
  const [first] = outputs.values();
  const places = first?.values.length ?? 0;
  const bad = labels.findIndex((label) => label >= places);
  if (bad >= 0)
    throw UserError.at(
      { path: 'labels' },
      `expected labels below ${places}, the number of outputs, found ${labels[bad]} at position ${bad}`,
      'LABELS',
    );
}
