import type { Term } from '../../run/charged-terms.ts';
import type { ReportTable } from '../tables/report-table.ts';

/** A part of a whole, with its colour. */
export interface Share {
  readonly title: string;
  readonly share: number;
  readonly colour: string;
}

/** A part of a document that is told in sections: words, tables and charts that belong together. */
export interface ReportSection {
  /** Kebab-case. */
  readonly id: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly tables: readonly ReportTable[];
  /** Names of its charts. */
  readonly charts: readonly string[];
}

/** A result told to people: the same words and tables on the terminal, in Markdown, LaTeX and on the page. */
export interface ReportDocument {
  /** In short, for labels: of what it is the result. */
  readonly name: string;
  /** What was done, in one line. */
  readonly title: string;
  /** The machine and the network, where the title does not name them. */
  readonly origin?: string;
  /** The answer, as one sentence without its full stop. */
  readonly headline: string;
  /** What the whole is made of, where the headline is about shares. */
  readonly shares?: readonly Share[];
  /** Numbers that people quote: name and text with its unit. */
  readonly figures: readonly (readonly [string, string])[];
  /** What this kind of result is, for who sees one the first time. */
  readonly about: string;
  /** What explains the tables, one paragraph each. */
  readonly remarks: readonly string[];
  readonly warnings: readonly string[];
  /** The result. */
  readonly tables: readonly ReportTable[];
  /** Where tables and charts stand in sections of their own; `tables` holds those of all. */
  readonly sections?: readonly ReportSection[];
  /** What it was made from: prices with their sources, resolved config, definitions. */
  readonly background: readonly ReportTable[];
  /** Numbers of the record that are explained behind the tables; those that columns show are so anyway. */
  readonly glossary?: readonly Term[];
  /** The command that made it; undefined where it was made from code. */
  readonly command: string | undefined;
  readonly tool: { readonly name: string; readonly version: string };
}
