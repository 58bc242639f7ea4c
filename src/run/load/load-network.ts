import { generationBudget } from '../../base/budget.ts';
import type { Files } from '../../base/files/files.ts';
import { basename } from '../../base/files/path.ts';
import { UserError } from '../../base/user-error.ts';
import { applyCompression } from '../../compress/apply-compression.ts';
import { decode } from '../../compress/decode.ts';
import { loadNetworkConfig } from '../../config/network/load-network.ts';
import type { NetworkConfig, WeightFileConfig } from '../../config/network/network.ts';
import { carried } from '../../machines/eie/weights/streams-for.ts';
import { attends } from '../../network/graph/cache/watch-cache.ts';
import { isEieDump, readEieDump } from '../../network/importers/eie/eie-dump.ts';
import { openWeights } from '../../network/importers/index.ts';
import { readInputs, readLabels } from '../../network/inputs/read-inputs.ts';
import type { Layer, Network } from '../../network/layer.ts';
import { onlyLayer, theLayer } from '../../network/only-layer.ts';
import { expectStreamed, readStreamed, type StreamedNetwork } from '../../network/streamed-network.ts';
import { expectModel, readSource, type WeightSource } from '../../network/weight-source.ts';
import { importedNetwork } from './imported-network.ts';
import { inBatch } from './in-batch.ts';
import { asksForText, languageTask } from './language-task.ts';
import { networkKind } from './network-kind.ts';
import { fromChain, fromLayers, type SeededOptions } from './network-of-layers.ts';
import type { NetworkOptions } from './network-options.ts';
import { streamedWeights } from './streamed-weights.ts';
import { withPrompt } from './with-prompt.ts';

/** Reads whatever a user calls a network: a network YAML, the name of a built-in one, an EIE dump folder, a model folder, or a weight file. */
export async function loadNetwork(files: Files, path: string, options: NetworkOptions = {}): Promise<Network> {
  const network = await openNetwork(files, path, options);
  if (!('coming' in network)) return network;
  if (options.oneLayer === true) theLayer(network.coming);
  return readStreamed(network, generationBudget(files.memory));
}

/** Layers by themselves, or a graph that is executed whole, each layer on the outputs of those before it; such a one may attend to keys and values that it keeps. */
export type Execution = 'alone' | 'whole' | 'attending';

/**
 * How a network is executed, told with as little reading as it takes.
 * @throws UserError as loadNetwork does, also where its layers cannot all be in memory
 */
export async function executionOf(files: Files, path: string, options: NetworkOptions = {}): Promise<Execution> {
  const network = await openNetwork(files, path, options);
  if (!('coming' in network))
    return network.graph === undefined ? 'alone' : attends(network.graph) ? 'attending' : 'whole';
  await expectStreamed(network, generationBudget(files.memory));
  return 'alone';
}

/** The same, but layers that nothing connects are not made yet: each is when its turn comes. */
export async function openNetwork(
  files: Files,
  path: string,
  options: NetworkOptions = {},
): Promise<Network | StreamedNetwork> {
  const kind = networkKind(files, path);
  if (kind !== 'config') refuseGenerated(path, options);
  if (kind === 'folder') return inBatch(onlyLayer(fromDump(files, path), options.layer), options.batch ?? 1);
  const network = await (kind === 'weights' ? fromWeights(files, path, options) : fromConfig(files, path, options));
  if (asksForText(options.language ?? {}) && !('language' in network))
    throw UserError.at(
      { file: path },
      'no weights of a language model, which --prompt and --perplexity need',
      'LANGUAGE_MODEL',
    );
  return options.promptLength === undefined ? network : withPrompt(network, path, options.promptLength);
}

/** Weights that are there cannot be drawn with another density. */
function refuseGenerated(file: string, { generate = {} }: NetworkOptions): void {
  const { weightDensity, codebookValues } = generate;
  if (weightDensity === undefined && codebookValues === undefined) return;
  throw UserError.at(
    { file },
    'has no generated layers: the density and the number of values of its weights cannot be chosen',
    'NETWORK_GENERATED',
  );
}

/** A weight file: its graph where it has one that can be executed, else its layers one by one. */
async function fromWeights(files: Files, path: string, options: NetworkOptions): Promise<Network | StreamedNetwork> {
  const source = await openWeights(files, path, options);
  const language = await taskOf(files, path, source, options);
  const { seed, activationDensity, inputShapes, layersAlone, experts, batch = 1 } = options;
  const given = {
    file: basename(path),
    name: basename(path).replace(/\.\w+$/, ''),
    ...(options.inputs !== undefined && { inputs: await readInputs(files, options.inputs) }),
    ...(options.layer !== undefined && { only: options.layer }),
    ...(seed !== undefined && { seed }),
    ...(experts !== undefined && { experts }),
    ...(activationDensity !== undefined && { activationDensity }),
    ...(inputShapes !== undefined && { generated: { shapes: inputShapes, values: {} } }),
    ...(layersAlone !== undefined && { layersAlone }),
    ...(language && { language }),
    batch,
  };
  if (language === undefined && isLoose(source, layersAlone)) return inBatch(streamedWeights(source, given), batch);
  return inBatch(
    chooseLayer(importedNetwork(readSource(source, generationBudget(files.memory)), given), options.layer),
    batch,
  );
}

/** Whether the layers of a source run each by itself. */
function isLoose({ graph }: WeightSource, layersAlone = false): boolean {
  return graph === undefined || layersAlone;
}

/** What a language model is to do, where text is asked for. */
async function taskOf(files: Files, path: string, source: WeightSource, { language }: NetworkOptions) {
  if (language === undefined || !asksForText(language)) return undefined;
  expectModel(source, generationBudget(files.memory));
  return languageTask(files, path, source, language);
}

/** The one layer of a dump, with the streams it came with. */
function fromDump(files: Files, folder: string): Network {
  if (!isEieDump(files, folder)) {
    throw UserError.at(
      { file: folder },
      `expected a network file or an EIE dump folder (act.dat, arithm.dat, ptr/, spm/) or a model folder (config.json, model.safetensors), found another folder`,
      'NETWORK_UNKNOWN',
    );
  }
  const dump = readEieDump(files, folder);
  const matrix = decode(dump.streams, dump.rows, dump.columns, true, dump.codebook);
  const encoded = carried(dump.streams);
  const layer: Layer = { name: dump.name, kind: 'fullyConnected', matrix, activations: dump.activations, encoded };
  return { name: dump.name, file: dump.name, seed: null, layers: [layer] };
}

/** A network YAML: layers (each by itself, or a chain of them), or one weight file. */
async function fromConfig(files: Files, path: string, options: NetworkOptions): Promise<Network | StreamedNetwork> {
  const config = await loadNetworkConfig(files, path, options.set === undefined ? {} : { set: options.set });
  if (!config.layers.some(({ generate }) => generate !== undefined)) refuseGenerated(path, options);
  const batch = options.batch ?? config.batch;
  const seeded = { ...options, seed: options.seed ?? config.seed, batch };
  const network = inBatch(await networkOf(files, config, seeded), batch);
  // what is published is of all layers
  if (config.published === undefined || options.layer !== undefined) return network;
  return { ...network, published: config.published };
}

async function networkOf(
  files: Files,
  config: NetworkConfig,
  options: SeededOptions,
): Promise<Network | StreamedNetwork> {
  if (config.weights !== null) return fromWeightFile(files, config, config.weights, options);
  if (config.chain === null) return fromLayers(files, config, options);
  return chooseLayer(await fromChain(files, config, config.chain, options), options.layer);
}

/** The whole of a weight file, as a network config describes it; options go before the config. */
async function fromWeightFile(
  files: Files,
  config: NetworkConfig,
  whole: WeightFileConfig,
  options: SeededOptions,
): Promise<Network | StreamedNetwork> {
  const prototxt = options.prototxt ?? whole.prototxt;
  const opened = await openWeights(files, whole.file, {
    ...(prototxt !== null && { prototxt }),
    seed: options.seed,
  });
  const { file, source } =
    options.layersAlone === true ? takenApart(whole, opened, options) : { file: whole, source: opened };
  const inputs = options.inputs ?? file.inputs;
  const language = await taskOf(files, file.file, source, options);
  const { compress } = config;
  const given = {
    file: config.file,
    name: config.name,
    activationDensity: options.activationDensity ?? file.activationDensity,
    seed: options.seed,
    batch: options.batch,
    generated: { shapes: { ...file.inputShapes, ...options.inputShapes }, values: file.inputValues },
    layersAlone: options.layersAlone ?? file.layersAlone,
    ...(language && { language }),
    ...(inputs !== null && { inputs: await readInputs(files, inputs) }),
    ...(options.layer !== undefined && { only: options.layer }),
    ...(options.experts !== undefined && { experts: options.experts }),
  };
  if (
    language === undefined &&
    isLoose(source, given.layersAlone) &&
    file.labels === null &&
    compress.prune?.scope !== 'global'
  )
    return streamedWeights(source, { ...given, compress });
  const original = readSource(source, generationBudget(files.memory));
  const network = importedNetwork(applyCompression(original, compress), { ...given, original });
  const labelled = file.labels === null ? network : { ...network, labels: await readLabels(files, file.labels) };
  return chooseLayer(labelled, options.layer);
}

/** A network that is meant to run whole, layer by layer: its inputs and labels are those of no layer. */
function takenApart(
  file: WeightFileConfig,
  source: WeightSource,
  { inputs }: Pick<NetworkOptions, 'inputs'>,
): { readonly file: WeightFileConfig; readonly source: WeightSource } {
  if (file.layersAlone || source.graph === undefined || source.heads.length === 1) return { file, source };
  const unused =
    file.inputs === null || inputs !== undefined
      ? []
      : [`${basename(file.inputs)}: inputs of the whole network, not of each layer`];
  return {
    file: { ...file, inputs: null, labels: null },
    source: { ...source, warnings: [...source.warnings, ...unused] },
  };
}

/** A graph is executed whole, whatever layer the result is about. */
function chooseLayer(network: Network, name: string | undefined): Network {
  const { layers } = onlyLayer(network, name);
  if (network.graph === undefined || name === undefined) return { ...network, layers };
  return { ...network, only: name };
}
