import { UserError } from '../../base/user-error.ts';
import { nodeFiles } from '../../node/node-files.ts';
import { importWeights } from '../../node/read-networks.ts';
import { loadTraining } from '../config/read-training.ts';
import type { TrainingConfig } from '../config/training.ts';
import { checkClasses, loadData, type TrainingSamples } from '../data/load-data.ts';
import { type Chain, isMisfit, planChain } from '../learn/chain.ts';
import { importedStart } from '../network/imported-start.ts';
import { initialNetwork } from '../network/initial-network.ts';
import type { TrainedNetwork } from '../network/trained-network.ts';

/** What a training starts from. */
export interface PreparedTraining {
  readonly samples: TrainingSamples;
  readonly chain: Chain;
  readonly network: TrainedNetwork;
}

/**
 * Reads the data of a recipe and makes its first network.
 * @throws UserError where data are missing or do not fit, and where layers do not fit the data or each other
 */
export async function prepareTraining(config: TrainingConfig): Promise<PreparedTraining> {
  const samples = await loadData(nodeFiles, config.data);
  const chain = chainOf(config, samples);
  checkClasses(config.data, samples, chain.outputs);
  return { samples, chain, network: await firstNetwork(config, chain) };
}

/** All that a recipe's use would refuse. */
export async function prepareTrainingFile(file: string): Promise<PreparedTraining> {
  return prepareTraining(await loadTraining(file));
}

/** The chain of a recipe behind its data. */
function chainOf({ layers, file, layerPlaces }: TrainingConfig, { shape }: TrainingSamples): Chain {
  const chain = planChain(layers, shape);
  if (isMisfit(chain)) throw UserError.at(layerPlaces[chain.layer], chain.message, 'CHAIN_SHAPE');
  if (chain.slots.length === 0)
    throw UserError.at({ file, path: 'layers' }, 'expected a layer with weights', 'CHAIN_SHAPE');
  return chain;
}

async function firstNetwork(config: TrainingConfig, chain: Chain): Promise<TrainedNetwork> {
  if (config.weights === null) return initialNetwork(chain, config.initialisation, config.seed);
  return importedStart(chain, await importWeights(config.weights), config.weights);
}
