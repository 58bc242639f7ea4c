import type { ChartOf } from './charts/chart.ts';
import { charts } from './charts/index.ts';
import type { SweepRecord } from './charts/sweep-record.ts';

/** What the charts of a sweep do not show, because it would not be readable: a sentence for the charts that it is true of. */
export function chartsLeaveOut(sweep: SweepRecord): string[] {
  const notes = new Map<string, string[]>();
  for (const chart of Object.values(charts)) {
    if (!isOfSweep(chart) || chart.obstacle(sweep) !== undefined) continue;
    const note = chart.leftOut?.(sweep);
    if (note !== undefined) notes.set(note, [...(notes.get(note) ?? []), chart.name]);
  }
  return [...notes].map(([note, names]) => `${names.join(', ')}: ${note}`);
}

function isOfSweep(chart: { readonly subject: string }): chart is ChartOf<'sweep'> {
  return chart.subject === 'sweep';
}
