/** Finds a number in a record; undefined: there is no such path; null: it holds no number. */
export type NumberReader = (record: unknown) => number | null | undefined;

/**
 * The number at a path of a record. Keys may hold dots themselves (`actionCounts.pointers.read`), and elements of a list are found by their name
 * (`layers.Alex-6.cycles`). undefined: there is no such path; null: it holds no number.
 */
export function numberAt(record: unknown, path: string): number | null | undefined {
  return numberReader(path)(record);
}

const readers = new Map<string, NumberReader>();

/** The same for many records: a path is cut once. */
export function numberReader(path: string): NumberReader {
  let found = readers.get(path);
  if (found === undefined) readers.set(path, (found = path === '' ? leaf : reader(path)));
  return found;
}

function leaf(record: unknown): number | null | undefined {
  return typeof record === 'number' ? record : typeof record === 'object' && record !== null ? undefined : null;
}

function reader(path: string): NumberReader {
  // longest keys first
  const cuts: { readonly key: string; readonly rest: NumberReader }[] = [];
  for (let end = path.length; end > 0; end = path.lastIndexOf('.', end - 1))
    cuts.push({ key: path.slice(0, end), rest: numberReader(path.slice(end + 1)) });
  return (record) => {
    if (typeof record !== 'object' || record === null) return undefined;
    for (let k = 0; k < cuts.length; k++) {
      const { key, rest } = cuts[k];
      const child = childOf(record, key);
      const found = child === undefined ? undefined : rest(child);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

function childOf(record: object, key: string): unknown {
  if (Array.isArray(record)) return record.find((element) => element?.name === key);
  const found = (record as Record<string, unknown>)[key];
  return found === undefined || key in Object.prototype ? undefined : found;
}
