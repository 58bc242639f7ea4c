import { type FieldPath, formatPath } from '../../base/field-path.ts';
import { basename } from '../../base/files/path.ts';
import type { Place } from '../../base/user-error.ts';
import { type ConfigTree, type ConfigValue, isMapping } from './config-tree.ts';

/** Config key -> `--set`, or base name and line of the file that the value stands in. Keys that are not named are defaults. */
export type Origins = Readonly<Record<string, string>>;

/** Where each value of the config comes from that is not a default, in alphabetical order of the keys. */
export function originsOf(tree: ConfigTree): Origins {
  const origins: [string, string][] = [];
  const visit = (value: ConfigValue, path: FieldPath): void => {
    const name = formatPath(path);
    if (isMapping(value)) for (const [key, child] of Object.entries(value)) visit(child, [...path, key]);
    else if (Array.isArray(value)) for (const [index, child] of value.entries()) visit(child, [...path, index]);
    else origins.push([name, originText(tree.origins.get(name)?.value ?? tree.place)]);
  };
  visit(tree.root, []);
  return Object.fromEntries(origins.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** A place without its folder: `eie-64pe.yaml:12`, or `--set`. */
export function originText({ file = '', line }: Place): string {
  return `${basename(file)}${line === undefined ? '' : `:${line}`}`;
}
