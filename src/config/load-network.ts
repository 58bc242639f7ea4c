import { basename } from 'node:path';
import { freeze } from '../base/freeze.ts';
import type { Fault } from '../base/user-error.ts';
import { applySets } from './apply-sets.ts';
import { type ConfigTree, placeOf } from './config-tree.ts';
import { findConfig } from './find-config.ts';
import { layerSources } from './layer-sources.ts';
import type { LayerConfig, NetworkConfig } from './network.ts';
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
  return toNetworkConfig(applySets(await readLayers(config, 'networks'), options.set ?? []), basename(config.file));
}

/** The same from text. */
export async function loadNetworkText(text: string, file = 'network.yaml'): Promise<NetworkConfig> {
  return toNetworkConfig(await readTextLayers(text, { file, display: file }, 'networks'), basename(file));
}

async function toNetworkConfig(tree: ConfigTree, file: string): Promise<NetworkConfig> {
  const { name, seed, layers } = await readConfig(networkSchema, tree, checkLayers);
  return freeze({ name, file, seed, layers: layers.map(toLayer) });
}

function toLayer({ name, kind, generate, published }: LayerData): LayerConfig {
  return {
    name,
    kind,
    ...(generate === undefined
      ? {}
      : { generate: { ...generate, codebookValues: generate.codebookValues ?? null, seed: generate.seed ?? null } }),
    ...(published === undefined ? {} : { published: { timeUs: published.time, source: published.source } }),
  };
}

/** Each layer has one source, a name of its own, and a size that fits in memory. */
function checkLayers({ layers }: NetworkData, tree: ConfigTree): Fault[] {
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
