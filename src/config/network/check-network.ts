import type { Fault } from '../../base/user-error.ts';
import { familyOf } from '../models/families/index.ts';
import { hasLeading, type LinearRole } from '../models/model.ts';
import { type ConfigTree, placeOf } from '../yaml/config-tree.ts';
import { pruningFaults } from './check-pruning.ts';
import { layerSources } from './layer-sources.ts';
import type { LayerData, NetworkData } from './network-schema.ts';

/** A layer holds at most this many weights, so that a misplaced digit is told before memory is taken. */
const MAX_WEIGHTS = 2 ** 30;

/** Keys about inputs belong to a weight file; of a chain these too. */
const OF_CHAIN: readonly string[] = ['inputs', 'labels', 'activationDensity'];

/** Layers or one weight file, keys that belong to the file or a chain only beside it, and one pruning rule. */
export function checkNetwork(data: NetworkData, tree: ConfigTree): Fault[] {
  const faults = checkLayers(data, tree);
  const say = (path: readonly (string | number)[], message: string, code: string) =>
    faults.push({ place: placeOf(tree, path), message, code });
  const sources = (['layers', 'weights', 'model'] as const).filter((source) => data[source] !== undefined);
  if (sources.length !== 1)
    say(
      [],
      `expected one of layers, weights and model, found ${sources.length === 0 ? 'none' : sources.join(' and ')}`,
      'MISSING_KEY',
    );
  faults.push(...modelFaults(data, tree));
  for (const key of [
    'prototxt',
    'inputs',
    'labels',
    'activationDensity',
    'inputShapes',
    'inputValues',
    'layersAlone',
  ] as const)
    if (data.weights === undefined && data[key] !== undefined && !(data.chain === true && OF_CHAIN.includes(key)))
      say(
        [key],
        `"${key}" belongs to a network with "weights"${OF_CHAIN.includes(key) ? ', or to layers with "chain: true"' : ''}`,
        'UNKNOWN_KEY',
      );
  if (data.weights !== undefined && data.chain !== undefined)
    say(['chain'], '"chain" belongs to a network with "layers"', 'UNKNOWN_KEY');
  (data.layers ?? []).forEach((layer, index) => {
    if (data.chain === true) faults.push(...chainFaults(layer, index, tree));
    else if (layer.activation !== undefined)
      say(['layers', index, 'activation'], '"activation" belongs to layers with "chain: true"', 'UNKNOWN_KEY');
  });
  faults.push(...pruningFaults(data.compress?.prune, tree));
  return faults;
}

/** Sizes of a language model that contradict each other. */
function modelFaults({ model, chain }: NetworkData, tree: ConfigTree): Fault[] {
  if (model === undefined) return [];
  const say = (key: string, message: string): Fault[] => [
    { place: placeOf(tree, ['model', key]), message, code: 'CONFIG_RANGE' },
  ];
  const { hidden, heads, headSize, keyValueHeads = heads, experts = 0, expertsPerToken = experts, latent } = model;
  const has = (asked: LinearRole): boolean => familyOf(model.type)!.linears.some(({ role }) => role === asked);
  const isMixture = has('router');
  return [
    ...(headSize === undefined && hidden % heads !== 0
      ? say('heads', `expected headSize beside it, or heads that divide ${hidden}, found ${heads}`)
      : []),
    ...(keyValueHeads > heads
      ? say('keyValueHeads', `expected at most ${heads}, the heads, found ${keyValueHeads}`)
      : []),
    ...(isMixture === experts > 0
      ? []
      : say(
          'type',
          `"${model.type}" is ${isMixture ? 'a' : 'no'} mixture: expected ${isMixture ? '' : 'no '}"experts"`,
        )),
    ...(has('sharedDown') === (model.sharedFeedForward !== undefined)
      ? []
      : say('type', `"${model.type}": expected ${has('sharedDown') ? '' : 'no '}"sharedFeedForward"`)),
    ...(has('latent') === (latent !== undefined)
      ? []
      : say('type', `"${model.type}": expected ${has('latent') ? '' : 'no '}"latent"`)),
    ...(latent !== undefined && !(headSize !== undefined && headSize > latent.turned)
      ? say('latent', `expected headSize beside it, above the ${latent.turned} elements that are turned`)
      : []),
    ...(model.leading !== undefined && !hasLeading(familyOf(model.type)!)
      ? say('leading', `"${model.type}" has experts in all blocks or in none: expected no "leading"`)
      : []),
    ...(expertsPerToken > experts
      ? say('expertsPerToken', `expected at most ${experts}, the experts, found ${expertsPerToken}`)
      : []),
    ...(model.windowPattern !== undefined && model.window === undefined
      ? say('windowPattern', 'expected "window" beside it, which it is a pattern of')
      : []),
    ...(chain === undefined
      ? []
      : [
          {
            place: placeOf(tree, ['chain']),
            message: '"chain" belongs to a network with "layers"',
            code: 'UNKNOWN_KEY',
          },
        ]),
  ];
}

/** Only the first layer of a chain may have an input of its own, and that stands beside the layers. */
function chainFaults({ weights }: LayerData, index: number, tree: ConfigTree): Fault[] {
  return (['inputs', 'activationDensity'] as const)
    .filter((key) => weights?.[key] !== undefined)
    .map((key) => ({
      place: placeOf(tree, ['layers', index, 'weights', key]),
      message: `a layer of a chain takes what the one before it gives; "${key}" stands beside "layers"`,
      code: 'UNKNOWN_KEY',
    }));
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
