/**
 * Records that many tasks get, a layer and what passes made of it, go to a worker once: it keeps them, and later tasks name them by their number. There they stay
 * the same records, so that what kernels have made of them is not made again.
 */

/** A task's input on its way to a worker. */
export interface Packed {
  /** With `{ record: number }` in the place of a record. */
  readonly input: unknown;
  /** Records that the worker has not got yet. */
  readonly records: readonly (readonly [number: number, record: object])[];
  /** Numbers of those that nobody will ask for any more. */
  readonly forgotten: readonly number[];
}

/** The input of a pass, as far as it matters here. */
interface OfPass {
  readonly given: { readonly layer: unknown };
  readonly made: Readonly<Record<string, unknown>>;
}

/** Packs inputs for one worker. */
export type Pack = (input: unknown) => Packed;

const numbers = new WeakMap<object, number>();
let lastNumber = 0;

export function packer(): Pack {
  const sent = new Set<number>();
  let forgotten: number[] = [];
  const died = new FinalizationRegistry<number>((number) => {
    if (sent.delete(number)) forgotten.push(number);
  });
  return (input) => {
    const records: (readonly [number, object])[] = [];
    const named = (value: unknown): unknown => {
      if (typeof value !== 'object' || value === null) return value;
      const number = numbers.get(value) ?? ++lastNumber;
      numbers.set(value, number);
      if (!sent.has(number)) {
        sent.add(number);
        died.register(value, number);
        records.push([number, value]);
      }
      return { record: number };
    };
    const packed = isOfPass(input) ? replaced(input, named) : input;
    const gone = forgotten;
    forgotten = [];
    return { input: packed, records, forgotten: gone };
  };
}

/** Gives a worker its inputs back. */
export function unpacker(): (packed: Packed) => unknown {
  const kept = new Map<number, object>();
  return ({ input, records, forgotten }) => {
    for (const number of forgotten) kept.delete(number);
    for (const [number, record] of records) kept.set(number, record);
    const found = (value: unknown): unknown =>
      typeof value === 'object' && value !== null ? kept.get((value as { record: number }).record) : value;
    return isOfPass(input) ? replaced(input, found) : input;
  };
}

function isOfPass(input: unknown): input is OfPass {
  return typeof input === 'object' && input !== null && 'given' in input && 'made' in input;
}

function replaced(input: OfPass, change: (value: unknown) => unknown): OfPass {
  const made = Object.entries(input.made).map(([name, outcome]) => [name, change(outcome)]);
  return { ...input, given: { ...input.given, layer: change(input.given.layer) }, made: Object.fromEntries(made) };
}
