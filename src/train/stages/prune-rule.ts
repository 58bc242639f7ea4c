import type { FieldPath } from '../../base/field-path.ts';
import type { Fault } from '../../base/user-error.ts';
import { z } from '../../base/zod.ts';
import { type PruneRule, prune } from '../../compress/prune.ts';
import { toSparse } from '../../compress/sparse-weights.ts';
import { type ConfigTree, placeOf } from '../../config/yaml/config-tree.ts';
import { fraction, plainNumber } from '../../config/yaml/numeric.ts';
import type { TrainedLayer, TrainedNetwork } from '../network/trained-network.ts';
import { unknownLayerKeys } from './order.ts';
import type { StageContext } from './stage.ts';

const magnitude = { minimum: 0, maximum: 1e30 } as const;

/** What is pruned: one rule, and its numbers for layers that differ. */
export const pruneShape = {
  density: fraction({ minimum: 1e-6, example: '8 %', description: 'Share of the weights that stay' }).optional(),
  threshold: plainNumber({ ...magnitude, example: 0.01, description: 'Least magnitude that stays' }).optional(),
  quality: plainNumber({
    ...magnitude,
    example: 1.2,
    description: 'Least magnitude that stays, in standard deviations of all weights of the layer (Han et al. 2015)',
  }).optional(),
  layers: z
    .record(
      z.string(),
      plainNumber({ ...magnitude, example: '26 %', description: 'The number of the rule for a layer' }),
    )
    .prefault({})
    .meta({ description: 'Numbers of the rule for single layers', examples: [{ fc2: '9 %', fc3: '26 %' }] }),
  scope: z
    .enum(['layer', 'global'])
    .prefault('layer')
    .meta({ description: 'Each layer by itself, or all together (then without "layers")' }),
};

/** Settings of these keys. */
export interface PruneSettings {
  readonly density?: number | undefined;
  readonly threshold?: number | undefined;
  readonly quality?: number | undefined;
  readonly layers: Readonly<Record<string, number>>;
  readonly scope: 'layer' | 'global';
}

const RULES = ['density', 'threshold', 'quality'] as const;

export function pruneFaults(
  settings: PruneSettings,
  { layers }: StageContext,
  path: FieldPath,
  tree: ConfigTree,
): Fault[] {
  const rules = RULES.filter((rule) => settings[rule] !== undefined);
  const faults = unknownLayerKeys(settings.layers, layers, [...path, 'layers'], tree);
  const say = (at: FieldPath, message: string, code: string) =>
    faults.push({ place: placeOf(tree, at), message, code });
  if (rules.length !== 1)
    say(
      path,
      `expected one of ${RULES.join(', ')}, found ${rules.length === 0 ? 'none' : rules.join(' and ')}`,
      'MISSING_KEY',
    );
  if (settings.scope === 'global' && Object.keys(settings.layers).length > 0)
    say([...path, 'layers'], 'with "scope: global" all layers are pruned together, by one number', 'UNKNOWN_KEY');
  if (rules[0] === 'density')
    for (const [name, density] of Object.entries(settings.layers))
      if (!(density > 0 && density <= 1))
        say([...path, 'layers', name], `expected a density above 0 and up to 1, found ${density}`, 'CONFIG_RANGE');
  return faults;
}

/**
 * The network with fewer weights; what was pruned before stays pruned, biases stay.
 * @param round a density is reached in this many rounds of equal factors; this one is `round` of `of`
 */
export function pruneNetwork(network: TrainedNetwork, settings: PruneSettings, round = 1, of = 1): TrainedNetwork {
  const rule = RULES.find((name) => settings[name] !== undefined)!;
  const ruleFor = (name?: string): PruneRule => {
    const given = (
      name !== undefined && Object.hasOwn(settings.layers, name) ? settings.layers[name] : settings[rule]
    )!;
    const value = rule === 'density' ? given ** (round / of) : given;
    return { [rule]: value } as unknown as PruneRule;
  };
  const sparse = network.layers.map(
    ({ rows, columns, weights }) => toSparse({ kind: 'dense', rows, columns, values: weights }).weights,
  );
  const pruned =
    settings.scope === 'global'
      ? prune(sparse, ruleFor(), 'global')
      : sparse.map((matrix, index) => prune([matrix], ruleFor(network.layers[index].name))[0]);
  return { layers: network.layers.map((layer, index) => withKept(layer, placesIn(pruned[index]))) };
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
  const weights = new Float32Array(layer.weights.length);
  for (const place of kept) weights[place] = layer.weights[place];
  return { ...layer, weights, kept };
}
