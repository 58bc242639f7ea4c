import { lookUp } from '../base/registry.ts';
import { UserError } from '../base/user-error.ts';
import type { Chart, ChartSpec } from './charts/chart.ts';
import { charts } from './charts/index.ts';
import type { ChartStyle } from './charts/style.ts';
import type { Subject } from './charts/subject.ts';
import type { Drawing } from './formats/format.ts';

/** A chart whose record is known to be of its kind. */
function forAnyRecord(chart: Chart) {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the kinds are compared before it is called
  return chart as unknown as {
    readonly obstacle: (record: unknown) => string | undefined;
    readonly draw: (record: unknown, style: ChartStyle) => ChartSpec;
  };
}

/** Why the chart cannot be drawn from this record, or undefined when it can. */
export function chartObstacle(chart: Chart, subject: Subject): string | undefined {
  const wanted: string = chart.subject;
  const found: string = subject.kind;
  if (wanted !== found) return `it draws a ${wanted} record, this is a ${found} record`;
  return forAnyRecord(chart).obstacle(subject.record);
}

/** Names of the charts that the record can feed. */
export function chartsFor(subject: Subject): string[] {
  return Object.values(charts)
    .filter((chart) => chartObstacle(chart, subject) === undefined)
    .map((chart) => chart.name);
}

/**
 * Draws charts by name, or every chart that the record supports.
 * @throws UserError for an unknown name, or for a chart asked for by name that the record cannot feed
 */
export function drawCharts(subject: Subject, names: readonly string[] | 'all', style: ChartStyle): Drawing[] {
  return (names === 'all' ? chartsFor(subject) : [...new Set(names)]).map((name) => {
    const chart = lookUp('chart', charts, name);
    const obstacle = chartObstacle(chart, subject);
    if (obstacle !== undefined) throw UserError.at({}, `chart "${name}" cannot be drawn: ${obstacle}`, 'CHART_NO_DATA');
    return { chart, spec: forAnyRecord(chart).draw(subject.record, style), style };
  });
}
