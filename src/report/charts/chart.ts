import type { ChartStyle } from '../picture/style.ts';
import type { SubjectKind, Subjects } from '../records/subject.ts';

/** A value that a chart draws; null is missing and must be visible as such. */
export type Value = string | number | boolean | null;
export type Row = Readonly<Record<string, Value>>;

/** A Vega-Lite specification with its data inline; `data.values` is exactly what the chart's CSV holds. */
export type ChartSpec = Readonly<Record<string, unknown>> & { readonly data: { readonly values: readonly Row[] } };

/** One chart: a pure function from a record to a specification. A new chart is one file and one line in index.ts. */
export interface ChartOf<K extends SubjectKind> {
  /** Kebab-case; also the name of its files. */
  readonly name: string;
  readonly title: string;
  /** How to read it, where html/chart-notes.ts does not say so. */
  readonly note?: string;
  /** The kind of record it draws. */
  readonly subject: K;
  /** Why this record holds nothing to draw, or undefined when it does. */
  readonly obstacle: (record: Subjects[K]) => string | undefined;
  /** What of the record it does not show, because it would not be readable; undefined where it shows all. */
  readonly leftOut?: (record: Subjects[K], style: ChartStyle) => string | undefined;
  /** The record of a chart that needs no result; it is drawn where no record of its kind is given. */
  readonly builtIn?: () => Subjects[K];
  readonly draw: (record: Subjects[K], style: ChartStyle) => ChartSpec;
}

export type Chart = { [K in SubjectKind]: ChartOf<K> }[SubjectKind];
