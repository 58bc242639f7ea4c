/** A number format as the chart shows it. */
export interface FormatRange {
  readonly name: string;
  readonly bits: number;
  /** Smallest positive value that it holds. */
  readonly smallest: number;
  readonly largest: number;
  /** Significant bits of a value at the upper end of the range. */
  readonly precisionBits: number;
}

/** What the chart of number formats reads. */
export interface NumberFormatsRecord {
  readonly kind: 'numberFormats';
  readonly formats: readonly FormatRange[];
}
