import { generationBudget } from '../../base/budget.ts';
import type { Files } from '../../base/files/files.ts';
import { loadNetworkConfig } from '../../config/network/load-network.ts';
import { type CompressionConfig, NO_COMPRESSION } from '../../config/network/network.ts';
import { layerSeed } from '../../network/generate.ts';
import type { ImportedWeights } from '../../network/imported-weights.ts';
import type { ImportOptions } from '../../network/importers/importer.ts';
import { importWeights } from '../../network/importers/index.ts';
import { expectAll } from '../../network/streamed-network.ts';
import { bytesOf } from '../../network/weight-source.ts';
import { chainGraph } from './chain-graph.ts';
import { type ConfigLayer, configLayer, weightsOf } from './config-layers.ts';
import { networkKind } from './network-kind.ts';
import { nonZerosOf } from './network-of-layers.ts';

/** The weights of a network before anything is done to them. */
export interface NetworkWeights {
  readonly weights: ImportedWeights;
  /** What the network's own file asks for. */
  readonly compress: CompressionConfig;
  /** Paths of the inputs and labels that it names. */
  readonly inputs: string | null;
  readonly labels: string | null;
}

/**
 * Reads the weights of whatever a user calls a network: a network YAML or the name of a built-in one (its layers are generated or imported), an EIE dump
 * folder, or a weight file.
 * @throws UserError as importWeights and loadNetworkConfig do
 */
export async function loadWeights(files: Files, path: string, options: ImportOptions = {}): Promise<NetworkWeights> {
  if (networkKind(files, path) !== 'config')
    return { weights: await importWeights(files, path, options), compress: NO_COMPRESSION, inputs: null, labels: null };
  const config = await loadNetworkConfig(files, path);
  const { compress, weights: file } = config;
  const seed = options.seed ?? config.seed;
  if (file !== null) {
    const prototxt = options.prototxt ?? file.prototxt;
    return {
      weights: await importWeights(files, file.file, { seed, ...(prototxt !== null && { prototxt }) }),
      compress,
      inputs: file.inputs,
      labels: file.labels,
    };
  }
  const layers: ConfigLayer[] = [];
  const budget = generationBudget(files.memory);
  expectAll(
    config.name,
    config.layers.map((layer) => nonZerosOf(layer)),
    budget,
  );
  for (const [index, layer] of config.layers.entries()) {
    const made = await configLayer(files, layer, layerSeed(seed, index));
    budget.take(bytesOf(made.weights), `"${layer.name}" and the layers before it, all in memory`);
    layers.push(made);
  }
  const weights = weightsOf(layers);
  return {
    weights: config.chain === null ? weights : { ...weights, graph: chainGraph(config.file, layers) },
    compress,
    inputs: config.chain?.inputs ?? null,
    labels: config.chain?.labels ?? null,
  };
}
