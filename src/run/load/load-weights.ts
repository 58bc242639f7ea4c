import { generationBudget } from '../../base/budget.ts';
import type { Files } from '../../base/files/files.ts';
import { loadNetworkConfig } from '../../config/network/load-network.ts';
import { type CompressionConfig, NO_COMPRESSION } from '../../config/network/network.ts';
import { layerSeed } from '../../network/generate.ts';
import type { ImportedWeights } from '../../network/imported-weights.ts';
import type { ImportOptions } from '../../network/importers/importer.ts';
import { importWeights, openWeights } from '../../network/importers/index.ts';
import { expectAll } from '../../network/streamed-network.ts';
import { bytesOf, sourceOf, type WeightSource } from '../../network/weight-source.ts';
import { chainGraph } from './chain-graph.ts';
import { type ConfigLayer, configLayer, generatedHead, weightsOf } from './config-layers.ts';
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

/** The same, its layers not read or made yet where that can be. */
export interface OpenedWeights extends Omit<NetworkWeights, 'weights'> {
  readonly source: WeightSource;
}

/** loadWeights, but of layers that can be read or made one at a time only what is said of them. */
export async function openNetworkWeights(
  files: Files,
  path: string,
  options: ImportOptions = {},
): Promise<OpenedWeights> {
  if (networkKind(files, path) !== 'config')
    return { source: await openWeights(files, path, options), compress: NO_COMPRESSION, inputs: null, labels: null };
  const { compress, weights: file, chain, layers, ...config } = await loadNetworkConfig(files, path);
  const seed = options.seed ?? config.seed;
  if (file !== null) {
    const prototxt = options.prototxt ?? file.prototxt;
    const source = await openWeights(files, file.file, { seed, ...(prototxt !== null && { prototxt }) });
    return { source, compress, inputs: file.inputs, labels: file.labels };
  }
  if (chain !== null || layers.some(({ generate }) => generate === undefined)) {
    const { weights, ...named } = await loadWeights(files, path, options);
    return { source: sourceOf(weights), ...named };
  }
  const heads = layers.map((layer, index) => generatedHead(files, layer, layerSeed(seed, index)));
  return { source: { format: 'network', heads, skipped: [], warnings: [] }, compress, inputs: null, labels: null };
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
