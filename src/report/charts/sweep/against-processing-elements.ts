import { extremes } from '../../../base/extremes.ts';
import { linePanel } from '../../lines/line-panel.ts';
import { frame } from '../../picture/frame.ts';
import type { SweepRecord } from '../../records/sweep-record.ts';
import { axisColumn } from '../../sweeps/sweep-axis.ts';
import { axisNamed, hasMetric, leftOutAlong, type SeriesRow, seriesRows } from '../../sweeps/sweep-series.ts';
import type { ChartOf } from '../chart.ts';

const PES = /(^|\.)processingElements$/;

/** What a chart against the number of PEs needs and shows. */
interface AgainstProcessingElements {
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
  const pes = (row: SeriesRow) => Number(row[axisColumn(record, axis)]);
  // a failed point lies nowhere: its number of PEs may be 0
  const rows = seriesRows(record, axis, chart.metrics).filter(
    (row) => pes(row) > 0 && chart.metrics.some((metric) => typeof row[metric] === 'number'),
  );
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
function againstProcessingElements(chart: AgainstProcessingElements): ChartOf<'sweep'> {
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
          ...(chart.logarithmic && { yLog: 'doublings' }),
        },
        style,
      );
      return frame(style, { title: chart.title, leftOut: leftOutAlong(record, axis) }, rows, panel);
    },
  };
}

/** EIE Fig. 11: time of the smallest machine over time of this one, beside perfect scaling. */
export const speedUpAgainstProcessingElements = againstProcessingElements({
  name: 'speed-up-against-processing-elements',
  title: 'Speed-up against processing elements',
  metrics: ['timeUs'],
  column: 'speedUp',
  yTitle: 'Speed-up',
  value: (row, first) =>
    typeof row.timeUs === 'number' && typeof first.timeUs === 'number' && row.timeUs > 0
      ? first.timeUs / row.timeUs
      : null,
  factor: 1,
  logarithmic: true,
  ideal: (processingElements, fewest) => processingElements / fewest,
});

/** EIE Fig. 12: entries that are weights over all entries; with more PEs gaps get shorter and padding zeros fewer. */
export const realWorkAgainstProcessingElements = againstProcessingElements({
  name: 'real-work-against-processing-elements',
  title: 'Real work against processing elements',
  metrics: ['entries', 'paddingZeros'],
  column: 'realWorkShare',
  yTitle: 'Real work / total work (%)',
  value: ({ entries, paddingZeros }) =>
    typeof entries === 'number' && typeof paddingZeros === 'number' && entries > 0 ? 1 - paddingZeros / entries : null,
  factor: 100,
  logarithmic: false,
});

/** EIE Fig. 13: fewer rows a PE mean less even work. */
export const loadBalanceAgainstProcessingElements = againstProcessingElements({
  name: 'load-balance-against-processing-elements',
  title: 'Load balance against processing elements',
  metrics: ['loadBalanceEfficiency'],
  column: 'loadBalanceEfficiency',
  yTitle: 'Load-balance efficiency (%)',
  value: ({ loadBalanceEfficiency }) => (typeof loadBalanceEfficiency === 'number' ? loadBalanceEfficiency : null),
  factor: 100,
  logarithmic: false,
});
