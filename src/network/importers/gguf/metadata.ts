import type { Cursor } from './cursor.ts';

/** Value of a key of a GGUF file. Arrays of numbers are typed where they are long. */
export type MetadataValue = number | string | boolean | readonly MetadataValue[] | Float64Array;

export type Metadata = ReadonlyMap<string, MetadataValue>;

interface Scalar {
  readonly bytes: number;
  readonly get: (view: DataView, at: number) => number | boolean;
}

const scalar = (bytes: number, get: Scalar['get']): Scalar => ({ bytes, get });

/** Kinds of values by their number (ggml-org/ggml, docs/gguf.md); strings and arrays are read apart. */
const SCALARS: Readonly<Record<number, Scalar>> = {
  0: scalar(1, (view, at) => view.getUint8(at)),
  1: scalar(1, (view, at) => view.getInt8(at)),
  2: scalar(2, (view, at) => view.getUint16(at, true)),
  3: scalar(2, (view, at) => view.getInt16(at, true)),
  4: scalar(4, (view, at) => view.getUint32(at, true)),
  5: scalar(4, (view, at) => view.getInt32(at, true)),
  6: scalar(4, (view, at) => view.getFloat32(at, true)),
  7: scalar(1, (view, at) => view.getUint8(at) !== 0),
  10: scalar(8, (view, at) => Number(view.getBigUint64(at, true))),
  11: scalar(8, (view, at) => Number(view.getBigInt64(at, true))),
  12: scalar(8, (view, at) => view.getFloat64(at, true)),
};
const BOOL = 7;
const STRING = 8;
const ARRAY = 9;
/** Arrays in arrays: no writer makes any, and a file that claims thousands is damaged. */
const MOST_NESTED = 4;

/** `count` keys with their values. */
export function readMetadata(cursor: Cursor, count: number): Metadata {
  const metadata = new Map<string, MetadataValue>();
  for (let k = 0; k < count; k++) {
    const key = cursor.text(`key ${k + 1} of ${count}`);
    if (metadata.has(key)) cursor.fail(`key "${key}" stands twice`);
    metadata.set(key, readValue(cursor, cursor.u32(`the kind of "${key}"`), key, 0));
  }
  return metadata;
}

function readValue(cursor: Cursor, kind: number, key: string, depth: number): MetadataValue {
  if (kind === STRING) return cursor.text(`"${key}"`);
  if (kind === ARRAY) return readArray(cursor, key, depth);
  const { bytes, get } = scalarOf(cursor, kind, key);
  return get(cursor.take(bytes, `"${key}"`), 0);
}

function readArray(cursor: Cursor, key: string, depth: number): MetadataValue {
  if (depth >= MOST_NESTED) cursor.fail(`"${key}": arrays in arrays more than ${MOST_NESTED} deep`);
  const kind = cursor.u32(`the kind of the elements of "${key}"`);
  if (kind === STRING || kind === ARRAY) {
    const count = cursor.count(`the length of "${key}"`, kind === STRING ? 8 : 12);
    const values: MetadataValue[] = [];
    for (let k = 0; k < count; k++) values.push(readValue(cursor, kind, key, depth + 1));
    return values;
  }
  const { bytes, get } = scalarOf(cursor, kind, key);
  const count = cursor.count(`the length of "${key}"`, bytes);
  const view = cursor.take(count * bytes, `"${key}"`);
  if (kind === BOOL) return Array.from({ length: count }, (_, k) => get(view, k));
  return Float64Array.from({ length: count }, (_, k) => Number(get(view, k * bytes)));
}

function scalarOf(cursor: Cursor, kind: number, key: string): Scalar {
  if (!Object.hasOwn(SCALARS, kind)) cursor.fail(`"${key}" is of kind ${kind}, which is none (0 to 12)`);
  return SCALARS[kind];
}
