import type { FieldPath } from '../../base/field-path.ts';
import { knownNames } from '../../base/nearest-name.ts';
import type { Fault } from '../../base/user-error.ts';
import { type ConfigTree, placeOf } from '../../config/yaml/config-tree.ts';
import type { StageContext } from './stage.ts';

/** A stage that may not stand behind one of these kinds, and why. */
export function notBehind(
  { before }: StageContext,
  kinds: readonly string[],
  why: string,
  path: FieldPath,
  tree: ConfigTree,
): Fault[] {
  const found = kinds.find((kind) => before.includes(kind));
  if (found === undefined) return [];
  const [kind] = path.slice(-1);
  return [
    { place: placeOf(tree, path, 'key'), message: `"${kind}" stands behind "${found}": ${why}`, code: 'STAGE_ORDER' },
  ];
}

/** A stage that needs one of these kinds before it. */
export function onlyBehind(
  { before }: StageContext,
  kinds: readonly string[],
  path: FieldPath,
  tree: ConfigTree,
): Fault[] {
  if (kinds.some((kind) => before.includes(kind))) return [];
  const [kind] = path.slice(-1);
  return [
    {
      place: placeOf(tree, path, 'key'),
      message: `"${kind}" needs ${kinds.map((name) => `"${name}"`).join(' or ')} before it`,
      code: 'STAGE_ORDER',
    },
  ];
}

/** Names in a list that are no layers with weights. */
export function unknownLayers(
  names: readonly string[],
  layers: readonly string[],
  path: FieldPath,
  tree: ConfigTree,
): Fault[] {
  return names.flatMap((name, index) =>
    layers.includes(name)
      ? []
      : [
          {
            place: placeOf(tree, [...path, index]),
            message: `no layer "${name}" with weights (${knownNames(name, layers)})`,
            code: 'UNKNOWN_NAME',
          },
        ],
  );
}

/** Keys of a mapping of layers that are none. */
export function unknownLayerKeys(
  found: Readonly<Record<string, unknown>>,
  layers: readonly string[],
  path: FieldPath,
  tree: ConfigTree,
): Fault[] {
  return Object.keys(found)
    .filter((name) => !layers.includes(name))
    .map((name) => ({
      place: placeOf(tree, [...path, name], 'key'),
      message: `no layer "${name}" with weights (${knownNames(name, layers)})`,
      code: 'UNKNOWN_NAME',
    }));
}
