import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { knownNames } from '../base/nearest-name.ts';
import { UserError } from '../base/user-error.ts';
import { applyCompression } from '../compress/apply-compression.ts';
import { columnTables } from '../compress/column-tables.ts';
import { decode } from '../compress/decode.ts';
import { importedNetwork } from '../compress/imported-network.ts';
import { loadNetworkConfig } from '../config/load-network.ts';
import type { LayerConfig, NetworkConfig, WeightFileConfig, WeightsConfig } from '../config/network.ts';
import { generateLayer, layerSeed } from '../network/generate.ts';
import { isEieDump, readEieDump } from '../network/importers/eie-dump.ts';
import { IMPORTERS, importWeights } from '../network/importers/index.ts';
import { readInputs, readLabels } from '../network/inputs.ts';
import type { Layer, Network } from '../network/layer.ts';

/** How a network is brought in. */
export interface NetworkOptions {
  /** Replaces the seed of the network file. */
  readonly seed?: number;
  /** Keep only this layer. */
  readonly layer?: string;
  /** A .npy file of inputs: one vector, or a batch of them. */
  readonly inputs?: string;
  /** Density of generated inputs of an imported network, 1 by default. */
  readonly activationDensity?: number;
  /** Replaces what the generated layers of a network file have. */
  readonly generate?: {
    readonly weightDensity?: number;
    readonly activationDensity?: number;
    readonly codebookValues?: number;
  };
  /** `key=value` changes of a network YAML. */
  readonly set?: readonly string[];
  /** The Caffe network description that a Deep-Compression .net file needs. */
  readonly prototxt?: string;
  /** How to read bytes whose kind a file does not tell (bf16). */
  readonly dtype?: string;
}

/** Reads whatever a user calls a network: a network YAML, the name of a built-in one, an EIE dump folder, or a weight file. */
export async function loadNetwork(path: string, options: NetworkOptions = {}): Promise<Network> {
  const info = await stat(path).catch(() => undefined);
  if (info?.isDirectory()) return onlyLayer(fromDump(path), options.layer);
  const isWeights =
    info === undefined
      ? IMPORTERS.some(({ extensions }) => extensions.includes(extname(path).toLowerCase()))
      : !/\.ya?ml$/i.test(path);
  return isWeights ? fromWeights(path, options) : fromConfig(path, options);
}

/** A weight file: its graph where it has one that can be executed, else its layers one by one. */
async function fromWeights(path: string, options: NetworkOptions): Promise<Network> {
  const imported = await importWeights(path, options);
  const inputs = options.inputs === undefined ? {} : { inputs: await readInputs(options.inputs) };
  const { seed, activationDensity } = options;
  const given = { ...(seed !== undefined && { seed }), ...(activationDensity !== undefined && { activationDensity }) };
  const name = basename(path).replace(/\.\w+$/, '');
  return chooseLayer(importedNetwork(imported, { file: basename(path), name, ...inputs, ...given }), options.layer);
}

/** The one layer of a dump, with the streams it came with. */
function fromDump(folder: string): Network {
  if (!isEieDump(folder)) {
    throw UserError.at(
      { file: folder },
      'expected a network file or an EIE dump folder (act.dat, arithm.dat, ptr/, spm/), found another folder',
      'NETWORK_UNKNOWN',
    );
  }
  const dump = readEieDump(folder);
  const matrix = decode(dump.streams, dump.rows, dump.columns, true, dump.codebook);
  const streams = { ...dump.streams, tables: columnTables(dump.streams, dump.columns + 1, dump.rows) };
  const layer: Layer = { name: dump.name, kind: 'fullyConnected', matrix, activations: dump.activations, streams };
  return { name: dump.name, file: dump.name, seed: null, layers: [layer] };
}

/** A network YAML: generated and imported layers, of which only those that are asked for are made, or one weight file. */
async function fromConfig(path: string, options: NetworkOptions): Promise<Network> {
  const config = await loadNetworkConfig(path, options.set === undefined ? {} : { set: options.set });
  const seed = options.seed ?? config.seed;
  if (config.weights !== null) return fromWeightFile(config, config.weights, { ...options, seed });
  const layers = config.layers.map((layer, index) => ({
    name: layer.name,
    build: () =>
      layer.weights === undefined
        ? buildLayer(layer, layerSeed(seed, index), options.generate)
        : importLayer(layer, layer.weights, config, layerSeed(seed, index)),
  }));
  const chosen = onlyLayer({ name: config.name, layers }, options.layer).layers;
  const built: { layer: Layer; warnings: readonly string[] }[] = [];
  for (const { build } of chosen) {
    const made = await build();
    built.push('layer' in made ? made : { layer: made, warnings: [] });
  }
  const warnings = built.flatMap((one) => one.warnings);
  return { name: config.name, file: config.file, seed, layers: built.map(({ layer }) => layer), warnings };
}

/** The whole of a weight file, as a network config describes it; options go before the config. */
async function fromWeightFile(
  config: NetworkConfig,
  file: WeightFileConfig,
  options: NetworkOptions & { seed: number },
): Promise<Network> {
  const prototxt = options.prototxt ?? file.prototxt;
  const imported = await importWeights(file.file, { ...(prototxt !== null && { prototxt }), seed: options.seed });
  const inputs = options.inputs ?? file.inputs;
  const network = importedNetwork(applyCompression(imported, config.compress), {
    file: config.file,
    name: config.name,
    activationDensity: options.activationDensity ?? file.activationDensity,
    seed: options.seed,
    generated: { shapes: file.inputShapes, values: file.inputValues },
    ...(inputs !== null && { inputs: await readInputs(inputs) }),
  });
  const labelled = file.labels === null ? network : { ...network, labels: await readLabels(file.labels) };
  return chooseLayer(labelled, options.layer);
}

/** One layer of a weight file under the name that the config gives it. */
async function importLayer(
  { name, published }: LayerConfig,
  source: WeightsConfig,
  { compress }: NetworkConfig,
  seed: number,
): Promise<{ layer: Layer; warnings: readonly string[] }> {
  const imported = await importWeights(source.file, {
    ...(source.prototxt !== null && { prototxt: source.prototxt }),
    seed: source.seed ?? seed,
  });
  const { graph: _, ...alone } = imported;
  const chosen = source.layer ?? imported.layers[0].name;
  if (source.layer === null && imported.layers.length > 1)
    throw UserError.at(
      { file: source.file, path: name },
      `expected weights.layer: the file has ${imported.layers.length} layers`,
      'MISSING_KEY',
    );
  const { layers } = onlyLayer({ name: basename(source.file), layers: imported.layers }, chosen);
  const network = importedNetwork(applyCompression({ ...alone, layers }, compress), {
    file: basename(source.file),
    name,
    activationDensity: source.activationDensity,
    seed: source.seed ?? seed,
    ...(source.inputs !== null && { inputs: await readInputs(source.inputs) }),
  });
  const layer = { ...network.layers[0], name, ...(published && { published }) };
  return { layer, warnings: (network.warnings ?? []).map((warning) => `${name}: ${warning}`) };
}

function buildLayer(
  { name, generate, published }: LayerConfig,
  seed: number,
  changed: NetworkOptions['generate'],
): Layer {
  const { rows, columns, weightDensity, activationDensity, codebookValues } = { ...generate!, ...changed };
  const spec = {
    name,
    rows,
    columns,
    weightDensity,
    activationDensity,
    ...(codebookValues !== null && { codebookValues }),
    ...(published && { published }),
  };
  return generateLayer(spec, generate!.seed ?? seed);
}

/** A graph is executed whole, whatever layer the result is about. */
function chooseLayer(network: Network, name: string | undefined): Network {
  const { layers } = onlyLayer(network, name);
  if (network.graph === undefined || name === undefined) return { ...network, layers };
  return { ...network, only: name };
}

function onlyLayer<N extends { readonly name: string; readonly layers: readonly { readonly name: string }[] }>(
  network: N,
  name: string | undefined,
): N {
  if (name === undefined) return network;
  const layers = network.layers.filter((layer) => layer.name === name);
  if (layers.length > 0) return { ...network, layers };
  const known = network.layers.map((layer) => layer.name);
  throw UserError.at(
    { path: '--layer' },
    `no layer "${name}" in ${network.name} (${knownNames(name, known)})`,
    'UNKNOWN_NAME',
  );
}
