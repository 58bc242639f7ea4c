import type { Files } from '../../base/files/files.ts';
import { basename, dirname, resolve } from '../../base/files/path.ts';
import { freeze } from '../../base/freeze.ts';
import { applySets } from '../yaml/apply-sets.ts';
import type { ConfigTree } from '../yaml/config-tree.ts';
import { findConfig } from '../yaml/find-config.ts';
import { readConfig } from '../yaml/read-config.ts';
import { readLayers, readTextLayers } from '../yaml/read-layers.ts';
import { checkNetwork } from './check-network.ts';
import { ruleOf } from './check-pruning.ts';
import { modelLayers, modelOf } from './model-schema.ts';
import type { ChainConfig, CompressionConfig, LayerConfig, NetworkConfig, WeightFileConfig } from './network.ts';
import { type LayerData, type NetworkData, networkSchema } from './network-schema.ts';

/** Reads a network config: a path, or the name of a built-in one. Throws a UserError with all faults of the file. */
export async function loadNetworkConfig(
  files: Files,
  file: string,
  options: { readonly set?: readonly string[] } = {},
): Promise<NetworkConfig> {
  const config = findConfig(files, file, 'networks');
  return toNetworkConfig(files, applySets(readLayers(files, config, 'networks'), options.set ?? []), config.file);
}

/** The same from text. */
export async function loadNetworkText(files: Files, text: string, file = 'network.yaml'): Promise<NetworkConfig> {
  return toNetworkConfig(files, readTextLayers(files, text, { file, display: file }, 'networks'), file);
}

async function toNetworkConfig(files: Files, tree: ConfigTree, file: string): Promise<NetworkConfig> {
  const data = await readConfig(networkSchema, tree, checkNetwork);
  const folder = resolve(files.workingFolder, dirname(file));
  const near: Near = (path) => (path === undefined ? null : resolve(folder, path));
  const { name, seed, batch, layers = [] } = data;
  const model = data.model === undefined ? null : modelOf(data.model);
  return freeze({
    name,
    file: basename(file),
    seed,
    batch,
    layers:
      model === null || data.model === undefined
        ? layers.map((layer) => toLayer(layer, near))
        : modelLayers(model, data.model),
    weights: toWeightFile(data, near),
    model,
    chain: toChain(data, near),
    compress: toCompression(data.compress),
    ...(data.published && { published: data.published }),
  });
}

type Near = (path: string | undefined) => string | null;

function toWeightFile(data: NetworkData, near: Near): WeightFileConfig | null {
  if (data.weights === undefined) return null;
  const { weights, prototxt, inputs, labels, inputShapes = {}, inputValues = {}, activationDensity = 1 } = data;
  const { layersAlone = false } = data;
  return {
    file: near(weights)!,
    prototxt: near(prototxt),
    inputs: near(inputs),
    activationDensity,
    inputShapes,
    inputValues,
    layersAlone,
    labels: near(labels),
  };
}

function toChain({ chain, inputs, labels, activationDensity }: NetworkData, near: Near): ChainConfig | null {
  if (chain !== true) return null;
  return { inputs: near(inputs), labels: near(labels), activationDensity: activationDensity ?? null };
}

function toLayer(
  { name, kind, generate, weights, activation = 'none', published }: LayerData,
  near: Near,
): LayerConfig {
  return {
    name,
    kind,
    activation,
    ...(generate && {
      generate: { ...generate, codebookValues: generate.codebookValues ?? null, seed: generate.seed ?? null },
    }),
    ...(weights && {
      weights: {
        file: near(weights.file)!,
        layer: weights.layer ?? null,
        prototxt: near(weights.prototxt),
        inputs: near(weights.inputs),
        activationDensity: weights.activationDensity ?? 1,
        seed: weights.seed ?? null,
      },
    }),
    ...(published && {
      published: {
        timeUs: published.time,
        source: published.source,
        ...(published.machine !== undefined && { machine: published.machine }),
      },
    }),
  };
}

function toCompression(data: NetworkData['compress']): CompressionConfig {
  const { prune, share = null, format = null } = data ?? {};
  return { prune: prune === undefined ? null : { rule: ruleOf(prune), scope: prune.scope }, share, format };
}
