import type { ChartOf } from './charts/chart.ts';
import { charts } from './charts/index.ts';
import { subjectOf } from './records/subject.ts';
import type { SweepRecord } from './records/sweep-record.ts';

/** What the charts of a record (or those of some names) do not show, because it would not be readable: a sentence for the charts that it is true of. */
export function chartsLeaveOut(record: unknown, named: readonly string[] | 'all' = 'all'): string[] {
  const subject = subjectOf(record);
  return subject.kind === 'sweep' ? leftOutOf(subject.record, named) : [];
}

function leftOutOf(sweep: SweepRecord, named: readonly string[] | 'all'): string[] {
  const notes = new Map<string, string[]>();
  for (const chart of Object.values(charts)) {
    if (named !== 'all' && !named.includes(chart.name)) continue;
    if (!isOfSweep(chart) || chart.obstacle(sweep) !== undefined) continue;
    const note = chart.leftOut?.(sweep);
    if (note !== undefined) notes.set(note, [...(notes.get(note) ?? []), chart.name]);
  }
  return [...notes].map(([note, names]) => `${names.join(', ')}: ${note}`);
}

function isOfSweep(chart: { readonly subject: string }): chart is ChartOf<'sweep'> {
  return chart.subject === 'sweep';
}
