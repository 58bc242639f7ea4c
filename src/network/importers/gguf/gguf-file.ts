import { sizeOf } from '../tensors/named-tensor.ts';
import { Cursor, type PartedFile } from './cursor.ts';
import { type Metadata, readMetadata } from './metadata.ts';
import { type TensorType, tensorType } from './tensor-types.ts';

/** A tensor of a GGUF file: its place is checked, its bytes are not yet read. */
export interface GgufTensor {
  readonly name: string;
  /** Slowest axis first, as numpy and PyTorch write it; a file has it the other way round. */
  readonly shape: readonly number[];
  /** Its type, or why that is not read. */
  readonly type: TensorType | string;
  /** The file that holds it, and its bytes there. */
  readonly source: PartedFile;
  readonly from: number;
  readonly length: number;
}

/** A GGUF file without its weights. */
export interface GgufFile {
  readonly version: number;
  readonly metadata: Metadata;
  readonly tensors: readonly GgufTensor[];
}

const MAGIC = 0x46554747;
/** ggml's own limits (GGML_MAX_DIMS, GGML_MAX_NAME). */
const MOST_AXES = 4;

/**
 * Reads the header of a GGUF file (version 2 or 3, little-endian; ggml-org/ggml, docs/gguf.md). Types that are not read are told by each tensor.
 * @throws UserError with the byte where the file is cut off, claims more than it has, or contradicts itself
 */
export function readGgufFile(source: PartedFile): GgufFile {
  const cursor = new Cursor(source);
  if (cursor.u32('the magic word') !== MAGIC) cursor.fail('expected "GGUF" at the beginning');
  const version = cursor.u32('the version');
  if (version === 0x02000000 || version === 0x03000000) cursor.fail('a big-endian GGUF file is not read');
  if (version !== 2 && version !== 3) cursor.fail(`expected version 2 or 3, found ${version}`);
  const tensorCount = cursor.count('the number of tensors', 24);
  const metadata = readMetadata(cursor, cursor.count('the number of keys', 13));
  const heads = Array.from({ length: tensorCount }, (_, k) => readTensorHead(cursor, k, tensorCount));
  const alignment = alignmentOf(metadata, cursor);
  const dataStart = Math.ceil(cursor.at / alignment) * alignment;
  const tensors = heads.map((head) => placed(head, { dataStart, alignment, source }, cursor));
  refuseOverlaps(tensors, cursor);
  return { version, metadata, tensors };
}

interface TensorHead {
  readonly name: string;
  readonly shape: readonly number[];
  readonly id: number;
  /** From where the data begin. */
  readonly offset: number;
}

function readTensorHead(cursor: Cursor, index: number, of: number): TensorHead {
  const name = cursor.text(`the name of tensor ${index + 1} of ${of}`);
  const axes = cursor.u32(`the number of axes of "${name}"`);
  if (axes > MOST_AXES) cursor.fail(`"${name}" has ${axes} axes, expected at most ${MOST_AXES}`);
  const sizes = Array.from({ length: axes }, () => cursor.u64(`a size of "${name}"`));
  return {
    name,
    shape: sizes.toReversed(),
    id: cursor.u32(`the type of "${name}"`),
    offset: cursor.u64(`the offset of "${name}"`),
  };
}

function alignmentOf(metadata: Metadata, cursor: Cursor): number {
  const alignment = metadata.get('general.alignment') ?? 32;
  if (typeof alignment !== 'number' || alignment < 8 || alignment > 2 ** 20 || alignment % 8 !== 0)
    cursor.fail(`general.alignment: expected a multiple of 8 up to 2^20, found ${JSON.stringify(alignment)}`);
  return alignment;
}

function placed(
  { name, shape, id, offset }: TensorHead,
  { dataStart, alignment, source }: { dataStart: number; alignment: number; source: PartedFile },
  cursor: Cursor,
): GgufTensor {
  const type = tensorType(id);
  const from = dataStart + offset;
  if (offset % alignment !== 0) cursor.fail(`its offset ${offset} is no multiple of the alignment ${alignment}`, name);
  if (typeof type === 'string') return { name, shape, type, source, from, length: 0 };
  const count = sizeOf(shape);
  const text = `${type.name} of shape (${shape.join(', ')})`;
  if (!Number.isSafeInteger(count)) cursor.fail(`${text} has more weights than any file holds`, name);
  const row = shape.at(-1) ?? 1;
  if (row % type.blockSize !== 0)
    cursor.fail(`${text}: its rows of ${row} are no whole blocks of ${type.blockSize}`, name);
  const length = type.bytesOf(count);
  if (from + length > source.size)
    cursor.fail(`${text} ends at byte ${from + length}, the file has ${source.size}: is it cut off?`, name);
  return { name, shape, type, source, from, length };
}

/** Two tensors of one name, or over the same bytes. */
function refuseOverlaps(tensors: readonly GgufTensor[], cursor: Cursor): void {
  const names = new Set<string>();
  for (const { name } of tensors) {
    if (names.has(name)) cursor.fail(`tensor "${name}" stands twice`);
    names.add(name);
  }
  const inOrder = tensors.filter(({ length }) => length > 0).toSorted((a, b) => a.from - b.from);
  for (const [k, tensor] of inOrder.entries()) {
    const before = inOrder[k - 1];
    if (before !== undefined && tensor.from < before.from + before.length)
      cursor.fail(`its bytes from ${tensor.from} on overlap those of "${before.name}"`, tensor.name);
  }
}
