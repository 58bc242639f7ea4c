/** One number of two or more results. */
export interface ComparedMetric {
  /** Layer or point; `total` for the whole. */
  readonly label: string;
  /** Path in the result record. */
  readonly metric: string;
  /** One value a result, the baseline first; null where it has none. */
  readonly values: readonly (number | null)[];
}

/** What the comparison charts read. */
export interface ComparisonRecord {
  readonly kind: 'comparison';
  /** Names of the results, the baseline first. */
  readonly names: readonly string[];
  readonly rows: readonly ComparedMetric[];
}
