import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | undefined;

/** Frees what nothing holds any more, now: arrays of hundreds of megabytes would wait for the next time that V8 thinks of them. */
export function collectGarbage(): void {
  if (collect === undefined) {
    setFlagsFromString('--expose-gc');
    // a context made from now on has the function
    collect = runInNewContext('gc') as () => void;
  }
  collect();
}
