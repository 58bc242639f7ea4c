/** Results by the content of their inputs. A promise is kept as soon as the work starts, so that two points that need the same never start it twice. */
export interface Memo<T> {
  get(key: string, make: () => Promise<T>): Promise<T>;
  drop(key: string): void;
  /** How often `make` ran. */
  made(): number;
}

export function memo<T>(): Memo<T> {
  const known = new Map<string, Promise<T>>();
  let count = 0;
  return {
    get(key, make) {
      const found = known.get(key);
      if (found !== undefined) return found;
      count++;
      const result = make();
      known.set(key, result);
      return result;
    },
    drop: (key) => known.delete(key),
    made: () => count,
  };
}

/** The same at every call, made at the first. */
export function once<Value extends object>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => (made ??= make());
}

/** The same for each of a list, by its place in it. */
export function onceEach<Value extends object>(make: (place: number) => Value): (place: number) => Value {
  const made: Value[] = [];
  return (place) => (made[place] ??= make(place));
}

/** What is remembered by a key, made when it is first asked for; where so many are remembered, all are forgotten first. */
export function keptUpTo<Value extends object>(
  most: number,
  known: Map<string, Value>,
  key: string,
  make: () => Value,
): Value {
  let found = known.get(key);
  if (found === undefined) {
    found = make();
    if (known.size === most) known.clear();
    known.set(key, found);
  }
  return found;
}
