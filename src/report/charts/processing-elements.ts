import { extremes } from '../../base/extremes.ts';
import { axisColumn } from './axis-column.ts';
import type { ChartOf } from './chart.ts';
import { frame } from './frame.ts';
import { linePanel } from './line-panel.ts';
import { noted } from './noted.ts';
import type { SweepRecord } from './sweep-record.ts';
import { axisNamed, hasMetric, leftOutAlong, type SeriesRow, seriesRows } from './sweep-series.ts';

const PES = /(^|\.)processingElements$/;

/** What a chart against the number of PEs needs and shows. */
export interface AgainstProcessingElements {
  readonly name: string;
  readonly title: string;
  readonly metrics: readonly string[];
  /** Name of what is drawn, in the data and its CSV. */
  readonly column: string;
  readonly yTitle: string;
  /** The value of a row, from the metrics; `first` is the row of the fewest PEs of the same line. */
  readonly value: (row: SeriesRow, first: SeriesRow) => number | null;
  readonly factor: number;
  readonly logarithmic: boolean;
  /** A reference line: value for a number of PEs, when the fewest are `fewest`. */
  readonly ideal?: (processingElements: number, fewest: number) => number;
}

function valueRows(record: SweepRecord, axis: string, chart: AgainstProcessingElements) {
  // a failed point lies nowhere: its number of PEs may be 0
  const rows = seriesRows(record, axis, chart.metrics).filter((row) =>
    chart.metrics.some((metric) => typeof row[metric] === 'number'),
  );
  const pes = (row: SeriesRow) => Number(row[axisColumn(record, axis)]);
  const fewest = extremes(rows.map(pes)).least;
  const firsts = new Map(rows.filter((row) => pes(row) === fewest).map((row) => [row.series, row]));
  const values = rows.map((row) => ({
    series: row.series,
    processingElements: pes(row),
    [chart.column]: chart.value(row, firsts.get(row.series) ?? row),
  }));
  if (chart.ideal === undefined) return values;
  const counts = [...new Set(values.map((row) => row.processingElements))].toSorted((a, b) => a - b);
  return [
    ...values,
    ...counts.map((count) => ({
      series: 'ideal',
      processingElements: count,
      [chart.column]: chart.ideal?.(count, fewest) ?? null,
    })),
  ];
}

/** A chart of something against the number of PEs (EIE Figs. 11 to 13). */
export function againstProcessingElements(chart: AgainstProcessingElements): ChartOf<'sweep'> {
  return {
    name: chart.name,
    title: chart.title,
    subject: 'sweep',
    obstacle: (record) => {
      if (axisNamed(record, PES) === undefined) return 'the sweep has no axis processingElements';
      const missing = chart.metrics.find((metric) => !hasMetric(record, metric));
      return missing === undefined ? undefined : `the sweep has no metric ${missing}`;
    },
    leftOut: (record) => leftOutAlong(record, axisNamed(record, PES)),
    draw: (record, style) => {
      const axis = axisNamed(record, PES) ?? '';
      const rows = valueRows(record, axis, chart);
      const panel = linePanel(
        {
          rows,
          x: { field: 'processingElements', title: 'Processing elements' },
          y: { field: chart.column, title: chart.yTitle, factor: chart.factor, fromZero: true },
          series: 'series',
          references: ['ideal'],
          height: style.fontSize * 17,
          yLog: chart.logarithmic,
        },
        style,
      );
      return frame(style, chart.title, rows, { ...panel, ...noted(style, chart.title, leftOutAlong(record, axis)) });
    },
  };
}
