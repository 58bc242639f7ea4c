import { type Loaded, loaded } from '../loaded.ts';
import { BLOCK, inBlocks } from './blocks.ts';

/** A list too short to be worth the cursors of all upper halves. */
const SHORT = 2 ** 16;

/** How many different floats there are, zeros (of either sign) left out; none of them is NaN. Linear. */
export function distinctFloats(values: Float32Array): number {
  const kernels = values.length < SHORT ? undefined : loaded();
  if (kernels === undefined) return distinctFloatsTwin(values);
  const { memory } = kernels;
  return memory.lend((take) => {
    const at = take(4 * BLOCK);
    const distinct = distinctSet(kernels, take);
    inBlocks(values, memory, at, (count) => distinct.add(at, count));
    return distinct.size();
  });
}

/** Floats that were seen, by their patterns. */
export interface DistinctSet {
  /** Adds floats that lie in the kernels' memory. */
  readonly add: (at: number, count: number) => void;
  /** How many different ones there are, zeros left out; asked once. */
  readonly size: () => number;
}

/** Bytes that chunks and sets are taken from, and what those begin on. */
const POOL = 2 ** 20;
const CHUNK = 2 ** 11;
/** Upper halves of patterns, and those of a call. */
const UPPER = 2 ** 16;
const CALL = 2 ** 12;

/** An empty set, in blocks that `take` gives. Its memory follows the different values, not all of them: 10 KiB for each upper half of many. */
export function distinctSet({ call, memory }: Loaded, take: (bytes: number) => number): DistinctSet {
  const [cursors, sets] = [memory.cleared(take, 4 * UPPER), memory.cleared(take, 4 * UPPER)];
  const pool = memory.cleared(take, 8);
  return {
    add(at, count) {
      for (let done = 0; ; ) {
        done += call.dealPatterns(at + 4 * done, count - done, cursors, sets, pool);
        if (done === count) return;
        const first = Math.ceil(take(POOL + CHUNK) / CHUNK) * CHUNK;
        memory.words(pool, 2).set([first, first + POOL]);
      }
    },
    size() {
      const empty = memory.cleared(take, UPPER / 8);
      let found = 0;
      for (let from = 0; from < UPPER; from += CALL) found += call.countDealt(from, from + CALL, cursors, sets, empty);
      return found;
    },
  };
}

/** Upper bits that patterns are grouped by: of those below them each has its bit in a set that stays in the second-level cache. */
const GROUP_BITS = 11;
const LOWER_BITS = 32 - GROUP_BITS;

export function distinctFloatsTwin(values: Float32Array): number {
  const patterns = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const starts = new Uint32Array(2 ** GROUP_BITS + 1);
  for (let k = 0; k < patterns.length; k++) starts[(patterns[k] >>> LOWER_BITS) + 1]++;
  for (let group = 0; group < 2 ** GROUP_BITS; group++) starts[group + 1] += starts[group];
  const next = starts.slice();
  const grouped = new Uint32Array(patterns.length);
  for (let k = 0; k < patterns.length; k++) {
    const pattern = patterns[k];
    grouped[next[pattern >>> LOWER_BITS]++] = pattern;
  }
  const seen = new Int32Array(2 ** (LOWER_BITS - 5));
  let count = 0;
  for (let group = 0; group < 2 ** GROUP_BITS; group++)
    count += countGroup(grouped, starts[group], starts[group + 1], seen);
  return count;
}

/** Different patterns of a group, but for that of a zero; `seen` is empty before and after. */
function countGroup(grouped: Uint32Array, from: number, to: number, seen: Int32Array): number {
  let count = 0;
  let zeros = 0;
  for (let k = from; k < to; k++) {
    const low = grouped[k] & (2 ** LOWER_BITS - 1);
    const word = seen[low >>> 5];
    const isNew = ~(word >>> (low & 31)) & 1;
    count += isNew;
    if ((grouped[k] & 0x7fffffff) === 0) zeros |= isNew;
    seen[low >>> 5] = word | (1 << (low & 31));
  }
  if (to - from > seen.length) seen.fill(0);
  else for (let k = from; k < to; k++) seen[(grouped[k] & (2 ** LOWER_BITS - 1)) >>> 5] = 0;
  return count - zeros;
}
