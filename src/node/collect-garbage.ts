import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | undefined;

/** Frees what nothing holds any more, now: arrays of hundreds of megabytes would wait for the next time that V8 thinks of them. */
export function collectGarbage(): void {
  // flags are those of all threads: between two lines here another may have set them back
  while (collect === undefined) {
    setFlagsFromString('--expose-gc');
    // a context made from now on has the function
    collect = runInNewContext('globalThis.gc') as (() => void) | undefined;
    // V8 takes no code that was compiled under other flags: dist/program.cache, in threads that start later
    setFlagsFromString('--no-expose-gc');
  }
  collect();
}

/** What of the heap may be garbage before it is worth a collection. */
const LARGE_HEAP_BYTES = 80e6;

/** The same where there is much: V8 lets a heap grow to twice what is alive in it. */
export function collectMuchGarbage(): void {
  if (getHeapStatistics().used_heap_size > LARGE_HEAP_BYTES) collectGarbage();
}
