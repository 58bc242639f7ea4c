/** Halves of a chunk that holds lower halves of patterns with one upper half. */
const CHUNK: u32 = 1024;

/**
 * Deals the bit patterns of `count` floats out by their upper halves: the lower ones go to chunks of 2 KiB, aligned to that, which are taken one by one from `chunksAt` on.
 * For each upper half a cursor (at cursorsAt) says where the next one goes, 0 at first; for each chunk its upper half is noted at ownersAt. Stops where the chunks up to
 * chunksEnd are used up: returns how many were dealt; what is left of the chunks begins at the address that is stored at nextAt.
 */
export function dealPatterns(
  at: usize,
  count: u32,
  cursorsAt: usize,
  nextAt: usize,
  chunksEnd: usize,
  ownersAt: usize,
): u32 {
  let next = <usize>load<u32>(nextAt);
  const first = <usize>load<u32>(nextAt, 4);
  let k: u32 = 0;
  for (; k < count; k++) {
    const pattern = load<u32>(at + ((<usize>k) << 2));
    const cursorAt = cursorsAt + ((<usize>pattern >>> 16) << 2);
    let cursor = <usize>load<u32>(cursorAt);
    if ((cursor & (2 * CHUNK - 1)) === 0) {
      if (next === chunksEnd) break;
      store<u16>(ownersAt + (((next - first) >>> 11) << 1), <u16>(pattern >>> 16));
      cursor = next;
      next += 2 * CHUNK;
    }
    store<u16>(cursor, <u16>pattern);
    store<u32>(cursorAt, <u32>cursor + 2);
  }
  store<u32>(nextAt, <u32>next);
  return k;
}

/** Marks `count` halves in a set of 2^16 bits; how many were not in it. */
export function markHalves(at: usize, count: u32, setAt: usize): u32 {
  let found: u32 = 0;
  for (const end = at + (count << 1); at < end; at += 2) {
    const half = <u32>load<u16>(at);
    const address = setAt + <usize>((half >>> 5) << 2);
    const word = load<u32>(address);
    found += ~(word >>> (half & 31)) & 1;
    store<u32>(address, word | (1 << (half & 31)));
  }
  return found;
}
