import { type FieldPath, formatPath, parsePath, valueAt } from '../../base/field-path.ts';
import { type Place, UserError } from '../../base/user-error.ts';
import { priceKey } from '../energy/price-key.ts';
import { type ConfigMapping, type ConfigTree, type ConfigValue, isMapping, isWithin, without } from './config-tree.ts';
import { parseYamlValue } from './yaml-source.ts';

const OPTION = '--set';

/**
 * A config with `--set key=value` changes made in their order: the last one of a key wins. Values have the syntax of YAML; `key=` and `key=null` take the key
 * out, so that its default holds again.
 */
export function applySets(tree: ConfigTree, sets: readonly string[]): ConfigTree {
  return sets.reduce(applySet, tree);
}

function applySet(tree: ConfigTree, set: string): ConfigTree {
  const split = set.indexOf('=');
  const key = set.slice(0, Math.max(0, split)).trim();
  if (key === '')
    throw UserError.at({ file: `${OPTION} ${set}` }, 'expected key=value, e.g. --set clock="400 MHz"', 'USAGE_SET');
  const place: Place = { file: OPTION, path: key };
  if (/__proto__|constructor|prototype/.test(key)) throw UserError.at(place, `unknown key "${key}"`, 'UNKNOWN_KEY');
  const text = set.slice(split + 1);
  const value = text.trim() === '' ? null : parseYamlValue(text, `${OPTION} ${key}`);
  if (value === null && valueAt(tree.root, parsePath(key)) !== undefined) return without(tree, parsePath(key));
  const price = priceKey(key);
  if (price === undefined) return setAt(tree, parsePath(key), value, { file: OPTION });
  // `energy.override.pointers.read="3 pJ"` adds to the list of overrides; later ones win.
  const before = valueAt(tree.root, ['energy', 'override']);
  const list = Array.isArray(before) ? before : [];
  const changed = setAt(tree, ['energy', 'override'], [...list, { ...price, energy: value }], place);
  const elements = [...tree.origins].filter(([path]) => path.startsWith('energy.override['));
  const added = ['', '.component', '.action', '.energy'].map((part) => `energy.override[${list.length}]${part}`);
  return {
    ...changed,
    origins: new Map([
      ...changed.origins,
      ...elements,
      ...added.map((path) => [path, { key: place, value: place }] as const),
    ]),
  };
}

/** The tree with one value replaced or added; everything at and below the path now comes from `place`. */
export function setAt(tree: ConfigTree, path: FieldPath, value: ConfigValue, place: Place): ConfigTree {
  const origins = new Map([...tree.origins].filter(([old]) => !isWithin(old, formatPath(path))));
  for (let length = 1; length <= path.length; length++) {
    const name = formatPath(path.slice(0, length));
    const old = valueAt(tree.root, path.slice(0, length));
    const isNew = length === path.length || typeof old !== 'object' || old === null;
    if (isNew) origins.set(name, { key: place, value: place });
  }
  for (const name of leavesOf(value, path)) origins.set(name, { key: place, value: place });
  return { ...tree, root: replaced(tree.root, path, 0, value) as ConfigMapping, origins };
}

function replaced(old: ConfigValue | undefined, path: FieldPath, depth: number, value: ConfigValue): ConfigValue {
  if (depth === path.length) return value;
  const key = path[depth];
  if (Array.isArray(old)) {
    if (typeof key !== 'number' || key >= old.length) {
      throw UserError.at(
        { file: OPTION, path: formatPath(path) },
        `expected an index from 0 to ${old.length - 1}, found ${key}`,
        'CONFIG_RANGE',
      );
    }
    return old.map((element, index) => (index === key ? replaced(element, path, depth + 1, value) : element));
  }
  const mapping = isMapping(old) ? old : {};
  return {
    ...mapping,
    [key]: replaced(Object.hasOwn(mapping, key) ? mapping[key] : undefined, path, depth + 1, value),
  };
}

function leavesOf(value: ConfigValue, path: FieldPath): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries: [string | number, ConfigValue][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, child]) => [formatPath([...path, key]), ...leavesOf(child, [...path, key])]);
}
