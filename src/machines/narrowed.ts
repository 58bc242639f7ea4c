/** A path to a value of a hardware record, such as `encoding.codeBits`. */
export type LeafOf<Record> = {
  [Key in keyof Record & string]: NonNullable<Record[Key]> extends string | number | boolean | readonly unknown[]
    ? Key
    : `${Key}.${LeafOf<NonNullable<Record[Key]>>}`;
}[keyof Record & string];

type Intersected<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;
type AtPath<Record, Path> = Path extends `${infer Key}.${infer Rest}`
  ? Key extends keyof Record
    ? { readonly [K in Key]: AtPath<NonNullable<Record[Key]>, Rest> }
    : never
  : Path extends keyof Record
    ? { readonly [K in Path]: Record[K] }
    : never;

/** A record with no more than the values at some paths. */
export type Narrowed<Record, Paths> = [Paths] extends [never]
  ? object
  : Intersected<Paths extends unknown ? AtPath<Record, Paths> : never>;

/** The values at these paths, each where the record has it; one that the record lacks is left out. */
export function narrowed(record: object, paths: readonly string[]): object {
  const narrow: Record<string, unknown> = {};
  for (const path of paths) copyAt(record as Readonly<Record<string, unknown>>, narrow, path.split('.'));
  return narrow;
}

function copyAt(from: Readonly<Record<string, unknown>>, to: Record<string, unknown>, [key, ...rest]: string[]): void {
  const value = from[key];
  if (value === undefined) return;
  if (rest.length === 0) to[key] = value;
  else copyAt(value as Readonly<Record<string, unknown>>, (to[key] ??= {}) as Record<string, unknown>, rest);
}
