/** Looks up computed figures for the text of a deviation. */
export interface Figures {
  /** Ours of a row, by its id and the name of the choice (default: the first). */
  readonly ours: (id: string, choice?: string) => number;
  readonly published: (id: string) => number;
}

/** An accepted difference from a paper, for DEVIATIONS.md and for the rows that cite it. */
export interface Deviation {
  readonly number: number;
  readonly title: string;
  /** In a sentence or two, below the tables of a document. */
  readonly cause: string;
  /** Markdown of its section, without the heading. */
  readonly text: (figures: Figures) => string;
}
