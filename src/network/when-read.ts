/** Adds a field that is made when somebody reads it: whoever counts entries needs no codes, and no rows beside the bits. */
export function whenRead<Of extends object, Name extends string, Value>(
  record: Of,
  name: Name,
  make: () => Value,
): Of & Record<Name, Value> {
  let made: Value | undefined;
  return Object.defineProperty(record, name, { enumerable: true, get: () => (made ??= make()) }) as Of &
    Record<Name, Value>;
}

/** Adds a field that says once more, in another way, what is in the others: a copy with some of them changed does not have it. */
export function beside(record: object, name: string, value: unknown): void {
  Object.defineProperty(record, name, { value });
}
