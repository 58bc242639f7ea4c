import type { Files } from '../../base/files/files.ts';
import { applyCompression } from '../../compress/apply-compression.ts';
import type { ChainConfig, LayerConfig, NetworkConfig } from '../../config/network/network.ts';
import { layerSeed } from '../../network/generate.ts';
import type { ImportedLayer } from '../../network/imported-weights.ts';
import { readInputs, readLabels } from '../../network/inputs/read-inputs.ts';
import type { Layer, Network } from '../../network/layer.ts';
import { onlyLayer } from '../../network/only-layer.ts';
import type { ComingLayer, MadeLayer, StreamedNetwork } from '../../network/streamed-network.ts';
import { chainGraph } from './chain-graph.ts';
import { type ConfigLayer, configLayer, drawLayerAhead, weightsOf } from './config-layers.ts';
import { importedNetwork } from './imported-network.ts';
import type { NetworkOptions } from './network-options.ts';

/** Options with what the network file says where they say nothing. */
export type SeededOptions = NetworkOptions & { readonly seed: number; readonly batch: number };

/** The layers of a network YAML, each with an input of its own, or all with the one that the options give, made one at a time. Those that are pruned together are made together. */
export async function fromLayers(
  files: Files,
  config: NetworkConfig,
  options: SeededOptions,
): Promise<StreamedNetwork | Network> {
  const { name, file, compress } = config;
  const seeded = config.layers.map((layer, index) => ({
    name: layer.name,
    layer,
    seed: layerSeed(options.seed, index),
  }));
  const chosen = onlyLayer({ name, layers: seeded }, options.layer).layers;
  const network = { name, file, seed: options.seed };
  if (compress.prune?.scope === 'global') {
    const made = await makeLayers(files, seeded, options.generate);
    const weights = applyCompression(weightsOf(made), compress).layers;
    const ready: MadeLayer[] = [];
    for (const [index, one] of made.entries())
      if (chosen.some(({ layer }) => layer === one.config))
        ready.push(await readyLayer(files, one, weights[index], file, options));
    const layers = ready.map(({ layer }) => layer);
    return {
      ...network,
      layers,
      warnings: ready.flatMap(({ warnings }) => warnings),
      ...(layers.some(({ kind }) => kind !== 'fullyConnected') && { layersAlone: true }),
    };
  }
  const coming = chosen.map(({ layer, seed }) => ({
    name: layer.name,
    rows: layer.generate?.rows ?? 0,
    columns: layer.generate?.columns ?? 0,
    ...nonZerosOf(layer, options.generate),
    ...(layer.generate && { draw: () => drawLayerAhead(layer, seed, options.generate) }),
    make: async () => {
      const made = await configLayer(files, layer, seed, options.generate);
      const [weights] = applyCompression(weightsOf([made]), compress).layers;
      return readyLayer(files, made, weights, file, options);
    },
  }));
  const isModel = config.model !== null;
  return {
    ...network,
    coming,
    warnings: [],
    layersAlone: !isModel && chosen.length > 1,
    ...(isModel && options.layer === undefined && { tokens: true as const, sizes: config.model.sizes }),
  };
}

/** How many weights a generated layer gets that are not 0. */
export function nonZerosOf(
  { generate }: LayerConfig,
  changed: NetworkOptions['generate'] = {},
): Pick<ComingLayer, 'nonZeroWeights'> {
  if (generate === undefined) return {};
  const { rows, columns, weightDensity } = generate;
  return { nonZeroWeights: Math.round(rows * columns * (changed.weightDensity ?? weightDensity)) };
}

/** The layers of a network YAML as a chain: the outputs of one are the inputs of the next. */
export async function fromChain(
  files: Files,
  config: NetworkConfig,
  chain: ChainConfig,
  options: SeededOptions,
): Promise<Network> {
  const { name, file } = config;
  const seeded = config.layers.map((layer, index) => ({ layer, seed: layerSeed(options.seed, index) }));
  const made = await makeLayers(files, seeded, options.generate);
  const imported = { ...weightsOf(made), graph: chainGraph(file, made) };
  const inputs = options.inputs ?? chain.inputs;
  const density = options.activationDensity ?? chain.activationDensity ?? made[0].config.generate?.activationDensity;
  const network = importedNetwork(applyCompression(imported, config.compress), {
    file,
    name,
    original: imported,
    seed: options.seed,
    batch: options.batch,
    ...(density !== undefined && { activationDensity: density }),
    ...(inputs !== null && { inputs: await readInputs(files, inputs) }),
  });
  const layers = network.layers.map((layer, index) => ({ ...layer, ...publishedOf(config.layers[index]) }));
  return { ...network, layers, ...(chain.labels !== null && { labels: await readLabels(files, chain.labels) }) };
}

async function makeLayers(
  files: Files,
  seeded: readonly { readonly layer: LayerConfig; readonly seed: number }[],
  changed: NetworkOptions['generate'],
): Promise<ConfigLayer[]> {
  const made: ConfigLayer[] = [];
  for (const { layer, seed } of seeded) made.push(await configLayer(files, layer, seed, changed));
  return made;
}

/** A layer with its compressed weights and its own input. */
async function readyLayer(
  files: Files,
  { config, seed, generated, weights, warnings: own }: ConfigLayer,
  compressed: ImportedLayer,
  file: string,
  options: SeededOptions,
): Promise<MadeLayer> {
  const { name, weights: source } = config;
  if (generated !== undefined && compressed === weights && options.inputs === undefined)
    return { layer: generated, warnings: own };
  const inputs =
    generated === undefined || options.inputs !== undefined
      ? await ownInputs(files, options.inputs ?? source?.inputs ?? null)
      : {
          inputs: { file, arrays: [{ name: null, shape: [generated.matrix.columns], values: generated.activations }] },
        };
  const alone = { format: 'network', layers: [compressed], skipped: [], warnings: [] };
  const network = importedNetwork(alone, {
    file,
    name,
    activationDensity: options.activationDensity ?? source?.activationDensity ?? 1,
    seed: source?.seed ?? seed,
    batch: options.batch,
    ...inputs,
  });
  const warnings = [...own, ...(network.warnings ?? []).map((warning) => `${name}: ${warning}`)];
  return { layer: { ...network.layers[0], ...publishedOf(config) }, warnings };
}

async function ownInputs(files: Files, file: string | null) {
  return file === null ? {} : { inputs: await readInputs(files, file) };
}

function publishedOf({ published }: LayerConfig): Pick<Layer, 'published'> {
  return published === undefined ? {} : { published };
}
