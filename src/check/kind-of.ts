import { nearestName } from '../base/nearest-name.ts';
import { z } from '../base/zod.ts';
import type { ConfigMapping } from '../config/yaml/config-tree.ts';
import { childSchema, knownKeys } from '../config/yaml/schema-walk.ts';
import { type ConfigKind, configKinds } from './config-kinds.ts';

/**
 * The kind of config that a mapping is: the one whose keys it has most of, of several the one whose schema it breaks least. A misspelt key counts half, and
 * `extends` alone means hardware.
 */
export function kindOf(root: ConfigMapping): ConfigKind | undefined {
  const keys = Object.keys(root);
  const scores = kinds().map((kind) => ({
    kind,
    score: keys.reduce((sum, key) => sum + likeness(key, tellingKeys(kind)), 0),
  }));
  const best = Math.max(...scores.map(({ score }) => score));
  if (best === 0) return keys.includes('extends') ? 'hardware' : undefined;
  const tied = scores.filter(({ score }) => score === best).map(({ kind }) => ({ kind, faults: faultsAs(kind, root) }));
  return tied.toSorted((a, b) => a.faults - b.faults)[0].kind;
}

/** Keys of a kind; those that every kind has tell nothing. */
export function tellingKeys(kind: ConfigKind): string[] {
  return keysOf(kind).filter((key) => kinds().some((other) => !keysOf(other).includes(key)));
}

export function kinds(): ConfigKind[] {
  return Object.keys(configKinds) as ConfigKind[];
}

function likeness(key: string, known: readonly string[]): number {
  if (known.includes(key)) return 1;
  return nearestName(key, known) === undefined ? 0 : 0.5;
}

/** Keys that are missing say nothing: the file may extend another one. */
function faultsAs(kind: ConfigKind, root: ConfigMapping): number {
  const issues = Object.entries(root).flatMap(([key, value]) => {
    const schema = childSchema(configKinds[kind].schema, key);
    return schema === undefined || z.safeParse(schema, value).success ? [] : [key];
  });
  return issues.length;
}

function keysOf(kind: ConfigKind): string[] {
  return knownKeys(configKinds[kind].schema);
}
