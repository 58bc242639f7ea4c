import { nearestName } from '../base/nearest-name.ts';
import { z } from '../base/zod.ts';
import type { ConfigMapping } from '../config/yaml/config-tree.ts';
import { childSchema, knownKeys } from '../config/yaml/schema-walk.ts';
import { type ConfigKind, type ConfigSchemas, configKinds } from './config-kinds.ts';

/**
 * The kind of config that a mapping is: the one whose keys it has most of, of several the one whose schema it breaks least. A misspelt key counts half, and
 * `extends` alone, misspelt or not, means hardware.
 */
export function kindOf(root: ConfigMapping, schemas: ConfigSchemas): ConfigKind | undefined {
  const keys = Object.keys(root);
  const scores = kinds().map((kind) => ({
    kind,
    score: keys.reduce((sum, key) => sum + likeness(key, tellingKeys(kind, schemas)), 0),
  }));
  const best = Math.max(...scores.map(({ score }) => score));
  if (best === 0) return keys.some((key) => likeness(key, ['extends']) > 0) ? 'hardware' : undefined;
  const tied = scores
    .filter(({ score }) => score === best)
    .map(({ kind }) => ({ kind, faults: faultsAs(schemas[kind], root) }));
  return tied.toSorted((a, b) => a.faults - b.faults)[0].kind;
}

/** Keys of a kind; those that every kind has tell nothing. */
export function tellingKeys(kind: ConfigKind, schemas: ConfigSchemas): string[] {
  return knownKeys(schemas[kind]).filter((key) => kinds().some((other) => !knownKeys(schemas[other]).includes(key)));
}

export function kinds(): ConfigKind[] {
  return Object.keys(configKinds) as ConfigKind[];
}

function likeness(key: string, known: readonly string[]): number {
  if (known.includes(key)) return 1;
  return nearestName(key, known) === undefined ? 0 : 0.5;
}

/** Keys that are missing say nothing: the file may extend another one. */
function faultsAs(schema: z.ZodType, root: ConfigMapping): number {
  const issues = Object.entries(root).flatMap(([key, value]) => {
    const child = childSchema(schema, key);
    return child === undefined || z.safeParse(child, value).success ? [] : [key];
  });
  return issues.length;
}
