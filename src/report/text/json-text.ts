/** Lists of plain numbers or short words stand on one line: 64 PEs should not make 64 lines. */
const FLAT_LIST = /\[\n\s+([^[\]{}\n"]+(?:\n[^[\]{}\n"]+)*)\n\s*\]/g;

/**
 * A record as JSON text: keys in their own order, two spaces, numbers as JavaScript prints them, one line end at the end.
 * A number that JSON cannot hold (NaN, Infinity) would silently become null, so it is refused.
 */
export function jsonText(record: unknown): string {
  const text = JSON.stringify(record, refuseNonFinite, 2);
  return `${text.replace(FLAT_LIST, (_, items: string) => `[${items.split(/\n\s*/).join(' ')}]`)}\n`;
}

function refuseNonFinite(key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`record field "${key}" is ${value}`);
  return value;
}
