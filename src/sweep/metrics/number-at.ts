/**
 * The number at a path of a record. Keys may hold dots themselves (`actionCounts.pointers.read`), and elements of a list are found by their name
 * (`layers.Alex-6.cycles`). undefined: there is no such path; null: it holds no number.
 */
export function numberAt(record: unknown, path: string): number | null | undefined {
  if (path === '') return typeof record === 'number' ? record : isLeaf(record) ? null : undefined;
  if (typeof record !== 'object' || record === null) return undefined;
  for (let end = path.length; end > 0; end = path.lastIndexOf('.', end - 1)) {
    const child = childOf(record, path.slice(0, end));
    const found = child === undefined ? undefined : numberAt(child, path.slice(end + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

function childOf(record: object, key: string): unknown {
  if (Array.isArray(record)) return record.find((element) => element?.name === key);
  return key in record && !(key in Object.prototype) ? (record as Record<string, unknown>)[key] : undefined;
}

function isLeaf(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}
