import type { Values } from '../../values.ts';

/** The bits of 32-bit words that were read as numbers, of either sign. */
export function wordsOf(values: Values): Int32Array {
  return Int32Array.from(values, (value) => value | 0);
}

/**
 * Field number `index` of fields of `bits` bits (at most 8) that lie one behind the other in 32-bit words, the low end of a word first; one may reach into
 * the next word (3, 5 and 6 bits). Word k is words[from + k * step].
 */
export function streamField(words: Int32Array, from: number, step: number, index: number, bits: number): number {
  const bit = index * bits;
  const at = from + (bit >>> 5) * step;
  const shift = bit & 31;
  const low = words[at] >>> shift;
  const high = shift + bits > 32 ? words[at + step] << (32 - shift) : 0;
  return (low | high) & ((1 << bits) - 1);
}

/** Widths of the planes of a field, the low bits first: each divides 32. */
const PLANES: Readonly<Record<number, readonly number[]>> = {
  2: [2],
  3: [2, 1],
  4: [4],
  5: [4, 1],
  6: [4, 2],
  7: [4, 2, 1],
  8: [8],
};

/**
 * Field number `index` of fields in bit planes: 32 fields lie in `bits` words one behind the other, first the words of the low plane, then those of the higher
 * ones; in a plane no field crosses a word, the low end comes first. Source: ModelCloud/GPTQModel, docs of the planar checkpoint format.
 */
export function planarField(words: Int32Array, from: number, step: number, index: number, bits: number): number {
  const place = index & 31;
  let word = (index >>> 5) * bits;
  let done = 0;
  let field = 0;
  for (const width of PLANES[bits]) {
    const perWord = 32 / width;
    const at = from + (word + Math.floor(place / perWord)) * step;
    field |= ((words[at] >>> ((place % perWord) * width)) & ((1 << width) - 1)) << done;
    word += width;
    done += width;
  }
  return field;
}

/** Field number `index` of 32-bit words that hold floor(32 / bits) fields each, the low end first. */
export function wordField(words: Int32Array, from: number, index: number, bits: number): number {
  const perWord = Math.floor(32 / bits);
  const word = words[from + Math.floor(index / perWord)];
  return (word >>> ((index % perWord) * bits)) & ((1 << bits) - 1);
}
