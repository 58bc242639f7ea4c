import { charts } from './charts/index.ts';
import { forAnyRecord } from './draw-charts.ts';
import { chartStyle } from './picture/style.ts';
import { subjectOf } from './records/subject.ts';

/** What the charts of a record (or those of some names) do not show in a style, because it would not be readable: a sentence for the charts that it is true of. */
export function chartsLeaveOut(record: unknown, named: readonly string[] | 'all' = 'all', style = 'screen'): string[] {
  const subject = subjectOf(record);
  const notes = new Map<string, string[]>();
  for (const chart of Object.values(charts)) {
    if (chart.subject !== subject.kind || (named !== 'all' && !named.includes(chart.name))) continue;
    const { obstacle, leftOut } = forAnyRecord(chart);
    if (obstacle(subject.record) !== undefined) continue;
    const note = leftOut?.(subject.record, chartStyle(style));
    if (note !== undefined) notes.set(note, [...(notes.get(note) ?? []), chart.name]);
  }
  return [...notes].map(([note, names]) => `${names.join(', ')}: ${note}`);
}
