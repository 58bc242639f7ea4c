type TypedArray = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array | Float64Array;
type SharedConstructor = new (buffer: SharedArrayBuffer) => TypedArray;

/** A record whose typed arrays lie in shared memory: workers get the same bytes, nothing is copied for each of them. */
export function share<T>(record: T): T {
  return shared(record) as T;
}

function shared(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return inSharedMemory(value as TypedArray);
  if (Array.isArray(value)) return value.map(shared);
  if (value instanceof Map) return new Map([...value].map(([key, child]) => [key, shared(child)]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, shared(child)]));
}

function inSharedMemory(array: TypedArray): TypedArray {
  if (array.buffer instanceof SharedArrayBuffer) return array;
  const copy = new (array.constructor as unknown as SharedConstructor)(new SharedArrayBuffer(array.byteLength));
  copy.set(array);
  return copy;
}
