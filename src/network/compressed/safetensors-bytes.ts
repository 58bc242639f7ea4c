import { concatenate } from '../../base/files/bytes.ts';

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

/** What the head of a file says of a tensor. */
export interface TensorHead {
  readonly name: string;
  readonly dtype: string;
  readonly elementBytes: number;
  readonly shape: readonly number[];
  readonly byteLength: number;
}

export function headOf({ name, shape, values }: TensorToWrite): TensorHead {
  const dtype = DTYPES[values.constructor.name as keyof typeof DTYPES];
  return { name, dtype, elementBytes: values.BYTES_PER_ELEMENT, shape, byteLength: values.byteLength };
}

/** The bytes of tensors as they lie in memory. */
export function tensorBytes({ values }: TensorToWrite): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/**
 * The head of a file and the order of its tensors: wider elements first so that each lies on a multiple of its element, then by name.
 */
export function safetensorsHead<Head extends TensorHead>(
  tensors: readonly Head[],
  metadata: Readonly<Record<string, string>>,
): { readonly head: Uint8Array; readonly order: readonly Head[] } {
  const order = tensors.toSorted((a, b) => b.elementBytes - a.elementBytes || (a.name < b.name ? -1 : 1));
  const entries: [string, unknown][] = [['__metadata__', metadata]];
  let end = 0;
  for (const { name, dtype, shape, byteLength } of order) {
    entries.push([name, { dtype, shape, data_offsets: [end, end + byteLength] }]);
    end += byteLength;
  }
  const json = `{${entries.map(([name, entry]) => `${JSON.stringify(name)}:${JSON.stringify(entry)}`).join(',')}}`;
  const text = new TextEncoder().encode(json);
  const headerBytes = Math.ceil(text.length / 8) * 8;
  const head = new Uint8Array(8 + headerBytes);
  new DataView(head.buffer).setBigUint64(0, BigInt(headerBytes), true);
  head.fill(0x20, 8).set(text, 8);
  return { head, order };
}

/**
 * The bytes of a safetensors file (huggingface/safetensors): header length, JSON header filled with spaces to a multiple of 8 bytes, then the tensors,
 * wider elements first so that each lies on a multiple of its element, then by name. The same tensors give the same bytes. Little-endian.
 */
export function safetensorsBytes(
  tensors: readonly TensorToWrite[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const { head, order } = safetensorsHead(
    tensors.map((tensor) => ({ ...headOf(tensor), tensor })),
    metadata,
  );
  return concatenate([head, ...order.map(({ tensor }) => tensorBytes(tensor))]);
}
