/** A WebAssembly memory. Growing it detaches the buffer that it had. */
export interface GrowingMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

const PAGE = 0x10000;
/** The memory grows by a quarter of what it is, but within these bounds: pages that nobody touches take nothing, and each step tells the garbage collector of the whole. */
const STEP_PAGES = { least: 16, most: 1024, share: 1 / 4 };
/** Every block begins on a cache line. */
const LINE = 64;
/** Bytes of the stack of lent blocks, the first page: the larger ones are blocks of their own. */
const STACK = PAGE - LINE;
/** What records keep here in all before the longest unused makes room. */
const MOST_KEPT = 512 * 2 ** 20;
/** Kept blocks that a kernel may read at a time: so many of the last used stay in any case. */
const IN_USE = 8;

interface Block {
  readonly at: number;
  readonly size: number;
}

interface Kept extends Block {
  readonly owner: WeakRef<Map<string, Kept>>;
  readonly name: string;
}

type Moved = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

/** Views of a whole memory. */
interface Whole {
  readonly buffer: ArrayBuffer;
  readonly bytes: Uint8Array;
  readonly words: Uint32Array;
  readonly floats: Float32Array;
}

function wholeOf({ buffer }: GrowingMemory): Whole {
  return { buffer, bytes: new Uint8Array(buffer), words: new Uint32Array(buffer), floats: new Float32Array(buffer) };
}

/**
 * The memory that all kernels of a thread share: blocks are lent for a call, or kept as long as the record that they were made of lives. Addresses stay; a view
 * is good until the next block is taken, because the memory may grow then.
 */
export class LinearMemory {
  readonly #memory: GrowingMemory;
  /** All of it as it is now: until it grows. */
  #whole: Whole;
  /** Free blocks by ascending address; no two of them touch. Address 0 is never given out. */
  readonly #free: Block[];
  readonly #sizes = new Map<number, number>();
  readonly #keptOf = new WeakMap<object, Map<string, Kept>>();
  /** Longest unused first. */
  readonly #kept = new Set<Kept>();
  #keptBytes = 0;
  /** What records keep here in all before the longest unused makes room. */
  mostKept = MOST_KEPT;
  /** Where the stack of lent blocks begins, and how much of it is lent. */
  #stack: number | undefined;
  #top = 0;
  readonly #died = new FinalizationRegistry<Map<string, Kept>>((blocks) => {
    for (const kept of blocks.values()) this.#drop(kept);
  });

  constructor(memory: GrowingMemory) {
    this.#memory = memory;
    this.#whole = wholeOf(memory);
    this.#free = [{ at: LINE, size: memory.buffer.byteLength - LINE }];
  }

  /** A block of bytes, whatever is in them, until it is given back. */
  take(bytes: number): number {
    const size = Math.max(LINE, Math.ceil(bytes / LINE) * LINE);
    let found = this.#free.findIndex((block) => block.size >= size);
    if (found < 0) found = this.#grow(size);
    const block = this.#free[found];
    if (block.size === size) this.#free.splice(found, 1);
    else this.#free[found] = { at: block.at + size, size: block.size - size };
    this.#sizes.set(block.at, size);
    return block.at;
  }

  give(at: number): void {
    const size = this.#sizes.get(at);
    if (size === undefined) throw new Error(`no block of the kernels' memory begins at ${at}`);
    this.#sizes.delete(at);
    this.#addFree({ at, size });
  }

  /** Gives back what the work has taken with the function that it gets. Small blocks lie behind each other on a stack, which costs nothing. */
  lend<Result>(work: (take: (bytes: number) => number) => Result): Result {
    this.#stack ??= this.take(STACK);
    const end = this.#stack + STACK;
    const top = this.#top;
    let taken: number[] | undefined;
    try {
      return work((bytes) => {
        const at = this.#stack! + this.#top;
        const size = Math.max(LINE, Math.ceil(bytes / LINE) * LINE);
        if (at + size <= end) {
          this.#top += size;
          return at;
        }
        const apart = this.take(bytes);
        taken ??= [];
        taken.push(apart);
        return apart;
      });
    } finally {
      this.#top = top;
      if (taken !== undefined) for (const at of taken) this.give(at);
    }
  }

  /**
   * A block made once of a record: `fill` writes it. It lives as long as the record, unless others need the room: then it is filled anew when it is next asked for.
   * A call may ask for up to 8 of them; none of those goes before the ninth.
   */
  keep(record: object, name: string, bytes: number, fill: (at: number) => void): number {
    let blocks = this.#keptOf.get(record);
    if (blocks === undefined) {
      blocks = new Map();
      this.#keptOf.set(record, blocks);
      this.#died.register(record, blocks);
    }
    const known = blocks.get(name);
    if (known !== undefined) {
      this.#kept.delete(known);
      this.#kept.add(known);
      return known.at;
    }
    for (const oldest of this.#kept) {
      if (this.#keptBytes + bytes <= this.mostKept || this.#kept.size < IN_USE) break;
      this.#drop(oldest);
    }
    const at = this.take(bytes);
    const kept = { at, size: bytes, owner: new WeakRef(blocks), name };
    blocks.set(name, kept);
    this.#kept.add(kept);
    this.#keptBytes += bytes;
    fill(at);
    return at;
  }

  /** The same of an array as it is. */
  moved(array: Moved): number {
    return this.keep(array, 'moved', array.byteLength, (at) => this.put(at, array));
  }

  /** Gives back what is kept of any record, between two calls: who is done with a large record need not wait for the garbage collector to say so, which a busy thread never hears. */
  forget(): void {
    for (const kept of this.#kept) this.#drop(kept);
  }

  /** The same of one record, for which nobody will ask. */
  letGo(record: object): void {
    for (const kept of this.#keptOf.get(record)?.values() ?? []) this.#drop(kept);
  }

  /** An array as it is for no longer than `take` gives blocks. */
  lent(take: (bytes: number) => number, array: Moved): number {
    const at = take(array.byteLength);
    this.put(at, array);
    return at;
  }

  /** A block of zeros. */
  cleared(take: (bytes: number) => number, bytes: number): number {
    const at = take(bytes);
    this.fill(at, bytes, 0);
    return at;
  }

  put(at: number, array: Moved): void {
    // without new views: what a product moves is a few hundred bytes, again and again
    if (array instanceof Uint32Array) this.#whole.words.set(array, at / 4);
    else if (array instanceof Float32Array) this.#whole.floats.set(array, at / 4);
    else this.#whole.bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
  }

  /** Fills bytes. */
  fill(at: number, bytes: number, value: number): void {
    this.#whole.bytes.fill(value, at, at + bytes);
  }

  /** Fills an array with what lies there. */
  get(at: number, array: Moved): void {
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(this.bytes(at, array.byteLength));
  }

  bytes(at: number, length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#whole.buffer, at, length);
  }

  halves(at: number, length: number): Uint16Array {
    return new Uint16Array(this.#whole.buffer, at, length);
  }

  /** Unsigned numbers of so many bytes each. */
  unsigned(at: number, length: number, bytes: 1 | 2 | 4): Uint8Array | Uint16Array | Uint32Array {
    return bytes === 1 ? this.bytes(at, length) : bytes === 2 ? this.halves(at, length) : this.words(at, length);
  }

  shorts(at: number, length: number): Int16Array {
    return new Int16Array(this.#whole.buffer, at, length);
  }

  words(at: number, length: number): Uint32Array {
    return new Uint32Array(this.#whole.buffer, at, length);
  }

  integers(at: number, length: number): Int32Array {
    return new Int32Array(this.#whole.buffer, at, length);
  }

  floats(at: number, length: number): Float32Array {
    return new Float32Array(this.#whole.buffer, at, length);
  }

  doubles(at: number, length: number): Float64Array {
    return new Float64Array(this.#whole.buffer, at, length);
  }

  #drop(kept: Kept): void {
    if (!this.#kept.delete(kept)) return;
    kept.owner.deref()?.delete(kept.name);
    this.#keptBytes -= kept.size;
    this.give(kept.at);
  }

  /** Grows so far that the last free block has the size; returns its place in the list. */
  #grow(size: number): number {
    const end = this.#memory.buffer.byteLength;
    const last = this.#free.at(-1);
    const atEnd = last !== undefined && last.at + last.size === end ? last.size : 0;
    const { least, most, share } = STEP_PAGES;
    const step = Math.min(most, Math.max(least, Math.floor((end / PAGE) * share)));
    const pages = Math.max(step, Math.ceil((size - atEnd) / PAGE));
    this.#memory.grow(pages);
    this.#whole = wholeOf(this.#memory);
    this.#addFree({ at: end, size: pages * PAGE });
    return this.#free.length - 1;
  }

  /** Puts a block in its place, joined with the free ones that it touches. */
  #addFree({ at, size }: Block): void {
    const next = this.#free.findIndex((block) => block.at > at);
    const place = next < 0 ? this.#free.length : next;
    const before = this.#free[place - 1];
    const behind = this.#free[place];
    const joinsBefore = before !== undefined && before.at + before.size === at;
    const joinsBehind = behind !== undefined && at + size === behind.at;
    const joined = {
      at: joinsBefore ? before.at : at,
      size: size + (joinsBefore ? before.size : 0) + (joinsBehind ? behind.size : 0),
    };
    this.#free.splice(place - (joinsBefore ? 1 : 0), (joinsBefore ? 1 : 0) + (joinsBehind ? 1 : 0), joined);
  }
}
