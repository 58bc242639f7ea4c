import { type Loaded, loaded } from '../loaded.ts';

/** Floats that are brought into the kernels' memory at a time. */
const BLOCK = 0x2000;

/** Lower halves of patterns with one upper half lie together in chunks of so many bytes. */
const CHUNK_BYTES = 2048;

/** Chunks are made ready by so many. */
const CHUNKS = 1024;

/** A list too short to be worth the cursors of all upper halves. */
const SHORT = 2 ** 16;

/** How many different floats there are, zeros (of either sign) left out; none of them is NaN. Linear. */
export function distinctFloats(values: Float32Array): number {
  const kernels = values.length < SHORT ? undefined : loaded();
  return kernels === undefined ? distinctFloatsTwin(values) : byKernel(values, kernels);
}

/** Chunks of one piece of memory: where they begin, where the next one is taken, and which upper half each has. */
interface Chunks {
  readonly at: number;
  next: number;
  readonly ownersAt: number;
}

function byKernel(values: Float32Array, { call, memory }: Loaded): number {
  return memory.lend((take) => {
    const patterns = new Uint32Array(values.buffer, values.byteOffset, values.length);
    const [at, cursorsAt, nextAt] = [take(4 * BLOCK), take(4 * 2 ** 16), take(8)];
    memory.words(cursorsAt, 2 ** 16).fill(0);
    const all: Chunks[] = [];
    const more = (): Chunks => {
      const room = take((CHUNKS + 1) * CHUNK_BYTES);
      const first = Math.ceil(room / CHUNK_BYTES) * CHUNK_BYTES;
      const chunks = { at: first, next: first, ownersAt: take(2 * CHUNKS) };
      memory.words(nextAt, 2).fill(first);
      all.push(chunks);
      return chunks;
    };
    let chunks = more();
    for (let start = 0; start < patterns.length; start += BLOCK) {
      const part = patterns.subarray(start, start + BLOCK);
      memory.words(at, part.length).set(part);
      for (let done = 0; ; chunks = more()) {
        const end = chunks.at + CHUNKS * CHUNK_BYTES;
        done += call.dealPatterns(at + 4 * done, part.length - done, cursorsAt, nextAt, end, chunks.ownersAt);
        chunks.next = memory.words(nextAt, 1)[0];
        if (done === part.length) break;
      }
    }
    return countDealt(all, cursorsAt, take(2 ** 13), { call, memory });
  });
}

/** Different patterns of all chunks, but for those of zeros. */
function countDealt(all: readonly Chunks[], cursorsAt: number, setAt: number, { call, memory }: Loaded): number {
  const byOwner = new Map<number, number[]>();
  for (const { at, next, ownersAt } of all) {
    const owners = memory.halves(ownersAt, CHUNKS);
    for (let chunk = at; chunk < next; chunk += CHUNK_BYTES) {
      const owner = owners[(chunk - at) / CHUNK_BYTES];
      const known = byOwner.get(owner);
      if (known === undefined) byOwner.set(owner, [chunk]);
      else known.push(chunk);
    }
  }
  const [cursors, set] = [memory.words(cursorsAt, 2 ** 16), memory.words(setAt, 2 ** 11)];
  let count = 0;
  for (const [owner, chunks] of byOwner) {
    set.fill(0);
    const cursor = cursors[owner];
    for (const chunk of chunks) {
      const isOpen = cursor > chunk && cursor < chunk + CHUNK_BYTES;
      count += call.markHalves(chunk, (isOpen ? cursor - chunk : CHUNK_BYTES) / 2, setAt);
    }
    if ((owner & 0x7fff) === 0) count -= set[0] & 1;
  }
  return count;
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
