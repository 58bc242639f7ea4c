import { lookUp } from '../base/registry.ts';
import { UserError } from '../base/user-error.ts';
import type { Timeline } from '../machines/timeline.ts';
import { collectMuchGarbage } from '../node/collect-garbage.ts';
import { drawCharts } from './draw-charts.ts';
import { type OutputFile, writeFiles } from './files/write-files.ts';
import type { Besides, Drawing, Format, TableChoice } from './formats/format.ts';
import { defaultFormats, formats, formatsFor } from './formats/index.ts';
import { chartStyle } from './picture/style.ts';
import { type Subject, type SubjectKind, subjectOf, subjectTitle } from './records/subject.ts';

/** Which charts to draw, and how. */
export interface WriteOptions {
  /** Names of charts, or `all` that the record supports (default). */
  readonly charts?: readonly string[] | 'all';
  /** Name of a style (default: screen). */
  readonly style?: string;
  /** Columns and width of tables in Markdown and LaTeX (default: all, as wide as a column). */
  readonly tables?: TableChoice;
  /** What the page of a run tells beside its record. */
  readonly besides?: Besides;
  /** Files that belong to the result beside the record and its charts. */
  readonly files?: readonly OutputFile[];
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

/** One file, or some, still to be made; the name is for the message if that fails. */
export interface FileTask {
  readonly name: string;
  readonly make: () => OutputFile | readonly OutputFile[] | Promise<OutputFile | readonly OutputFile[]>;
}

/** A task for each chart in each format that holds charts. */
export function chartTasks(drawings: readonly Drawing[], chosen: readonly Format[]): FileTask[] {
  return drawings.flatMap((drawing) =>
    chosen.flatMap(({ name, ofChart }) =>
      ofChart === undefined ? [] : [{ name: `${drawing.chart.name}.${name}`, make: () => ofChart(drawing) }],
    ),
  );
}

/**
 * Makes files and writes them as a set. What cannot be made costs only itself: all others are written before it is told.
 * One after the other: a text metric or a font is shared, and two cores gain nothing on files this small.
 * @throws UserError for what the user asked for and there is not; Error naming each file that could not be made, with the first fault as its cause
 */
export async function writeTasks(
  folder: string,
  tasks: readonly FileTask[],
  older: 'replace' | 'keep' = 'replace',
): Promise<string[]> {
  const files: OutputFile[] = [];
  const faults: { readonly name: string; readonly error: unknown }[] = [];
  for (const { name, make } of tasks) {
    try {
      files.push(...[await make()].flat());
      // a chart of very many points leaves much behind
      collectMuchGarbage();
    } catch (error) {
      faults.push({ name, error });
    }
  }
  const written = await writeFiles(folder, files, older);
  if (faults.length === 0) return written;
  const mistakes = faults.flatMap(({ error }) => (error instanceof UserError ? error.faults : []));
  if (mistakes.length > 0) throw new UserError(mistakes);
  const list = faults.map(({ name, error }) => `${name} (${error instanceof Error ? error.message : String(error)})`);
  const rest = written.length === 0 ? 'nothing was written' : `the other ${written.length} files are written`;
  throw new Error(`could not be made: ${list.join('; ')}; ${rest}`, { cause: faults[0].error });
}

/**
 * Writes a result folder: always result.json, and the record and its charts in the formats asked for. Where the folder cannot take all files it gets none.
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
  return write(
    subjectOf(record),
    folder,
    ['json', ...(formatNames ?? defaultFormats(subjectOf(record).kind))],
    options,
  );
}

/** The same of a timeline, in the formats asked for and no other: its record is as long as what it tells. */
export async function writeTimeline(
  timeline: Timeline,
  folder: string,
  formatNames: readonly string[],
  options: WriteOptions = {},
): Promise<string[]> {
  return write({ kind: 'timeline', record: timeline }, folder, formatNames, options);
}

async function write(
  subject: Subject,
  folder: string,
  formatNames: readonly string[],
  options: WriteOptions,
): Promise<string[]> {
  const chosen = formatsOf(formatNames, subject.kind);
  const draws = options.charts !== undefined || chosen.some(({ withoutCharts }) => withoutCharts !== true);
  const style = chartStyle(options.style ?? 'screen');
  const drawings = draws ? drawCharts(subject, options.charts ?? 'all', style) : [];
  const records = chosen.flatMap(({ name, ofRecord }): FileTask[] =>
    ofRecord === undefined
      ? []
      : [
          {
            name: `the record as ${name}`,
            make: () => ofRecord(subject, drawings, options.tables ?? {}, options.besides ?? {}),
          },
        ],
  );
  const others = (options.files ?? []).map((file): FileTask => ({ name: file.name, make: () => file }));
  return writeTasks(folder, [...records, ...others, ...chartTasks(drawings, chosen)]);
}
