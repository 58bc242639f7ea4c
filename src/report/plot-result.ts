import { UserError } from '../base/user-error.ts';
import { drawCharts } from './draw-charts.ts';
import type { Format } from './formats/format.ts';
import { formats } from './formats/index.ts';
import { chartStyle } from './picture/style.ts';
import { subjectOf } from './records/subject.ts';
import { chartTasks, formatsOf, type WriteOptions, writeTasks } from './write-result.ts';

/**
 * Draws charts of a record into a folder, without the record itself: OUT/<chart>.<format>. All or nothing.
 * @param record a result of run, sweep, ladder, compare or compress; undefined for the charts that need none
 * @param formatNames formats that hold charts: csv, vl.json, svg, png, pdf
 * @returns the paths written
 * @throws UserError for unknown names, for charts that the record cannot feed, for formats that hold no charts, for a record
 * without anything to draw, and for a folder that cannot be written
 */
export async function plotResult(
  record: unknown,
  folder: string,
  formatNames: readonly string[],
  options: WriteOptions = {},
): Promise<string[]> {
  const chosen = formatsOf(formatNames);
  const withoutCharts = chosen.filter((format) => format.ofChart === undefined).map(({ name }) => name);
  if (withoutCharts.length > 0)
    throw UserError.at(
      {},
      `format ${withoutCharts.join(', ')} holds no charts; those that do: ${chartFormats().join(', ')}`,
      'FORMAT_NO_CHARTS',
    );
  const subject = record === undefined ? undefined : subjectOf(record);
  const drawings = drawCharts(subject, options.charts ?? 'all', chartStyle(options.style ?? 'screen'));
  if (drawings.length === 0) throw UserError.at({}, 'the result holds nothing that a chart can draw', 'CHART_NO_DATA');
  return writeTasks(folder, chartTasks(drawings, withCaptions(chosen, options.style)), 'keep');
}

/** Pictures for a paper have no title of their own: a caption lies beside each. */
function withCaptions(chosen: readonly Format[], style = 'screen'): readonly Format[] {
  const hasPicture = chosen.some(({ name }) => ['svg', 'png', 'pdf'].includes(name));
  const isPaper = !chartStyle(style).titled;
  return hasPicture && isPaper && !chosen.includes(formats.caption) ? [...chosen, formats.caption] : chosen;
}

function chartFormats(): string[] {
  return Object.values(formats)
    .filter((format) => format.ofChart !== undefined)
    .map(({ name }) => name);
}
