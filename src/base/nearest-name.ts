import { closest, distance } from 'fastest-levenshtein';

/** The known name that a misspelt one most likely means, or undefined when none is near. */
export function nearestName(found: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const candidate = closest(
    found.toLowerCase(),
    known.map((name) => name.toLowerCase()),
  );
  const name = known.find((one) => one.toLowerCase() === candidate);
  return name !== undefined && distance(found.toLowerCase(), candidate) <= Math.max(2, found.length / 3)
    ? name
    : undefined;
}

/** `known: a, b, c; did you mean "b"?`, to end an error about an unknown name. */
export function knownNames(found: string, known: readonly string[]): string {
  const nearest = nearestName(found, known);
  return `known: ${known.join(', ')}${nearest === undefined ? '' : `; did you mean "${nearest}"?`}`;
}
