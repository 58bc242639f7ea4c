import { type FieldPath, formatPath } from '../../base/field-path.ts';
import { UserError } from '../../base/user-error.ts';
import { type ConfigMapping, type ConfigTree, isMapping, placeOf } from '../yaml/config-tree.ts';

/** Arguments that tell variants of an action apart. */
export type ActionArguments = Readonly<Record<string, number | string>>;

const VERSIONS = [0.2, 0.3, 0.4];

/** Arguments of an action as written; none is an empty record. */
export function readArguments(tree: ConfigTree, given: unknown, path: FieldPath): ActionArguments {
  const entries = Object.entries(given === undefined || given === null ? {} : mappingAt(tree, given, path));
  return Object.fromEntries(
    entries.map(([name, value]) => {
      if (typeof value === 'number' || typeof value === 'string') return [name, value];
      return refuse(tree, [...path, name], `expected a number or a word, found ${JSON.stringify(value)}`);
    }),
  );
}

export function checkVersion(tree: ConfigTree, version: unknown, path: FieldPath): void {
  if (!VERSIONS.includes(Number(version)))
    refuse(tree, path, `expected version ${VERSIONS.join(', ')}, found ${JSON.stringify(version)}`);
}

export function mappingAt(tree: ConfigTree, value: unknown, path: FieldPath): ConfigMapping {
  return isMapping(value) ? value : refuse(tree, path, `expected a mapping, found ${JSON.stringify(value)}`);
}

export function listAt(tree: ConfigTree, value: unknown, path: FieldPath): readonly unknown[] {
  return Array.isArray(value) ? value : refuse(tree, path, `expected a list, found ${JSON.stringify(value)}`);
}

export function textAt(tree: ConfigTree, value: unknown, path: FieldPath): string {
  return typeof value === 'string' ? value : refuse(tree, path, `expected a name, found ${JSON.stringify(value)}`);
}

/** A fault at a field of the file. */
export function refuse(tree: ConfigTree, path: FieldPath, message: string): never {
  throw UserError.at({ ...placeOf(tree, path), path: formatPath(path) }, message, 'ACCELERGY');
}
