import type { Steps } from '../../base/steps.ts';
import { UserError } from '../../base/user-error.ts';
import type { Chip } from '../../config/chip.ts';
import type { Network } from '../../network/layer.ts';
import type { LayerCounts } from '../../simulate/layer-counts.ts';
import { type InferredLayers, simulateInferences } from '../graph/simulate-inferences.ts';
import { batchSum } from '../graph/sum-counts.ts';
import { inBatch } from '../load/in-batch.ts';
import { multiplyMany } from '../multiply-many.ts';
import { inputsOf, place, type StoredLayer } from '../store-layers.ts';

/** What one batch took on a machine: counts of each layer that ran, by name, and what is to be said of them. */
export interface CountedLayers {
  readonly counts: ReadonlyMap<string, LayerCounts>;
  readonly warnings: readonly string[];
}

/**
 * So many inferences of a network that run together.
 * @throws UserError where a network that is executed has fewer inputs
 */
export function batchOf(network: Network, batch: number): Network {
  if (network.graph === undefined) return inBatch(network, batch);
  const { inferences, labels } = network;
  if (inferences.length < batch)
    throw UserError.at(
      { file: network.file, path: 'batch' },
      `a batch of ${batch} takes as many inputs, found ${inferences.length}`,
      'BATCH_INPUTS',
    );
  return {
    ...network,
    inferences: inferences.slice(0, batch),
    ...(labels && { labels: labels.slice(0, batch) }),
    batch,
  };
}

/** Simulates a batch: a graph whole, each layer on the outputs of those before it; and its key-value cache behind them; layers that nothing connects one by one, with their inputs. */
export function* countBatch(hardware: Chip, network: Network, stored: readonly StoredLayer[]): Steps<CountedLayers> {
  if (network.graph === undefined) return yield* countAlone(network, stored);
  const sum = batchSum<InferredLayers[number]>();
  yield* simulateInferences(hardware, network, stored, {}, (simulated) => sum.add(simulated));
  const layers = sum.total();
  return {
    counts: new Map(layers.map(({ layer, counts }) => [layer.name, counts])),
    warnings: layers.flatMap(({ warnings }) => warnings),
  };
}

function* countAlone({ layers, batch = 1 }: Network, stored: readonly StoredLayer[]): Steps<CountedLayers> {
  const counts = new Map<string, LayerCounts>();
  const warnings: string[] = [];
  for (const [k, one] of stored.entries()) {
    const placed = place(one, multiplyMany(one, inputsOf(layers[k]), false), batch);
    counts.set(one.layer.name, placed.counts);
    warnings.push(...placed.warnings);
    yield;
  }
  return { counts, warnings };
}
