import { type FieldPath, formatPath, parsePath } from '../base/field-path.ts';
import { type Place, UserError } from '../base/user-error.ts';
import { type ConfigMapping, type ConfigTree, type ConfigValue, layOver, type Origin } from './config-tree.ts';
import { parseYamlValue } from './yaml-source.ts';

const PLACE = '--set';
const OVERRIDE = /^energy\.override\.([^.]+)\.([^.]+)$/;

/** A config with `--set key=value` changes laid upon it, in their order: the last one of a key wins. Values have the syntax of YAML. */
export function applySets(tree: ConfigTree, sets: readonly string[]): ConfigTree {
  return sets.reduce((config, set) => applySet(config, set), tree);
}

function applySet(tree: ConfigTree, set: string): ConfigTree {
  const split = set.indexOf('=');
  const key = set.slice(0, Math.max(0, split)).trim();
  if (split < 0 || key === '')
    throw UserError.at({ file: `${PLACE} ${set}` }, 'expected key=value, e.g. --set clock="400 MHz"', 'USAGE_SET');
  const value = parseYamlValue(set.slice(split + 1), `${PLACE} ${key}`);
  const price = OVERRIDE.exec(key);
  const over = price === null ? nested(parsePath(key), value, tree) : withOverride(tree, price[1], price[2], value);
  return { ...layOver(tree, over), place: tree.place };
}

/** `a.b=1` as the mapping {a: {b: 1}}; indices of lists change one element of the list that is there. */
function nested(path: FieldPath, value: ConfigValue, tree: ConfigTree): ConfigTree {
  const place = { file: PLACE };
  const origins = new Map<string, Origin>(
    path.map((_, index) => [formatPath(path.slice(0, index + 1)), { key: place, value: place }]),
  );
  const build = (rest: FieldPath, below: ConfigValue | undefined): ConfigValue => {
    if (rest.length === 0) return value;
    const [key, ...deeper] = rest;
    if (typeof key === 'number' && Array.isArray(below)) {
      return below.map((element, index) => (index === key ? build(deeper, element) : element));
    }
    const child =
      typeof below === 'object' && below !== null && Object.hasOwn(below, key)
        ? (below as ConfigMapping)[key]
        : undefined;
    return { [key]: build(deeper, child) };
  };
  return { root: build(path, tree.root) as ConfigMapping, origins, faults: [], place };
}

/** `energy.override.pointers.read="3 pJ"` adds an element to the list of overrides; later elements win. */
function withOverride(tree: ConfigTree, component: string, action: string, energy: ConfigValue): ConfigTree {
  const before = overridesOf(tree.root);
  const place: Place = { file: PLACE };
  const list = [...before, { component, action, energy }];
  const old = [...tree.origins].filter(([path]) => path.startsWith('energy.override['));
  const path = `energy.override[${before.length}]`;
  const origins = new Map<string, Origin>([
    ...old,
    ...[path, `${path}.component`, `${path}.action`, `${path}.energy`].map((name): [string, Origin] => [
      name,
      { key: place, value: place },
    ]),
  ]);
  return { root: { energy: { override: list } }, origins, faults: [], place };
}

function overridesOf(root: ConfigMapping): readonly ConfigValue[] {
  const energy = root['energy'];
  const list = typeof energy === 'object' && energy !== null ? (energy as ConfigMapping)['override'] : undefined;
  return Array.isArray(list) ? list : [];
}
