import { CONTROLS } from './controls.ts';
import type { Point } from './point.ts';

/** What the page shows: a point, and that against which it is told. */
export interface Shown {
  readonly point: Point;
  readonly pinned: Point;
}

/** As the part of the address behind `#explore?`. */
export function addressOf({ point, pinned }: Shown): string {
  return new URLSearchParams({ ...wordsOf(point, ''), ...wordsOf(pinned, 'pinned.') }).toString();
}

function wordsOf({ hardware, values }: Point, prefix: string): Record<string, string> {
  const entries = Object.entries({ hardware, ...values }).map(([name, value]) => [prefix + name, value]);
  return Object.fromEntries(entries);
}

/** The same read back; what it does not say is as `first`. What no control has is left out, and what a control cannot have is for the config to refuse. */
export function fromAddress(text: string, first: Point): Shown {
  const words = new URLSearchParams(text);
  const read = (prefix: string): Point | undefined => {
    const hardware = words.get(`${prefix}hardware`);
    if (hardware === null) return undefined;
    const values = CONTROLS.flatMap(({ id }) => {
      const value = words.get(prefix + id);
      return value === null ? [] : [[id, value]];
    });
    return { hardware, values: Object.fromEntries(values) };
  };
  const point = read('') ?? first;
  return { point, pinned: read('pinned.') ?? first };
}
