import { keptUpTo } from './memo.ts';

/** What a function asked for next, and for each answer what it did then. */
interface Asked<Result> {
  readonly field: Field;
  readonly answers: Map<unknown, Asked<Result> | Found<Result>>;
}

interface Found<Result> {
  readonly result: Result;
}

/** A field of the record, or of one of its fields that is told apart by what is read in it. */
interface Field {
  readonly key: string;
  readonly inner: string | undefined;
  readonly name: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** Fields that were read, by their names, and what they held, in the order in which they were first read. */
type Reads = Map<string, { readonly field: Field; readonly value: unknown }>;

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
    // asked by another such function, which follows what this one follows
    const asking = (record as { readonly [BEHIND]?: Watched })[BEHIND];
    const fields = asking === undefined ? (record as Fields) : asking.record;
    let at = first;
    while (at !== undefined && 'answers' in at) {
      if (asking !== undefined) noteField(asking, at.field);
      at = at.answers.get(identity(fieldOf(fields, at.field)));
    }
    if (at !== undefined) return at.result;
    const reads: Reads = new Map();
    try {
      const result = compute(watched({ record: fields, apart, reads }) as Record);
      remember(reads, { result });
      return result;
    } finally {
      if (asking !== undefined) for (const { field } of reads.values()) noteField(asking, field);
    }
  };

  /** The same answers lead to the same next question, so that all readings are the branches of one tree. */
  function remember(reads: Reads, found: Found<Result>): void {
    if (remembered++ === MOST_REMEMBERED) {
      first = undefined;
      remembered = 0;
    }
    if (reads.size === 0) first = found;
    let answers: Asked<Result>['answers'] | undefined;
    let answer: unknown;
    for (const { field, value } of reads.values()) {
      let next = answers === undefined ? first : answers.get(answer);
      if (next === undefined || !('answers' in next) || next.field.name !== field.name) {
        next = { field, answers: new Map() };
        if (answers === undefined) first = next;
        else answers.set(answer, next);
      }
      answers = next.answers;
      answer = identity(value);
    }
    answers?.set(answer, found);
  }
}

function fieldOf(record: Fields, { key, inner }: Field): unknown {
  const value = record[key];
  return inner === undefined ? value : (value as Fields)[inner];
}

/** What stands behind a record that notes what is read of it, or behind one of its fields: nothing of the record itself, for what is frozen must be given out as it is. */
interface Watched {
  /** The record, or the field. */
  readonly record: Fields;
  readonly apart: readonly string[];
  readonly reads: Reads;
  /** Of a field. */
  readonly key?: string;
}

/** The record, which notes what is read of it. */
function watched(of: Watched): object {
  return new Proxy(of, WATCH);
}

/** What stands behind a watched record. */
const BEHIND = Symbol('behind');

/** Notes a field as what watches the record tells fields apart. */
function noteField(of: Watched, { key, inner }: Field): void {
  const value = of.record[key];
  if (inner === undefined || !of.apart.includes(key)) note(of, value, key);
  else note(of, (value as Fields)[inner], key, inner);
}

function note({ reads }: Watched, value: unknown, key: string, inner?: string): unknown {
  const name = inner === undefined ? key : `${key}.${inner}`;
  if (!reads.has(name)) reads.set(name, { field: { key, inner, name }, value });
  return value;
}

function noteIn(of: Watched, name: string): unknown {
  const value = of.record[name];
  return of.key === undefined ? note(of, value, name) : note(of, value, of.key, name);
}

const WATCH: ProxyHandler<Watched> = {
  get(of, name) {
    if (typeof name !== 'string') return name === BEHIND && of.key === undefined ? of : undefined;
    const value = of.record[name];
    const isApart = of.key === undefined && of.apart.includes(name) && typeof value === 'object' && value !== null;
    return isApart ? watched({ ...of, record: value as Fields, key: name }) : noteIn(of, name);
  },
  has: (of, name) => typeof name === 'string' && noteIn(of, name) !== undefined,
  ownKeys({ key = 'the record' }) {
    throw new Error(`${key} is remembered by what is read of it: its fields cannot be listed`);
  },
};

const identities = new WeakMap<object, object>();
const byText = new Map<string, object>();

/** Primitives stand for themselves, records for all that have the same content. */
function identity(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  let found = identities.get(value);
  if (found === undefined) {
    found = keptUpTo(MOST_REMEMBERED, byText, JSON.stringify(value), () => ({}));
    identities.set(value, found);
  }
  return found;
}
