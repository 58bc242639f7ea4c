/** A tensor to write. */
export interface TensorToWrite {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Uint8Array | Uint16Array | Uint32Array | Float32Array | Float64Array;
}

const DTYPES = {
  Uint8Array: 'U8',
  Uint16Array: 'U16',
  Uint32Array: 'U32',
  Float32Array: 'F32',
  Float64Array: 'F64',
} as const;

/**
 * The bytes of a safetensors file (huggingface/safetensors): header length, JSON header filled with spaces to a multiple of 8 bytes, then the tensors,
 * wider elements first so that each lies on a multiple of its element, then by name. The same tensors give the same bytes. Little-endian.
 */
export function safetensorsBytes(
  tensors: readonly TensorToWrite[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const order = tensors.toSorted(
    (a, b) => b.values.BYTES_PER_ELEMENT - a.values.BYTES_PER_ELEMENT || (a.name < b.name ? -1 : 1),
  );
  const entries: [string, unknown][] = [['__metadata__', metadata]];
  let end = 0;
  for (const { name, shape, values } of order) {
    const dtype = DTYPES[values.constructor.name as keyof typeof DTYPES];
    entries.push([name, { dtype, shape, data_offsets: [end, end + values.byteLength] }]);
    end += values.byteLength;
  }
  const json = `{${entries.map(([name, entry]) => `${JSON.stringify(name)}:${JSON.stringify(entry)}`).join(',')}}`;
  const header = new TextEncoder().encode(json);
  const headerBytes = Math.ceil(header.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerBytes + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes), true);
  bytes.fill(0x20, 8, 8 + headerBytes).set(header, 8);
  let at = 8 + headerBytes;
  for (const { values } of order) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return bytes;
}
