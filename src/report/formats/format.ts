import type { ExplainedCycles } from '../../run/explain.ts';
import type { Chart, ChartSpec } from '../charts/chart.ts';
import type { OutputFile, WholeFile } from '../files/write-files.ts';
import type { TableWidth } from '../latex/table.ts';
import type { ChartStyle } from '../picture/style.ts';
import type { Marks } from '../records/marks.ts';
import type { Subject, SubjectKind } from '../records/subject.ts';

/** A chart drawn from a record, on its way to a file. */
export interface Drawing {
  readonly chart: Chart;
  readonly spec: ChartSpec;
  readonly style: ChartStyle;
  /** What has to be known of the machines of its record. */
  readonly marks?: Marks;
  /** Sentences for a caption: the machine, network and seed, the program and its version. */
  readonly origin: readonly string[];
}

/** Which columns the tables of a paper have, and how wide they are. */
export interface TableChoice {
  /** Heads or names in the record; all where it is missing. */
  readonly columns?: readonly string[];
  /** `column` where it is missing. */
  readonly width?: TableWidth;
}

/** What of a result its record does not hold. */
export interface Besides {
  /** Of a run: why its layers take their cycles. */
  readonly explained?: readonly ExplainedCycles[];
}

/** What a file format can hold: the record, each chart, or everything on one page. A new format is one file and one line in index.ts. */
export interface Format {
  readonly name: string;
  readonly description: string;
  /** Records that it can hold; without it any. */
  readonly kinds?: readonly SubjectKind[];
  /** Whether it holds no chart, so that none has to be looked at. */
  readonly withoutCharts?: true;
  /** Files of the record itself. */
  readonly ofRecord?: (
    subject: Subject,
    drawings: readonly Drawing[],
    tables: TableChoice,
    besides?: Besides,
  ) => OutputFile[] | Promise<OutputFile[]>;
  /** One file a chart. */
  readonly ofChart?: (drawing: Drawing) => WholeFile | Promise<WholeFile>;
}
