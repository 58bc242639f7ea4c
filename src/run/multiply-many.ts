import { joinFloats } from '../base/join-floats.ts';
import { machineOf } from '../machines/index.ts';
import { manyOf } from '../machines/many.ts';
import type { Part } from '../machines/pass.ts';
import type { LayerCounts } from '../simulate/layer-counts.ts';
import { type CountSum, countSum } from './graph/sum-counts.ts';
import { multiply, type StoredLayer } from './store-layers.ts';

/** Inputs of so many values are multiplied at a time: they stay in the cache. */
export const BLOCK_VALUES = 2 ** 16;

/** `multiply` of as many inputs as there are: what can be done at once is. */
export function multiplyMany(stored: StoredLayer, inputs: Part, withOutputs = true): LayerCounts {
  if (areTaken(stored, inputs)) return multiply(stored, inputs, withOutputs);
  const sum = countSum();
  const size = Math.max(1, Math.floor(BLOCK_VALUES / inputs[0].length));
  for (let from = 0; from < inputs.length; from += size)
    addProducts(sum, stored, inputs.slice(from, from + size), withOutputs);
  return sum.total()!;
}

/** Adds the products with a block of inputs; returns their outputs, one behind the other. */
export function addProducts(sum: CountSum, stored: StoredLayer, inputs: Part, withOutputs = true): Float32Array {
  const counts = areTaken(stored, inputs)
    ? multiply(stored, inputs, withOutputs)
    : atOnce(stored, [inputs], withOutputs)?.[0];
  if (counts !== undefined) {
    sum.add(counts, inputs);
    return counts.outputs;
  }
  return joinFloats(inputs.map((input) => addProducts(sum, stored, [input], withOutputs)));
}

/** The same for each part, with a sum of its own. */
export function addParts(
  sums: readonly CountSum[],
  stored: StoredLayer,
  parts: readonly Part[],
): readonly Float32Array[] {
  const counts = atOnce(stored, parts, true);
  if (counts === undefined) return parts.map((part, k) => addProducts(sums[k], stored, part));
  return counts.map((one, k) => {
    sums[k].add(one, parts[k]);
    return one.outputs;
  });
}

/** Whether the machine takes inputs as one batch. */
function areTaken({ hardware }: StoredLayer, inputs: Part): boolean {
  return inputs.length === 1 || machineOf(hardware).batches === true;
}

function atOnce(
  { layer, made, hardware }: StoredLayer,
  parts: readonly Part[],
  withOutputs: boolean,
): readonly LayerCounts[] | undefined {
  return manyOf(hardware)?.(layer, made, parts, hardware, withOutputs);
}
