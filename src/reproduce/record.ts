/** A column of ours: one defensible way to get the number. The first of a section is what the tool takes by default. */
export interface Choice {
  /** Camel case; key of the reference set. */
  readonly name: string;
  readonly title: string;
  /** What is chosen, and why one may choose it. */
  readonly meaning: string;
  /** Another quantity, for which the published number is no measure: no difference is told. */
  readonly beside?: true;
}

/** A figure of a paper beside ours. */
export interface ComparedRow {
  /** Stable: `eie/table-2/pointer-read/power`. */
  readonly id: string;
  /** In words, for tables. */
  readonly name: string;
  /** ASCII (`us`, `mW`, `%`); '' for a plain number. */
  readonly unit: string;
  /** null where the paper says it in words, or in a bar without a label. */
  readonly published: number | null;
  /** Where it stands in the paper. */
  readonly place: string;
  /** Which of the tables of the section it is in, where there are several (`power`). */
  readonly table?: string;
  /** One for each column of the section; null where a choice has no such number. */
  readonly ours: readonly (number | null)[];
  /** Each of ours over the published one, less 1; null where there is none. */
  readonly differences: readonly (number | null)[];
  /** What ours was when the reference set was made, column by column; null where the set has none. */
  readonly expected: readonly (number | null)[];
  /** Share of the expected value by which ours may move before `--fail-over` names it. */
  readonly tolerance: number;
  readonly moved: boolean;
  /** Number in DEVIATIONS.md. */
  readonly deviation?: number;
  /** Why it differs, where more is known than the deviation says of all its rows. */
  readonly cause?: string;
}

/** A statement that a paper makes in words, and whether it holds here. */
export interface ComparedClaim {
  readonly id: string;
  readonly claim: string;
  readonly place: string;
  /** The numbers that decide. */
  readonly found: string;
  readonly holds: boolean;
  readonly deviation?: number;
}

/** Figures that stand beside the rows and are not ours: published of other machines, or measured. */
export interface ContextTable {
  /** Kebab-case. */
  readonly name: string;
  readonly caption: string;
  readonly unit: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly values: readonly (number | string | null)[] }[];
  readonly note?: string;
}

/** Who says so. */
export type SeriesKind = 'published' | 'ours' | 'measured' | 'reference';

/** A figure of the paper, drawn anew. */
export interface FigureData {
  /** Kebab-case, with the document: `eie-fig-6`; the name of the chart. */
  readonly name: string;
  readonly title: string;
  /** `bars`: groups of bars by name; `lines`: numbers against numbers. */
  readonly kind: 'bars' | 'lines';
  readonly x: { readonly title: string; readonly doublings?: boolean };
  readonly y: { readonly title: string; readonly logarithmic?: boolean };
  readonly series: readonly { readonly name: string; readonly of: SeriesKind }[];
  readonly points: readonly { readonly series: string; readonly x: string | number; readonly y: number | null }[];
  /** How to read it. */
  readonly note: string;
}

/** A table or a figure of the paper. */
export interface ReproducedSection {
  /** Stable: `eie/table-2`. */
  readonly id: string;
  readonly title: string;
  /** What is compared with what, and how ours comes about. */
  readonly about: readonly string[];
  readonly choices: readonly Choice[];
  readonly rows: readonly ComparedRow[];
  readonly claims: readonly ComparedClaim[];
  readonly context: readonly ContextTable[];
  readonly figures: readonly FigureData[];
  /** What it needs and was not given, and how to get it. */
  readonly missing?: string;
}

/** A deviation as the rows cite it. */
export interface CitedDeviation {
  readonly number: number;
  readonly title: string;
  readonly cause: string;
}

/** A paper recomputed: the record of `picojoule reproduce`. */
export interface ReproductionResult {
  readonly schemaVersion: 1;
  readonly kind: 'reproduction';
  readonly tool: { readonly name: 'picojoule'; readonly version: string };
  /** The command that made it; absent where it was made from code. */
  readonly command?: string;
  readonly document: { readonly name: string; readonly title: string; readonly paper: string };
  /** `key=value` changes of the machine; a document as it ships has none. */
  readonly set: readonly string[];
  readonly sections: readonly ReproducedSection[];
  readonly deviations: readonly CitedDeviation[];
  /** Ids of the rows and claims that moved. */
  readonly moved: readonly string[];
  readonly warnings: readonly string[];
}
