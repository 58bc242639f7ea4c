/** Lists of plain numbers or short words stand on one line: 64 PEs should not make 64 lines. */
const FLAT_LIST = /\[\n\s+([^[\]{}\n"]+(?:\n[^[\]{}\n"]+)*)\n\s*\]/g;

/** Elements of a long list that are text at a time: a record of a million points is longer than a string can be. */
const AT_A_TIME = 500;

/**
 * A record as JSON text: keys in their own order, two spaces, numbers as JavaScript prints them, one line end at the end.
 * A number that JSON cannot hold (NaN, Infinity) would silently become null, so it is refused.
 */
export function jsonText(record: unknown): string {
  return `${indented(record)}\n`;
}

/** The same text in pieces, the elements of one long list of the record by and by. */
export function* jsonPieces<Long extends string>(
  record: { readonly [Name in Long]: readonly unknown[] },
  long: Long,
): Generator<string> {
  const elements = record[long];
  const mark = '\0';
  const frame = indented({ ...record, [long]: elements.length === 0 ? [] : [mark] });
  const [before, behind = ''] = frame.split(`\n    ${JSON.stringify(mark)}`);
  yield before;
  for (let from = 0; from < elements.length; from += AT_A_TIME) {
    // a record with one key of one letter: they stand as deep as in the whole one
    const block = indented({ x: elements.slice(from, from + AT_A_TIME) });
    const lines = block.slice('{\n  "x": ['.length, -'\n  ]\n}'.length);
    yield from === 0 ? lines : `,${lines}`;
  }
  yield `${behind}\n`;
}

function indented(record: unknown): string {
  refuseNonFinite('', record);
  const text = JSON.stringify(record, undefined, 2);
  return text.replace(FLAT_LIST, (_, items: string) => `[${items.split(/\n\s*/).join(' ')}]`);
}

function refuseNonFinite(key: string, value: unknown): void {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Error(`record field "${key}" is ${value}`);
  } else if (typeof value === 'object' && value !== null) {
    for (const name in value) refuseNonFinite(name, (value as Readonly<Record<string, unknown>>)[name]);
  }
}
