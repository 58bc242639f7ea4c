/** Keys and values: how many vectors, and of how many values together. */
export interface Vectors {
  readonly vectors: number;
  readonly values: number;
}

/** What one execution of a graph, or several together, keeps of keys and values, and what its attention reads of that. */
export interface CacheUse {
  readonly read: Vectors;
  readonly written: Vectors;
  /** At the end, of all sequences; of a cache of fixed size the whole of it. */
  readonly held: Vectors;
  /** Of one token of a sequence in all blocks. */
  readonly perToken: Vectors;
  /** Tokens that ask, of all sequences. */
  readonly tokens: number;
  /** Tokens that a sequence has room for in the longest cache. */
  readonly length: number;
}

export function sumOf(all: Iterable<Vectors>): Vectors {
  let [vectors, values] = [0, 0];
  for (const one of all) {
    vectors += one.vectors;
    values += one.values;
  }
  return { vectors, values };
}

/** What several inferences use that run one behind the other, or side by side: each has a cache of its own. */
export function usedTogether(uses: readonly CacheUse[]): CacheUse | undefined {
  if (uses.length === 0) return undefined;
  const sum = (part: 'read' | 'written' | 'held') => sumOf(uses.map((use) => use[part]));
  return {
    read: sum('read'),
    written: sum('written'),
    held: sum('held'),
    perToken: uses[0].perToken,
    tokens: uses.reduce((total, { tokens }) => total + tokens, 0),
    length: Math.max(...uses.map(({ length }) => length)),
  };
}
