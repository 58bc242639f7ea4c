import type { FieldPath } from '../../base/field-path.ts';
import type { Fault } from '../../base/user-error.ts';
import { z } from '../../base/zod.ts';
import { prune } from '../../compress/prune.ts';
import { toSparse } from '../../compress/sparse-weights.ts';
import { type PruneData, pruningFaults, ruleOf } from '../../config/network/check-pruning.ts';
import { pruneShape } from '../../config/network/compression-schema.ts';
import { type ConfigTree, placeOf } from '../../config/yaml/config-tree.ts';
import { plainNumber } from '../../config/yaml/numeric.ts';
import type { TrainedLayer, TrainedNetwork } from '../network/trained-network.ts';
import { unknownLayerKeys, unknownLayers } from './order.ts';
import type { StageContext } from './stage.ts';

/** What is pruned: one rule, and its numbers for layers that differ. */
export const trainedPruneShape = {
  ...pruneShape,
  layers: z
    .record(
      z.string(),
      plainNumber({ minimum: 0, maximum: 1e30, example: '26 %', description: 'The number of a layer' }),
    )
    .prefault({})
    .meta({
      description: 'The number of the rule (density, threshold, quality, perBank) for single layers',
      examples: [{ fc2: '9 %', fc3: '26 %' }],
    }),
  only: z
    .array(z.string().min(1))
    .min(1)
    .meta({ description: 'Layers that are pruned, all by default', examples: [['fc1', 'fc2']] })
    .optional(),
};

/** Settings of these keys. */
export type PruneSettings = PruneData & {
  readonly layers: Readonly<Record<string, number>>;
  readonly only?: readonly string[] | undefined;
};

/** The rules that have a number. */
const NUMBERED = ['density', 'threshold', 'quality', 'perBank'] as const;

export function pruneFaults(
  settings: PruneSettings,
  context: StageContext,
  path: FieldPath,
  tree: ConfigTree,
): Fault[] {
  const faults = [
    ...pruningFaults(settings, tree, path),
    ...unknownLayerKeys(settings.layers, context.layers, [...path, 'layers'], tree),
    ...unknownLayers(settings.only ?? [], context.layers, [...path, 'only'], tree),
  ];
  const say = (key: FieldPath, message: string, code: string) =>
    faults.push({ place: placeOf(tree, [...path, ...key]), message, code });
  const numbers = Object.entries(settings.layers);
  if (settings.scope === 'global' && numbers.length > 0)
    say(['layers'], 'with "scope: global" all layers are pruned together, by one number', 'UNKNOWN_KEY');
  if (settings.pattern !== undefined && numbers.length > 0)
    say(
      ['layers'],
      'a pattern has no number that a layer could have of its own; name the layers in "only"',
      'UNKNOWN_KEY',
    );
  if (settings.density === undefined) return faults;
  const densities: [FieldPath, number][] = [
    [['density'], settings.density],
    ...numbers.map(([name, value]): [FieldPath, number] => [['layers', name], value]),
  ];
  for (const [key, density] of densities)
    if (!(density > 0 && density <= 1))
      say(key, `expected a density above 0 and up to 100 %, found ${density}: no weight would be left`, 'CONFIG_RANGE');
  return faults;
}

/**
 * The network with fewer weights; what was pruned before stays pruned, biases stay.
 * @param round a density is reached in this many rounds of equal factors; this one is `round` of `of`
 */
export function pruneNetwork(network: TrainedNetwork, settings: PruneSettings, round = 1, of = 1): TrainedNetwork {
  const isPruned = ({ name }: TrainedLayer) => settings.only?.includes(name) ?? true;
  const layers = network.layers.filter(isPruned);
  const sparse = layers.map(
    ({ rows, columns, weights }) => toSparse({ kind: 'dense', rows, columns, values: weights }).weights,
  );
  const pruned =
    settings.scope === 'global'
      ? prune(sparse, ruleOf(ofRound(settings, round / of)), 'global')
      : sparse.map((matrix, index) => {
          const own = ofRound(withNumber(settings, layers[index].name), round / of);
          return prune([matrix], ruleOf(own))[0];
        });
  return {
    layers: network.layers.map((layer) =>
      isPruned(layer) ? withKept(layer, placesIn(pruned[layers.indexOf(layer)])) : layer,
    ),
  };
}

/** The settings with the number of a layer. */
function withNumber(settings: PruneSettings, layer: string): PruneSettings {
  const rule = NUMBERED.find((name) => settings[name] !== undefined);
  if (rule === undefined || !Object.hasOwn(settings.layers, layer)) return settings;
  return { ...settings, [rule]: settings.layers[layer] };
}

function ofRound(settings: PruneSettings, share: number): PruneSettings {
  return settings.density === undefined ? settings : { ...settings, density: settings.density ** share };
}

/** Places of the stored weights in the row-major matrix, ascending. */
function placesIn({ columns, columnStart, rowIndex }: ReturnType<typeof toSparse>['weights']): Uint32Array {
  const places = new Uint32Array(rowIndex.length);
  for (let column = 0; column < columns; column++)
    for (let k = columnStart[column]; k < columnStart[column + 1]; k++) places[k] = rowIndex[k] * columns + column;
  return places.toSorted();
}

/** The layer with these weights alone. */
export function withKept(layer: TrainedLayer, kept: Uint32Array): TrainedLayer {
  if (layer.kept === null && kept.length === layer.weights.length) return layer;
  const weights = new Float32Array(layer.weights.length);
  for (const place of kept) weights[place] = layer.weights[place];
  return { ...layer, weights, kept };
}
