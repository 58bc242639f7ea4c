import type { ExecutionContext } from 'ava';
import * as fc from 'fast-check';

/**
 * Holds a property on that many random values. The property throws (node:assert) where it does not hold; then the test fails with the smallest value
 * found and the seed that leads there again.
 */
export function holds<T>(
  t: ExecutionContext,
  values: fc.Arbitrary<T>,
  property: (value: T) => void,
  runs: number,
): void {
  const details = fc.check(fc.property(values, property), { numRuns: runs });
  if (details.failed) t.fail(`${fc.defaultReportMessage(details)}\n${String(details.errorInstance)}`);
  else t.pass();
}
