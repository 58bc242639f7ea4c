/**
 * The number at a path of a record. Keys may hold dots themselves (`actionCounts.pointers.read`), and elements of a list are found by their name
 * (`layers.Alex-6.cycles`). undefined: there is no such path; null: it holds no number.
 */
export function numberAt(record: unknown, path: string): number | null | undefined {
  if (path === '') return typeof record === 'number' ? record : isLeaf(record) ? null : undefined;
  if (typeof record !== 'object' || record === null) return undefined;
  for (const { key, rest } of cutsOf(path)) {
    const child = childOf(record, key);
    const found = child === undefined ? undefined : numberAt(child, rest);
    if (found !== undefined) return found;
  }
  return undefined;
}

interface Cut {
  readonly key: string;
  readonly rest: string;
}

const cuts = new Map<string, readonly Cut[]>();

/** A key and what is left of a path behind it, longest keys first: cut once, for few paths are looked up in many thousand records. */
function cutsOf(path: string): readonly Cut[] {
  let found = cuts.get(path);
  if (found === undefined) {
    const made: Cut[] = [];
    for (let end = path.length; end > 0; end = path.lastIndexOf('.', end - 1))
      made.push({ key: path.slice(0, end), rest: path.slice(end + 1) });
    cuts.set(path, (found = made));
  }
  return found;
}

function childOf(record: object, key: string): unknown {
  if (Array.isArray(record)) return record.find((element) => element?.name === key);
  const found = (record as Record<string, unknown>)[key];
  return found === undefined || key in Object.prototype ? undefined : found;
}

function isLeaf(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}
