import type { Values } from '../../values.ts';

/**
 * Fields of `bits` bits that lie one behind the other in 32-bit words, the low end of a word first; a field may reach into the next word (3, 5 and 6 bits).
 * @param word value of word k, as any of int32 and uint32
 */
export function streamField(word: (index: number) => number, index: number, bits: number): number {
  const bit = index * bits;
  const at = Math.floor(bit / 32);
  const shift = bit % 32;
  let field = (word(at) >>> 0) / 2 ** shift;
  if (shift + bits > 32) field += (word(at + 1) >>> 0) * 2 ** (32 - shift);
  return Math.floor(field) % 2 ** bits;
}

/** Field number `index` of 32-bit words that hold floor(32 / bits) fields each, the low end first. */
export function wordField(words: Values, from: number, index: number, bits: number): number {
  const perWord = Math.floor(32 / bits);
  const word = words[from + Math.floor(index / perWord)] >>> 0;
  return Math.floor(word / 2 ** ((index % perWord) * bits)) % 2 ** bits;
}
