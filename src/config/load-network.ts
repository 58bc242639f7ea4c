import { basename, dirname, resolve } from 'node:path';
import { freeze } from '../base/freeze.ts';
import type { Fault } from '../base/user-error.ts';
import { applySets } from './apply-sets.ts';
import { type ConfigTree, placeOf } from './config-tree.ts';
import { findConfig } from './find-config.ts';
import { layerSources } from './layer-sources.ts';
import type { CompressionConfig, LayerConfig, NetworkConfig } from './network.ts';
import { type LayerData, type NetworkData, networkSchema } from './network-schema.ts';
import { readConfig } from './read-config.ts';
import { readLayers, readTextLayers } from './read-layers.ts';

/** A layer holds at most this many weights, so that a misplaced digit is told before memory is taken. */
const MAX_WEIGHTS = 2 ** 30;

/** Reads a network config: a path, or the name of a built-in one. Throws a UserError with all faults of the file. */
export async function loadNetworkConfig(
  file: string,
  options: { readonly set?: readonly string[] } = {},
): Promise<NetworkConfig> {
  const config = findConfig(file, 'networks');
  return toNetworkConfig(applySets(await readLayers(config, 'networks'), options.set ?? []), config.file);
}

/** The same from text. */
export async function loadNetworkText(text: string, file = 'network.yaml'): Promise<NetworkConfig> {
  return toNetworkConfig(await readTextLayers(text, { file, display: file }, 'networks'), file);
}

async function toNetworkConfig(tree: ConfigTree, file: string): Promise<NetworkConfig> {
  const data = await readConfig(networkSchema, tree, checkNetwork);
  const near = (path: string | undefined): string | null => (path === undefined ? null : resolve(dirname(file), path));
  const {
    name,
    seed,
    layers = [],
    weights,
    prototxt,
    inputs,
    labels,
    inputShapes = {},
    inputValues = {},
    activationDensity = 1,
  } = data;
  const whole =
    weights === undefined
      ? null
      : {
          file: near(weights)!,
          prototxt: near(prototxt),
          inputs: near(inputs),
          activationDensity,
          inputShapes,
          inputValues,
          labels: near(labels),
        };
  const compress = toCompression(data.compress);
  return freeze({
    name,
    file: basename(file),
    seed,
    layers: layers.map((layer) => toLayer(layer, near)),
    weights: whole,
    compress,
  });
}

function toLayer(
  { name, kind, generate, weights, published }: LayerData,
  near: (path: string | undefined) => string | null,
): LayerConfig {
  return {
    name,
    kind,
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
    ...(published && { published: { timeUs: published.time, source: published.source } }),
  };
}

function toCompression(data: NetworkData['compress']): CompressionConfig {
  const { prune, share = null, format = null } = data ?? {};
  const rule = pruneRules(prune ?? {})[0];
  return { prune: rule === undefined ? null : { rule, value: prune![rule]!, scope: prune!.scope }, share, format };
}

function pruneRules(prune: object): ('density' | 'threshold' | 'quality')[] {
  return (['density', 'threshold', 'quality'] as const).filter((rule) => Object.hasOwn(prune, rule));
}

/** Layers or one weight file, keys that belong to the file only beside it, and one pruning rule. */
function checkNetwork(data: NetworkData, tree: ConfigTree): Fault[] {
  const faults = checkLayers(data, tree);
  const say = (path: readonly string[], message: string, code: string) =>
    faults.push({ place: placeOf(tree, path), message, code });
  if ((data.layers === undefined) === (data.weights === undefined))
    say([], `expected one of layers and weights, found ${data.layers === undefined ? 'none' : 'both'}`, 'MISSING_KEY');
  for (const key of ['prototxt', 'inputs', 'labels', 'activationDensity', 'inputShapes', 'inputValues'] as const)
    if (data.weights === undefined && data[key] !== undefined)
      say([key], `"${key}" belongs to a network with "weights"`, 'UNKNOWN_KEY');
  const rules = pruneRules(data.compress?.prune ?? {});
  if (data.compress?.prune !== undefined && rules.length !== 1)
    say(
      ['compress', 'prune'],
      `expected one of density, threshold, quality, found ${rules.length === 0 ? 'none' : rules.join(' and ')}`,
      'MISSING_KEY',
    );
  return faults;
}

/** Each layer has one source, a name of its own, and a size that fits in memory. */
function checkLayers({ layers = [] }: NetworkData, tree: ConfigTree): Fault[] {
  const names = new Map<string, number>();
  return layers.flatMap((layer, index) => {
    const faults: Fault[] = [];
    const sources = Object.keys(layerSources).filter((source) => source in layer);
    if (sources.length !== 1) {
      const found = sources.length === 0 ? 'none' : sources.join(' and ');
      faults.push({
        place: placeOf(tree, ['layers', index]),
        message: `expected one of ${Object.keys(layerSources).join(', ')}, found ${found}`,
        code: 'MISSING_KEY',
      });
    }
    const before = names.get(layer.name);
    names.set(layer.name, before ?? index);
    if (before !== undefined) {
      const line = placeOf(tree, ['layers', before]).line;
      faults.push({
        place: placeOf(tree, ['layers', index, 'name']),
        message: `a layer "${layer.name}" stands already in line ${line}`,
        code: 'REPEATED_NAME',
      });
    }
    const weights = (layer.generate?.rows ?? 0) * (layer.generate?.columns ?? 0);
    if (weights > MAX_WEIGHTS) {
      faults.push({
        place: placeOf(tree, ['layers', index, 'generate']),
        message: `expected at most ${MAX_WEIGHTS} weights (rows x columns), found ${weights}`,
        code: 'CONFIG_RANGE',
      });
    }
    return faults;
  });
}
