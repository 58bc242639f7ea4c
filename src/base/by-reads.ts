/** What a function asked for next, and for each answer what it did then. */
interface Asked<Result> {
  readonly path: Path;
  readonly answers: Map<unknown, Asked<Result> | Found<Result>>;
}

interface Found<Result> {
  readonly result: Result;
}

type Path = readonly [key: string] | readonly [key: string, inner: string];
type Fields = Readonly<Record<string, unknown>>;

/** Results that are remembered before all are forgotten. */
const MOST_REMEMBERED = 1 << 15;

/**
 * A function of a record that remembers its results by the fields that it read: another record with equal values there gets the same result at once, whatever else
 * differs. Fields are told apart as wholes, those named in `apart` by what is read in them. The function must depend on nothing but the record, which holds JSON.
 */
export function byReads<Record extends object, Result>(
  compute: (record: Record) => Result,
  apart: readonly string[] = [],
): (record: Record) => Result {
  let first: Asked<Result> | Found<Result> | undefined;
  let remembered = 0;

  return (record) => {
    let at = first;
    while (at !== undefined && 'answers' in at) at = at.answers.get(identity(fieldAt(record, at.path)));
    if (at !== undefined) return at.result;
    const reads = new Map<string, { readonly path: Path; readonly value: unknown }>();
    const result = compute(watched(record, apart, reads));
    remember([...reads.values()], { result });
    return result;
  };

  /** The same answers lead to the same next question, so that all readings are the branches of one tree. */
  function remember(reads: readonly { readonly path: Path; readonly value: unknown }[], found: Found<Result>): void {
    if (remembered++ === MOST_REMEMBERED) {
      first = undefined;
      remembered = 0;
    }
    if (reads.length === 0) first = found;
    let answers: Asked<Result>['answers'] | undefined;
    let answer: unknown;
    for (const { path, value } of reads) {
      let next = answers === undefined ? first : answers.get(answer);
      if (next === undefined || !('answers' in next) || next.path.join('.') !== path.join('.')) {
        next = { path, answers: new Map() };
        if (answers === undefined) first = next;
        else answers.set(answer, next);
      }
      answers = next.answers;
      answer = identity(value);
    }
    answers?.set(answer, found);
  }
}

function fieldAt(record: object, [key, inner]: Path): unknown {
  const value = (record as Fields)[key];
  return inner === undefined ? value : (value as Fields)[inner];
}

/** The record, which notes what is read of it. */
function watched<Record extends object>(
  record: Record,
  apart: readonly string[],
  reads: Map<string, { readonly path: Path; readonly value: unknown }>,
): Record {
  const note = (path: Path, value: unknown): unknown => {
    const name = path.join('.');
    if (!reads.has(name)) reads.set(name, { path, value });
    return value;
  };
  // proxies of nothing, for what is frozen must be given out as it is
  const inside = (key: string, fields: Fields): Fields =>
    new Proxy(
      {},
      {
        get: (_, inner) => (typeof inner === 'string' ? note([key, inner], fields[inner]) : undefined),
        has: (_, inner) => typeof inner === 'string' && note([key, inner], fields[inner]) !== undefined,
        ownKeys: () => unlistable(key),
      },
    );
  const fields = record as Fields;
  return new Proxy(
    {},
    {
      get(_, key) {
        if (typeof key !== 'string') return undefined;
        const value = fields[key];
        if (!apart.includes(key) || typeof value !== 'object' || value === null) return note([key], value);
        return inside(key, value as Fields);
      },
      has: (_, key) => typeof key === 'string' && note([key], fields[key]) !== undefined,
      ownKeys: () => unlistable('the record'),
    },
  ) as Record;
}

function unlistable(what: string): never {
  throw new Error(`${what} is remembered by what is read of it: its fields cannot be listed`);
}

const identities = new WeakMap<object, object>();
const byText = new Map<string, object>();

/** Primitives stand for themselves, records for all that have the same content. */
function identity(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  let found = identities.get(value);
  if (found === undefined) {
    const text = JSON.stringify(value);
    if (byText.size === MOST_REMEMBERED) byText.clear();
    found = byText.get(text);
    if (found === undefined) byText.set(text, (found = {}));
    identities.set(value, found);
  }
  return found;
}
