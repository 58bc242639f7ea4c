import type { ChartSpec } from './charts/chart.ts';
import { drawCharts } from './draw-charts.ts';
import { chartStyle } from './picture/style.ts';
import { subjectOf } from './records/subject.ts';

/**
 * Charts of a record as Vega-Lite specifications with their data, by name: nothing is written.
 * @param record a result of run, sweep, ladder, compare or compress; undefined for the charts that need none
 * @param names the charts; by default every one that the record can feed
 * @param style screen, paper, ... as `--style` names them
 * @throws UserError for unknown names, and for charts that the record cannot feed
 */
export function chartSpecs(
  record: unknown,
  names: readonly string[] | 'all' = 'all',
  style = 'screen',
): Readonly<Record<string, ChartSpec>> {
  const subject = record === undefined ? undefined : subjectOf(record);
  return Object.fromEntries(drawCharts(subject, names, chartStyle(style)).map(({ chart, spec }) => [chart.name, spec]));
}
