import { UserError } from '../../../base/user-error.ts';
import { bytesNeeded, ELEMENT_KINDS, type ElementKind } from '../elements/element-kinds.ts';
import { duplicateKey } from './json-keys.ts';

/** A tensor of a safetensors file: its place is checked, its bytes are read when they are asked for, each time anew. */
export interface StoredTensor {
  readonly name: string;
  /** The file's own name of the kind: F32, BF16, ... */
  readonly dtype: string;
  readonly kind: ElementKind;
  readonly shape: readonly number[];
  /** Where its bytes lie among those of all tensors, and how many they are. */
  readonly from: number;
  readonly length: number;
  readonly bytes: Uint8Array;
  /** Some of its bytes. */
  readonly part: ReadPart;
}

/** A safetensors file: tensors in the order of their bytes, and the free text of `__metadata__`. */
export interface SafetensorsFile {
  readonly tensors: readonly StoredTensor[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** The limit of the reference reader (huggingface/safetensors): 100 MB of header. */
const LARGEST_HEADER_BYTES = 100_000_000;

const KINDS: Readonly<Record<string, ElementKind>> = {
  BOOL: ELEMENT_KINDS.bool,
  I8: ELEMENT_KINDS.int8,
  U8: ELEMENT_KINDS.uint8,
  I16: ELEMENT_KINDS.int16,
  U16: ELEMENT_KINDS.uint16,
  I32: ELEMENT_KINDS.int32,
  U32: ELEMENT_KINDS.uint32,
  I64: ELEMENT_KINDS.int64,
  U64: ELEMENT_KINDS.uint64,
  F4: ELEMENT_KINDS.fp4,
  F6_E2M3: ELEMENT_KINDS.fp6e2m3,
  F6_E3M2: ELEMENT_KINDS.fp6e3m2,
  F8_E4M3: ELEMENT_KINDS.fp8e4m3,
  F8_E4M3FNUZ: ELEMENT_KINDS.fp8e4m3fnuz,
  F8_E5M2: ELEMENT_KINDS.fp8e5m2,
  F8_E5M2FNUZ: ELEMENT_KINDS.fp8e5m2fnuz,
  F8_E8M0: ELEMENT_KINDS.fp8e8m0,
  F16: ELEMENT_KINDS.fp16,
  BF16: ELEMENT_KINDS.bf16,
  F32: ELEMENT_KINDS.fp32,
  F64: ELEMENT_KINDS.fp64,
  // No layer has complex weights: such a tensor is found and named, its values are never asked for.
  C64: { name: 'complex64', bits: 64, wide: false, get: () => NaN },
};

/** So many bytes of a file behind byte `from`, where there is a block for them perhaps in that. */
export type ReadPart = (from: number, length: number, into?: Uint8Array<ArrayBuffer>) => Uint8Array;

/** A safetensors file that lies in memory. */
export function readSafetensorsFile(file: string, bytes: Uint8Array): SafetensorsFile {
  return openSafetensorsFile(file, bytes.length, (from, length) => bytes.subarray(from, from + length));
}

/**
 * Layout (huggingface/safetensors): 8 bytes of header length, the header as JSON, the bytes of all tensors one after the other without a gap. Only the header is read.
 * @throws UserError on any header, kind, shape or offset that the file's own bytes do not bear out; nothing is allocated by a claim
 */
export function openSafetensorsFile(file: string, fileBytes: number, read: ReadPart): SafetensorsFile {
  const fail = failer(file);
  if (fileBytes < 8) fail(`expected 8 bytes of header length, the file has ${fileBytes}`);
  const first = read(0, 8);
  const length = new DataView(first.buffer, first.byteOffset).getBigUint64(0, true);
  if (length > BigInt(fileBytes - 8)) fail(`header length ${length} exceeds the ${fileBytes - 8} bytes behind it`);
  if (length > BigInt(LARGEST_HEADER_BYTES))
    fail(`header of ${length} bytes, at most ${LARGEST_HEADER_BYTES} are read`);
  const dataStart = 8 + Number(length);
  const header = parseHeader(file, read(8, Number(length)));
  const metadata = new Map(Object.entries((header.get('__metadata__') ?? {}) as Record<string, string>));
  header.delete('__metadata__');
  const dataBytes = fileBytes - dataStart;
  const data: TensorData = { bytes: dataBytes, read: (from, size, into) => read(dataStart + from, size, into) };
  const tensors = [...header].map(([name, entry]) => storedTensor(file, name, entry, data));
  tensors.sort((a, b) => a.from - b.from || a.length - b.length);
  let end = 0;
  let last: StoredTensor | undefined;
  for (const tensor of tensors) {
    if (tensor.from !== end) fail(outOfOrder(tensor, last));
    end += tensor.length;
    last = tensor;
  }
  if (end !== dataBytes) fail(`the tensors end at data byte ${end}, the file has ${dataBytes} data bytes`);
  return { tensors, metadata: Object.fromEntries(metadata) };
}

/** Two tensors over the same bytes, or bytes of no tensor before one. */
function outOfOrder(tensor: StoredTensor, last: StoredTensor | undefined): string {
  const start = tensor.from;
  const lastEnd = last === undefined ? 0 : last.from + last.length;
  const message = `the bytes of "${tensor.name}" (${start} to ${start + tensor.length}) do not follow the tensor before it`;
  if (start < lastEnd) return `${message}: they overlap those of "${last!.name}" (${last!.from} to ${lastEnd})`;
  const before = last === undefined ? 'the data begin at 0' : `"${last.name}" ends at ${lastEnd}`;
  return `${message}: ${before}, bytes ${lastEnd} to ${start} belong to none`;
}

function parseHeader(file: string, bytes: Uint8Array): Map<string, unknown> {
  const fail = failer(file);
  let text = '';
  let header: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    fail('the header is not UTF-8');
  }
  try {
    header = JSON.parse(text);
  } catch (cause) {
    fail(`the header is not JSON (${(cause as Error).message})`);
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) fail('the header is not a JSON object');
  const repeated = duplicateKey(text);
  if (repeated !== undefined) fail(`"${repeated}" stands twice in the header`);
  // JSON.parse makes __proto__ an own property, so entries() sees it and nothing else is touched.
  return new Map(Object.entries(header as object));
}

/** The bytes of all tensors. */
interface TensorData {
  readonly bytes: number;
  readonly read: ReadPart;
}

function storedTensor(file: string, name: string, entry: unknown, data: TensorData): StoredTensor {
  const fail = failer(file, name);
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  if (typeof dtype !== 'string' || !isSizes(shape) || !isSizes(offsets) || offsets.length !== 2)
    return fail(
      `expected dtype, shape and two data_offsets (whole numbers below 2^53), found ${JSON.stringify(entry)}`,
    );
  if (!Object.hasOwn(KINDS, dtype)) return fail(`dtype ${dtype} is not read (known: ${Object.keys(KINDS).join(', ')})`);
  const kind = KINDS[dtype];
  const [start, end] = offsets as [number, number];
  if (start > end) fail(`data_offsets ${start} to ${end} are reversed`);
  if (end > data.bytes) fail(`ends at data byte ${end}, the file has ${data.bytes} data bytes`);
  const count = shape.reduce((product, size) => product * size, 1);
  const needed = bytesNeeded(kind, count);
  if (!Number.isSafeInteger(count) || needed !== end - start)
    fail(`${dtype} of shape [${shape.join(', ')}] needs ${needed} bytes, data_offsets hold ${end - start}`);
  const length = end - start;
  return {
    name,
    dtype,
    kind,
    shape,
    from: start,
    length,
    get bytes() {
      return data.read(start, length);
    },
    part: (from, size, into) => data.read(start + from, size, into),
  };
}

function isSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function failer(file: string, path?: string): (message: string) => never {
  return (message) => {
    throw UserError.at(path === undefined ? { file } : { file, path }, message, 'SAFETENSORS');
  };
}
