import { knownNames } from './nearest-name.ts';
import { type Place, UserError } from './user-error.ts';

/** The variant of that name from a visible list, or a UserError that tells the known names and the nearest. */
export function lookUp<T>(kind: string, variants: Readonly<Record<string, T>>, name: string, place: Place = {}): T {
  if (Object.hasOwn(variants, name)) return variants[name];
  throw UserError.at(place, `no ${kind} "${name}" (${knownNames(name, Object.keys(variants))})`, 'UNKNOWN_NAME');
}

/** The entry of that name, or undefined; a name that every object has, such as `toString`, is none. */
export function entryOf<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
