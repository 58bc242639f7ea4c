/** Bytes of a chunk, which holds lower halves of patterns with one upper half, and of a set of all of them, a bit each. */
const CHUNK: usize = 2048;
const SET: usize = 8192;

/** Takes bytes of the pool: where the next ones begin and where it ends are the two words at poolAt. 0: there are not so many left. */
function taken(poolAt: usize, bytes: usize): usize {
  const next = <usize>load<u32>(poolAt);
  if (next + bytes > <usize>load<u32>(poolAt, 4)) return 0;
  store<u32>(poolAt, <u32>(next + bytes));
  return next;
}

/** Puts the halves of a chunk up to `end` into a set. */
function mark(chunk: usize, end: usize, set: usize): void {
  for (let at = chunk; at < end; at += 2) {
    const half = <u32>load<u16>(at);
    const word = set + <usize>((half >>> 5) << 2);
    store<u32>(word, load<u32>(word) | (1 << (half & 31)));
  }
}

/** Puts a full chunk into the set at the address that stands at setAt, which is made where there is none. Whether there was room for it. */
function emptied(chunk: usize, setAt: usize, poolAt: usize): bool {
  let set = <usize>load<u32>(setAt);
  if (set === 0) {
    set = taken(poolAt, SET);
    if (set === 0) return false;
    for (let at = set; at < set + SET; at += 16) v128.store(at, i32x4.splat(0));
    store<u32>(setAt, <u32>set);
  }
  mark(chunk, chunk + CHUNK, set);
  return true;
}

/**
 * Deals the bit patterns of `count` floats out by their upper halves: the lower ones go to a chunk, and from there, as often as it is full, to a set. For each upper half there
 * are two words, 0 at first: a cursor (at cursorsAt), which says where the next one goes, and the address of its set (at setsAt). Chunks and sets come of the pool, which begins on a
 * multiple of a chunk's bytes; where that has no room left, fewer are dealt. Returns how many were.
 */
export function dealPatterns(at: usize, count: u32, cursorsAt: usize, setsAt: usize, poolAt: usize): u32 {
  let k: u32 = 0;
  for (; k < count; k++) {
    const pattern = load<u32>(at + ((<usize>k) << 2));
    const upper = (<usize>pattern >>> 16) << 2;
    let cursor = <usize>load<u32>(cursorsAt + upper);
    if ((cursor & (CHUNK - 1)) === 0) {
      if (cursor === 0) {
        cursor = taken(poolAt, CHUNK);
        if (cursor === 0) break;
      } else {
        cursor -= CHUNK;
        if (!emptied(cursor, setsAt + upper, poolAt)) break;
      }
    }
    store<u16>(cursor, <u16>pattern);
    store<u32>(cursorsAt + upper, <u32>cursor + 2);
  }
  return k;
}

/** How many bits of a set are set. */
function sizeOf(set: usize): u32 {
  let size: u32 = 0;
  for (let at = set; at < set + SET; at += 8) size += <u32>popcnt(load<u64>(at));
  return size;
}

/** Counts the halves of a chunk up to `end` that differ (less 0 where `zeros` is 1), in an empty set that is empty again behind it. */
function countFew(chunk: usize, end: usize, set: usize, zeros: u32): u32 {
  let found: u32 = 0;
  for (let at = chunk; at < end; at += 2) {
    const half = <u32>load<u16>(at);
    const word = set + <usize>((half >>> 5) << 2);
    const marked = load<u32>(word);
    found += ~(marked >>> (half & 31)) & 1;
    store<u32>(word, marked | (1 << (half & 31)));
  }
  found -= load<u32>(set) & zeros;
  for (let at = chunk; at < end; at += 2) store<u32>(set + <usize>((<u32>load<u16>(at) >>> 5) << 2), 0);
  return found;
}

/** How many different patterns of the upper halves [from, to) were dealt, zeros of either sign left out; `emptySet` is a set that stays empty. */
export function countDealt(from: u32, to: u32, cursorsAt: usize, setsAt: usize, emptySet: usize): u32 {
  let found: u32 = 0;
  for (let upper = from; upper < to; upper++) {
    const end = <usize>load<u32>(cursorsAt + ((<usize>upper) << 2));
    if (end === 0) continue;
    const chunk = (end - 1) & ~(CHUNK - 1);
    const set = <usize>load<u32>(setsAt + ((<usize>upper) << 2));
    const zeros = u32((upper & 0x7fff) === 0);
    if (set === 0) found += countFew(chunk, end, emptySet, zeros);
    else {
      mark(chunk, end, set);
      found += sizeOf(set) - (load<u32>(set) & zeros);
    }
  }
  return found;
}
