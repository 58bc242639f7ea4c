import type { BlockLayout } from './block-layout.ts';
import { fp16At } from './blocks-of-32.ts';

/*
 * Blocks of 256 weights in parts of 16 or 32, each part with a scale (and a minimum) of few bits under the scale of the block: ggml-org/ggml, ggml-common.h and
 * ggml-quants.c. Products and differences are rounded to fp32, as ggml does.
 */

const { fround } = Math;

/** Sixteen parts of 16; scale and minimum share a byte; four codes of 2 bits share a byte, 32 places apart. */
export const q2_K: BlockLayout = {
  name: 'q2_K',
  size: 256,
  bytes: 84,
  decode(view, at, values, to) {
    const scale = fp16At(view, at + 80);
    const minimum = fp16At(view, at + 82);
    for (let part = 0; part < 16; part++) {
      const packed = view.getUint8(at + part);
      const own = fround(scale * (packed & 15));
      const least = fround(minimum * (packed >> 4));
      eachOfTwoBits(view, at + 16, part, (code, k) => {
        values[to + 16 * part + k] = fround(fround(own * code) - least);
      });
    }
  },
};

/** Sixteen parts of 16 with scales of 6 bits; the third bit of a code stands apart, and where it is not set 4 is taken off. */
export const q3_K: BlockLayout = {
  name: 'q3_K',
  size: 256,
  bytes: 110,
  decode(view, at, values, to) {
    const scale = fp16At(view, at + 108);
    for (let part = 0; part < 16; part++) {
      const low = (view.getUint8(at + 96 + (part & 7)) >> (part < 8 ? 0 : 4)) & 15;
      const high = (view.getUint8(at + 104 + (part & 3)) >> (2 * (part >> 2))) & 3;
      const own = fround(scale * ((low | (high << 4)) - 32));
      eachOfTwoBits(view, at + 32, part, (code, k) => {
        const third = (view.getUint8(at + 16 * (part & 1) + k) >> (part >> 1)) & 1;
        values[to + 16 * part + k] = own * (code - (third === 1 ? 0 : 4));
      });
    }
  },
};

/** Codes of 2 bits of a part of 16: 32 bytes hold 128 weights, bits 0 and 1 the first 32. */
function eachOfTwoBits(view: DataView, at: number, part: number, take: (code: number, k: number) => void): void {
  const half = part >> 3;
  const shift = 2 * ((part >> 1) & 3);
  const from = at + 32 * half + 16 * (part & 1);
  for (let k = 0; k < 16; k++) take((view.getUint8(from + k) >> shift) & 3, k);
}

/** Scale and minimum of part k (0 to 7) of the 12 bytes at `at`: the first four have their 6 bits to themselves, the others gather them. */
function sixBits(view: DataView, at: number, k: number): readonly [scale: number, minimum: number] {
  const byte = (index: number) => view.getUint8(at + index);
  return k < 4
    ? [byte(k) & 63, byte(k + 4) & 63]
    : [(byte(k + 4) & 15) | ((byte(k - 4) >> 6) << 4), (byte(k + 4) >> 4) | ((byte(k) >> 6) << 4)];
}

/** Eight parts of 32; the low halves of 32 bytes are one part, the high halves the next. A fifth bit stands apart: bit k of 32 bytes is that of part k. */
function eightParts(name: string, hasFifthBit: boolean): BlockLayout {
  const codesAt = hasFifthBit ? 48 : 16;
  return {
    name,
    size: 256,
    bytes: codesAt + 128,
    decode(view, at, values, to) {
      const scale = fp16At(view, at);
      const minimum = fp16At(view, at + 2);
      for (let part = 0; part < 8; part++) {
        const [ownScale, ownMinimum] = sixBits(view, at + 4, part);
        const own = fround(scale * ownScale);
        const least = fround(minimum * ownMinimum);
        const from = at + codesAt + 32 * (part >> 1);
        const shift = 4 * (part & 1);
        for (let k = 0; k < 32; k++) {
          const fifth = hasFifthBit ? (view.getUint8(at + 16 + k) >> part) & 1 : 0;
          const code = ((view.getUint8(from + k) >> shift) & 15) | (fifth << 4);
          values[to + 32 * part + k] = fround(fround(own * code) - least);
        }
      }
    },
  };
}

export const q4_K = eightParts('q4_K', false);
export const q5_K = eightParts('q5_K', true);

/** Two halves of 128: four codes of 6 bits share two low halves and one byte of high pairs; sixteen parts of 16 with scales of a signed byte. */
export const q6_K: BlockLayout = {
  name: 'q6_K',
  size: 256,
  bytes: 210,
  decode(view, at, values, to) {
    const scale = fp16At(view, at + 208);
    for (let place = 0; place < 256; place++) {
      const half = place >> 7;
      const quarter = (place >> 5) & 3;
      const k = place & 31;
      const low = (view.getUint8(at + 64 * half + 32 * (quarter & 1) + k) >> (quarter < 2 ? 0 : 4)) & 15;
      const high = (view.getUint8(at + 128 + 32 * half + k) >> (2 * quarter)) & 3;
      const own = fround(scale * view.getInt8(at + 192 + (place >> 4)));
      values[to + place] = own * ((low | (high << 4)) - 32);
    }
  },
};
