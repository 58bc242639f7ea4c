import type { Metrics } from '../sweep-result.ts';

/** What came out of a point. */
export interface Outcome {
  readonly index: number;
  readonly axes: Readonly<Record<string, number | string>>;
  readonly metrics: Metrics;
  readonly layers?: readonly { readonly name: string; readonly metrics: Metrics }[];
  readonly error?: string;
  readonly warnings?: readonly string[];
}
