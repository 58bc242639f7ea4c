import type { Values } from '../../values.ts';
import { bytesNeeded, decodeElements, ELEMENT_KINDS, type ElementKind } from '../elements/element-kinds.ts';
import { type BlockLayout, bitsPerWeight, decodeBlocks } from './block-layout.ts';
import { q4_0, q4_1, q5_0, q5_1, q8_0 } from './blocks-of-32.ts';
import { q2_K, q3_K, q4_K, q5_K, q6_K } from './blocks-of-256.ts';
import { iq4_nl, iq4_xs, mxfp4, nvfp4 } from './table-blocks.ts';

/** A type of GGUF tensors that is read. */
export interface TensorType {
  readonly name: string;
  /** Weights of a block; 1 where each stands alone. The fastest axis holds whole blocks. */
  readonly blockSize: number;
  /** Bits of a weight as stored, scales included. */
  readonly bits: number;
  readonly bytesOf: (count: number) => number;
  readonly decode: (bytes: Uint8Array, count: number) => Values;
}

const plain = (kind: ElementKind): TensorType => ({
  name: kind.name,
  blockSize: 1,
  bits: kind.bits,
  bytesOf: (count) => bytesNeeded(kind, count),
  decode: (bytes, count) => decodeElements(bytes, kind, count),
});

const blocks = (layout: BlockLayout): TensorType => ({
  name: layout.name,
  blockSize: layout.size,
  bits: bitsPerWeight(layout),
  bytesOf: (count) => (count / layout.size) * layout.bytes,
  decode: (bytes, count) => decodeBlocks(layout, bytes, count),
});

/** Types by their number in a file (ggml-org/ggml, ggml.h). */
const READ: ReadonlyMap<number, TensorType> = new Map([
  [0, plain(ELEMENT_KINDS.fp32)],
  [1, plain(ELEMENT_KINDS.fp16)],
  [2, blocks(q4_0)],
  [3, blocks(q4_1)],
  [6, blocks(q5_0)],
  [7, blocks(q5_1)],
  [8, blocks(q8_0)],
  [10, blocks(q2_K)],
  [11, blocks(q3_K)],
  [12, blocks(q4_K)],
  [13, blocks(q5_K)],
  [14, blocks(q6_K)],
  [20, blocks(iq4_nl)],
  [23, blocks(iq4_xs)],
  [24, plain(ELEMENT_KINDS.int8)],
  [25, plain(ELEMENT_KINDS.int16)],
  [26, plain(ELEMENT_KINDS.int32)],
  [27, plain(ELEMENT_KINDS.int64)],
  [28, plain(ELEMENT_KINDS.fp64)],
  [30, plain(ELEMENT_KINDS.bf16)],
  [39, blocks(mxfp4)],
  [40, blocks(nvfp4)],
]);

/** Names of types that are not read. */
const NOT_READ: Readonly<Record<number, string>> = {
  4: 'Q4_2',
  5: 'Q4_3',
  9: 'Q8_1',
  15: 'Q8_K',
  16: 'IQ2_XXS',
  17: 'IQ2_XS',
  18: 'IQ3_XXS',
  19: 'IQ1_S',
  21: 'IQ3_S',
  22: 'IQ2_S',
  29: 'IQ1_M',
  31: 'Q4_0_4_4',
  32: 'Q4_0_4_8',
  33: 'Q4_0_8_8',
  34: 'TQ1_0',
  35: 'TQ2_0',
  36: 'IQ4_NL_4_4',
  37: 'IQ4_NL_4_8',
  38: 'IQ4_NL_8_8',
  41: 'Q1_0',
  42: 'Q2_0',
};

/** The type of that number, or the reason why it is not read. */
export function tensorType(id: number): TensorType | string {
  const known = READ.get(id);
  if (known !== undefined) return known;
  const names = [...READ.values()].map(({ name }) => name).join(', ');
  return `type ${NOT_READ[id] ?? id} is not read (known: ${names})`;
}
