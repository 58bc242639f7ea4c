/** The same record, frozen all the way down. */
export function freeze<T>(record: T): T {
  if (typeof record === 'object' && record !== null && !Object.isFrozen(record)) {
    Object.freeze(record);
    for (const value of Object.values(record)) freeze(value);
  }
  return record;
}
