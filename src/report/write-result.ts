import { lookUp } from '../base/registry.ts';
import { drawCharts } from './draw-charts.ts';
import { type OutputFile, writeFiles } from './files/write-files.ts';
import type { Drawing, Format } from './formats/format.ts';
import { defaultFormats, formats, formatsFor } from './formats/index.ts';
import { chartStyle } from './picture/style.ts';
import { type SubjectKind, subjectOf, subjectTitle } from './records/subject.ts';

/** Which charts to draw, and how. */
export interface WriteOptions {
  /** Names of charts, or `all` that the record supports (default). */
  readonly charts?: readonly string[] | 'all';
  /** Name of a style (default: screen). */
  readonly style?: string;
}

/**
 * `csv,json,svg` as names of formats; the default formats where nothing is given.
 * @param kind the record that is going to be written, where it is known
 * @throws UserError for a name that is no format, or none of such a record
 */
export function parseFormats(text: string | undefined, kind?: SubjectKind): readonly string[] {
  if (text === undefined) return defaultFormats(kind);
  const names = text.split(',').map((name) => name.trim());
  formatsOf(names, kind);
  return names;
}

/** Formats by name, those that can hold a record of that kind; any where it is not told. */
export function formatsOf(names: readonly string[], kind?: SubjectKind): Format[] {
  return [...new Set(names)].map((name) =>
    kind === undefined || !Object.hasOwn(formats, name)
      ? lookUp('format', formats, name)
      : lookUp(`format of ${subjectTitle(kind)}`, formatsFor(kind), name),
  );
}

/** One chart after the other: a text metric or a font is shared, and two cores gain nothing on files this small. */
export async function chartFiles(drawings: readonly Drawing[], chosen: readonly Format[]): Promise<OutputFile[]> {
  const files: OutputFile[] = [];
  for (const drawing of drawings)
    for (const format of chosen) if (format.ofChart !== undefined) files.push(await format.ofChart(drawing));
  return files;
}

/**
 * Writes a result folder: always result.json, and the record and its charts in the formats asked for. All or nothing.
 * @param record a result of run, sweep, compare, ladder or cost
 * @param formatNames names of formats (default: json, csv, vl.json, svg, of a run accelergy)
 * @returns the paths written
 * @throws UserError for unknown names and for a folder that cannot be written
 */
export async function writeResult(
  record: unknown,
  folder: string,
  formatNames?: readonly string[],
  options: WriteOptions = {},
): Promise<string[]> {
  const subject = subjectOf(record);
  const chosen = formatsOf(['json', ...(formatNames ?? defaultFormats(subject.kind))], subject.kind);
  const drawings = drawCharts(subject, options.charts ?? 'all', chartStyle(options.style ?? 'screen'));
  const files: OutputFile[] = [];
  for (const format of chosen) files.push(...((await format.ofRecord?.(subject, drawings)) ?? []));
  return writeFiles(folder, [...files, ...(await chartFiles(drawings, chosen))]);
}
