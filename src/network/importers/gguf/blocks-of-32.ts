import { SMALL_FLOATS, smallFloat } from '../elements/small-float.ts';
import type { BlockLayout } from './block-layout.ts';

/** The scale or minimum at byte `at`. */
export function fp16At(view: DataView, at: number): number {
  return smallFloat(view.getUint16(at, true), SMALL_FLOATS.fp16);
}

const { fround } = Math;

/**
 * Blocks of 32 weights under one scale (ggml-org/ggml, ggml-common.h): the low half of byte j is weight j, the high half weight j + 16; the fifth bits of
 * all 32 stand before them in one word. Products and sums are rounded to fp32, as ggml does.
 */
function halves(
  name: string,
  { hasMinimum, hasFifthBit }: { readonly hasMinimum: boolean; readonly hasFifthBit: boolean },
): BlockLayout {
  const header = hasMinimum ? 4 : 2;
  const codesAt = header + (hasFifthBit ? 4 : 0);
  const zero = hasMinimum ? 0 : hasFifthBit ? 16 : 8;
  return {
    name,
    size: 32,
    bytes: codesAt + 16,
    decode(view, at, values, to) {
      const scale = fp16At(view, at);
      const minimum = hasMinimum ? fp16At(view, at + 2) : 0;
      const fifth = hasFifthBit ? view.getUint32(at + header, true) : 0;
      for (let j = 0; j < 16; j++) {
        const byte = view.getUint8(at + codesAt + j);
        const low = (byte & 15) | (((fifth >>> j) & 1) << 4);
        const high = (byte >> 4) | (((fifth >>> (j + 16)) & 1) << 4);
        values[to + j] = fround(fround(scale * (low - zero)) + minimum);
        values[to + j + 16] = fround(fround(scale * (high - zero)) + minimum);
      }
    },
  };
}

export const q4_0 = halves('q4_0', { hasMinimum: false, hasFifthBit: false });
export const q4_1 = halves('q4_1', { hasMinimum: true, hasFifthBit: false });
export const q5_0 = halves('q5_0', { hasMinimum: false, hasFifthBit: true });
export const q5_1 = halves('q5_1', { hasMinimum: true, hasFifthBit: true });

/** 32 bytes with their sign behind the scale. */
export const q8_0: BlockLayout = {
  name: 'q8_0',
  size: 32,
  bytes: 34,
  decode(view, at, values, to) {
    const scale = fp16At(view, at);
    for (let j = 0; j < 32; j++) values[to + j] = scale * view.getInt8(at + 2 + j);
  },
};
