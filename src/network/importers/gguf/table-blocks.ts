import { SMALL_FLOATS, smallFloat } from '../elements/small-float.ts';
import type { BlockLayout } from './block-layout.ts';
import { fp16At } from './blocks-of-32.ts';

const { fround } = Math;

/** The sixteen values of IQ4: a fixed codebook under a scale, without a zero (ggml-org/ggml, ggml-common.h). */
const IQ4 = [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113];

const FP4 = Float32Array.from({ length: 16 }, (_, code) => smallFloat(code, SMALL_FLOATS.e2m1));

/** `bytes` bytes of codes: low halves first, then all the high ones. */
function lookUp(
  view: DataView,
  at: number,
  bytes: number,
  table: ArrayLike<number>,
  scale: number,
  values: Float32Array,
  to: number,
): void {
  for (let j = 0; j < bytes; j++) {
    const byte = view.getUint8(at + j);
    values[to + j] = scale * table[byte & 15];
    values[to + j + bytes] = scale * table[byte >> 4];
  }
}

export const iq4_nl: BlockLayout = {
  name: 'iq4_nl',
  size: 32,
  bytes: 18,
  decode: (view, at, values, to) => lookUp(view, at + 2, 16, IQ4, fp16At(view, at), values, to),
};

/** Eight times 32 weights, each with a scale of six bits: high pairs of bits in one word, low halves two to a byte. */
export const iq4_xs: BlockLayout = {
  name: 'iq4_xs',
  size: 256,
  bytes: 136,
  decode(view, at, values, to) {
    const scale = fp16At(view, at);
    const high = view.getUint16(at + 2, true);
    for (let part = 0; part < 8; part++) {
      const low = (view.getUint8(at + 4 + (part >> 1)) >> (4 * (part & 1))) & 15;
      const own = fround(scale * ((low | (((high >> (2 * part)) & 3) << 4)) - 32));
      lookUp(view, at + 8 + 16 * part, 16, IQ4, own, values, to + 32 * part);
    }
  },
};

/** OCP Microscaling: 32 fp4 under a power of two. */
export const mxfp4: BlockLayout = {
  name: 'mxfp4',
  size: 32,
  bytes: 17,
  decode: (view, at, values, to) => lookUp(view, at + 1, 16, FP4, 2 ** (view.getUint8(at) - 127), values, to),
};

/** Four times 16 fp4, each under an unsigned e4m3. */
export const nvfp4: BlockLayout = {
  name: 'nvfp4',
  size: 64,
  bytes: 36,
  decode(view, at, values, to) {
    for (let part = 0; part < 4; part++) {
      const scale = unsignedE4m3(view.getUint8(at + part));
      lookUp(view, at + 4 + 8 * part, 8, FP4, scale, values, to + 16 * part);
    }
  },
};

/** ggml takes the pattern that is NaN elsewhere for 0, and leaves the sign bit out. */
function unsignedE4m3(pattern: number): number {
  return (pattern & 127) === 127 ? 0 : smallFloat(pattern & 127, SMALL_FLOATS.e4m3fn);
}
