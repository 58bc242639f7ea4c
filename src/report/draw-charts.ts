import { VERSION } from '../../generated/version.ts';
import { nearestName } from '../base/nearest-name.ts';
import { type Fault, UserError } from '../base/user-error.ts';
import type { Chart, ChartSpec } from './charts/chart.ts';
import { charts as knownCharts } from './charts/index.ts';
import { documentOf } from './documents/index.ts';
import type { Drawing } from './formats/format.ts';
import type { ChartStyle } from './picture/style.ts';
import { withRemark } from './picture/with-remark.ts';
import { marksOf } from './records/marks.ts';
import { perInference } from './records/per-inference.ts';
import { type Subject, subjectTitle } from './records/subject.ts';
import { figureCharts } from './reproduction/figure-chart.ts';
import { withMachineNames } from './sweeps/named-machines.ts';

/** A chart whose record is known to be of its kind. */
export function forAnyRecord(chart: Chart) {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the kinds are compared before it is called
  return chart as unknown as {
    readonly obstacle: (record: unknown) => string | undefined;
    readonly leftOut?: (record: unknown, style: ChartStyle) => string | undefined;
    readonly draw: (record: unknown, style: ChartStyle) => ChartSpec;
  };
}

/** The charts by name; a recomputed paper brings one for each of its figures. */
function chartsOf(subject: Subject | undefined): Readonly<Record<string, Chart>> {
  if (subject?.kind !== 'reproduction') return knownCharts;
  return { ...knownCharts, ...Object.fromEntries(figureCharts(subject.record).map((chart) => [chart.name, chart])) };
}

/** Why the chart cannot be drawn from this record, or undefined when it can. */
function obstacleOf(chart: Chart, subject: Subject | undefined): string | undefined {
  if (subject?.kind === chart.subject) return forAnyRecord(chart).obstacle(subject.record);
  if (subject === undefined) return `it draws ${subjectTitle(chart.subject)}, and no result was given`;
  return `it draws ${subjectTitle(chart.subject)}, this is ${subjectTitle(subject.kind)}`;
}

/** Names of the charts that the record can feed. */
export function chartsFor(subject: Subject): string[] {
  return Object.values(chartsOf(subject))
    .filter((chart) => obstacleOf(chart, subject) === undefined)
    .map((chart) => chart.name);
}

/** Names of the charts that need no result: they have a record of their own. */
function builtInCharts(): string[] {
  return Object.values(knownCharts)
    .filter((chart) => chart.builtIn !== undefined)
    .map((chart) => chart.name);
}

/** Whether a word that is no path is, or is nearly, the name of a chart. */
export function meansChart(word: string): boolean {
  return nearestName(word, Object.keys(knownCharts)) !== undefined;
}

/** The names asked for that are no charts of this record, each with the nearest name and those that fit. */
function faultsOf(subject: Subject | undefined, names: readonly string[]): Fault[] {
  const charts = chartsOf(subject);
  const fitting = [...(subject === undefined ? [] : chartsFor(subject)), ...builtInCharts()];
  const fit = `charts that fit: ${[...new Set(fitting)].join(', ')}`;
  return names.flatMap((name): Fault[] => {
    if (!Object.hasOwn(charts, name)) {
      const nearest = nearestName(name, Object.keys(charts));
      const hint = nearest === undefined ? '' : `; did you mean "${nearest}"?`;
      return [{ place: {}, message: `no chart "${name}" (${fit}${hint})`, code: 'UNKNOWN_NAME' }];
    }
    const chart = charts[name];
    const ownRecord = chart.builtIn !== undefined && subject?.kind !== chart.subject;
    const obstacle = ownRecord ? undefined : obstacleOf(chart, subject);
    if (obstacle === undefined) return [];
    return [{ place: {}, message: `chart "${name}" cannot be drawn: ${obstacle} (${fit})`, code: 'CHART_NO_DATA' }];
  });
}

/**
 * Draws charts by name, or every chart that the record supports. A chart that needs no result is drawn from any, or from none.
 * @throws UserError for every unknown name, and for every chart asked for by name that the record cannot feed
 */
export function drawCharts(
  subject: Subject | undefined,
  names: readonly string[] | 'all',
  style: ChartStyle,
): Drawing[] {
  const chosen = names === 'all' ? (subject === undefined ? builtInCharts() : chartsFor(subject)) : names;
  const faults = faultsOf(subject, chosen);
  if (faults.length > 0) throw new UserError(faults);
  const charts = chartsOf(subject);
  return [...new Set(chosen)].map((name) => {
    const chart = charts[name];
    const record = subject?.kind === chart.subject ? shownRecord(subject) : chart.builtIn?.();
    const own = subject?.kind === chart.subject ? subject : undefined;
    return drawnWhenAsked(chart, record, style, { origin: originOf(own), ...(own && { marks: marksOf(own) }) });
  });
}

/** Of a batch, charts show the mean of an inference; machines stand there with their names. */
function shownRecord(subject: Subject): unknown {
  if (subject.kind === 'run') return perInference(subject.record);
  return subject.kind === 'sweep' || subject.kind === 'comparison' ? withMachineNames(subject.record) : subject.record;
}

/** What a caption says of where a chart comes from. */
function originOf(subject: Subject | undefined): string[] {
  const document = subject && documentOf(subject);
  if (document === undefined) return [`picojoule ${VERSION}`];
  const { title, origin, tool } = document;
  return [title, ...(origin === undefined ? [] : [origin]), `${tool.name} ${tool.version}`];
}

/** The specification is made when the first format asks for it: a chart that cannot be drawn then costs only its own files. */
function drawnWhenAsked(
  chart: Chart,
  record: unknown,
  style: ChartStyle,
  { origin, marks }: Pick<Drawing, 'origin' | 'marks'>,
): Drawing {
  let spec: ChartSpec | undefined;
  return {
    chart,
    style,
    origin,
    ...(marks && { marks }),
    get spec() {
      return (spec ??= withRemark(forAnyRecord(chart).draw(record, style), chart.title, style, marks?.remark));
    },
  };
}
