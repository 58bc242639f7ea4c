import { type FieldPath, formatPath } from '../../base/field-path.ts';
import type { Fault, Place } from '../../base/user-error.ts';

/** Plain mappings, lists and scalars, as a YAML file holds them, before any default or unit is applied. */
export type ConfigValue = string | number | boolean | null | readonly ConfigValue[] | ConfigMapping;
export interface ConfigMapping {
  readonly [key: string]: ConfigValue;
}

/** Where a key and its value stand. */
export interface Origin {
  readonly key: Place;
  readonly value: Place;
}

/** A config as read: its values, and the place of each by field path (formatPath). */
export interface ConfigTree {
  readonly root: ConfigMapping;
  readonly origins: ReadonlyMap<string, Origin>;
  /** Faults that do not hinder reading the rest of the file. */
  readonly faults: readonly Fault[];
  /** Place of the file as a whole. */
  readonly place: Place;
}

export function isMapping(value: unknown): value is ConfigMapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Where the value at `path` stands; for a path that the file lacks, where its nearest existing parent stands. */
export function placeOf(tree: ConfigTree, path: FieldPath, part: 'key' | 'value' = 'value'): Place {
  for (let length = path.length; length > 0; length--) {
    const origin = tree.origins.get(formatPath(path.slice(0, length)));
    if (origin !== undefined) return { path: formatPath(path), ...origin[length === path.length ? part : 'key'] };
  }
  return { ...tree.place, path: formatPath(path) };
}

/** The tree without a key and all below it. */
export function without(tree: ConfigTree, path: FieldPath): ConfigTree {
  const cut = (value: ConfigValue, depth: number): ConfigValue => {
    if (!isMapping(value)) return value;
    const { [path[depth]]: child, ...others } = value;
    return depth === path.length - 1 ? others : { ...others, [path[depth]]: cut(child, depth + 1) };
  };
  const origins = new Map([...tree.origins].filter(([name]) => !isWithin(name, formatPath(path))));
  return { ...tree, root: cut(tree.root, 0) as ConfigMapping, origins };
}

/**
 * `over` laid upon `base`: mappings are merged key by key, everything else is replaced, and each place is that of the value that won. An empty value takes
 * the inherited key out, so that its default holds again.
 */
export function layOver(base: ConfigTree, over: ConfigTree): ConfigTree {
  const origins = new Map(base.origins);
  const merge = (below: ConfigMapping, above: ConfigMapping, path: FieldPath): ConfigMapping => {
    const merged: Record<string, ConfigValue> = { ...below };
    for (const [key, value] of Object.entries(above)) {
      const under = below[key];
      const here = [...path, key];
      if (isMapping(under) && isMapping(value)) merged[key] = merge(under, value, here);
      else {
        for (const old of origins.keys()) if (isWithin(old, formatPath(here))) origins.delete(old);
        if (value === null && under !== undefined) delete merged[key];
        else merged[key] = value;
      }
    }
    return merged;
  };
  const root = merge(base.root, over.root, []);
  for (const [path, origin] of over.origins) origins.set(path, origin);
  return { root, origins, faults: [...base.faults, ...over.faults], place: over.place };
}

/** Whether a field path is `parent` or lies below it. */
export function isWithin(path: string, parent: string): boolean {
  return path === parent || path.startsWith(`${parent}.`) || path.startsWith(`${parent}[`);
}
