import { type RandomStream, randomBelow } from '../../src/base/random.ts';

/** Numbers at which readers break: ends of ranges, negative ones, ones that are none. */
const NUMBERS = ['0', '-1', '1', '2.5', '255', '256', '65536', '2147483647', '4294967295', '9007199254740993'];
const WORDS = [
  ...NUMBERS,
  '1e999',
  '-1e-999',
  'NaN',
  'Infinity',
  'null',
  'true',
  '""',
  '{}',
  '[]',
  '&a *a',
  '<<: *b',
  '../..',
  '\0',
  '\r',
  '__proto__',
  'é',
];

/** Damages bytes in up to four ways: changed, cut, repeated or swapped for telling ones. One in fifty stays whole. */
export function mutateBytes(next: RandomStream, bytes: Uint8Array): Uint8Array {
  let damaged: Uint8Array = bytes;
  const most = randomBelow(next, 50) === 0 ? 0 : randomBelow(next, 2) === 0 ? 1 : 1 + randomBelow(next, 4);
  for (let times = most; times > 0; times--) damaged = damagedOnce(next, damaged);
  return damaged;
}

function damagedOnce(next: RandomStream, bytes: Uint8Array): Uint8Array {
  if (bytes.length === 0) return Uint8Array.of(randomBelow(next, 256));
  // half of the damage falls on the first bytes, where headers are
  const at =
    randomBelow(next, 2) === 0 ? randomBelow(next, Math.min(200, bytes.length)) : randomBelow(next, bytes.length);
  const length = 1 + randomBelow(next, Math.min(16, bytes.length - at));
  switch (randomBelow(next, 8)) {
    case 0:
      return bytes.slice(0, at);
    case 1:
      return spliced(bytes, at, length, new Uint8Array(0));
    case 2:
      return spliced(bytes, at, 0, bytes.slice(at, at + length));
    case 3:
      return spliced(
        bytes,
        at,
        0,
        Uint8Array.from({ length }, () => randomBelow(next, 256)),
      );
    case 4:
      return spliced(bytes, at, length, new TextEncoder().encode(WORDS[randomBelow(next, WORDS.length)]));
    case 5:
      return spliced(bytes, at, length, new Uint8Array(length).fill(randomBelow(next, 2) * 255));
    case 6:
      return withOtherNumber(next, bytes);
    default: {
      const changed = Uint8Array.from(bytes);
      changed[at] ^= 1 << randomBelow(next, 8);
      return changed;
    }
  }
}

function spliced(bytes: Uint8Array, at: number, drop: number, insert: Uint8Array): Uint8Array {
  const made = new Uint8Array(bytes.length - Math.min(drop, bytes.length - at) + insert.length);
  made.set(bytes.subarray(0, at));
  made.set(insert, at);
  made.set(bytes.subarray(Math.min(bytes.length, at + drop)), at + insert.length);
  return made;
}

/** A number that stands there as text becomes another one. */
function withOtherNumber(next: RandomStream, bytes: Uint8Array): Uint8Array {
  const digits = [...bytes.keys()].filter((k) => isDigit(bytes[k]) && !isDigit(bytes[k - 1]));
  if (digits.length === 0) return bytes;
  const at = digits[randomBelow(next, digits.length)];
  let end = at;
  while (isDigit(bytes[end])) end++;
  return spliced(bytes, at, end - at, new TextEncoder().encode(NUMBERS[randomBelow(next, NUMBERS.length)]));
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57;
}

const VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  2.5,
  1e300,
  '',
  'x',
  'toString',
  [],
  {},
  [null],
  [[]],
  { name: 1 },
];

/** Changes a record in one to three places: a field is gone, holds something else, stands under another name, or is there twice. */
export function mutateRecord(next: RandomStream, record: unknown): unknown {
  let changed = structuredClone(record);
  for (let times = 1 + randomBelow(next, 3); times > 0; times--) changed = changedOnce(next, changed);
  return changed;
}

function changedOnce(next: RandomStream, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return VALUES[randomBelow(next, VALUES.length)];
  const keys = Object.keys(value);
  if (keys.length === 0 || randomBelow(next, 30) === 0) return VALUES[randomBelow(next, VALUES.length)];
  const key = keys[randomBelow(next, keys.length)];
  const child = (value as Record<string, unknown>)[key];
  const deeper = typeof child === 'object' && child !== null && randomBelow(next, 10) > 0;
  if (Array.isArray(value)) {
    const at = Number(key);
    if (deeper) return value.with(at, changedOnce(next, child));
    const insert = [[], [child, child], [VALUES[randomBelow(next, VALUES.length)]]][randomBelow(next, 3)];
    return value.toSpliced(at, 1, ...insert);
  }
  const entries = Object.entries(value).flatMap(([name, one]): [string, unknown][] => {
    if (name !== key) return [[name, one]];
    if (deeper) return [[name, changedOnce(next, one)]];
    const how = randomBelow(next, 4);
    if (how === 0) return [];
    return how === 1 ? [[`${name}x`, one]] : [[name, VALUES[randomBelow(next, VALUES.length)]]];
  });
  return Object.fromEntries(entries);
}
