import type { Metrics } from '../sweep-result.ts';

/** What came out of a point. */
export interface Outcome {
  readonly index: number;
  readonly axes: Readonly<Record<string, number | string>>;
  readonly metrics: Metrics;
  readonly layers?: readonly { readonly name: string; readonly metrics: Metrics }[];
  /** Its prices rest on figures that should not be compared with others. */
  readonly doubtful?: true;
  readonly error?: string;
  readonly warnings?: readonly string[];
}
