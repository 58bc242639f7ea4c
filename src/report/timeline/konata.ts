import { isPadding, type Timeline } from '../../machines/timeline.ts';
import type { Format } from '../formats/format.ts';
import { countEntries, entriesIn } from './lane-states.ts';
import { refuseMore } from './limits.ts';

/** More lines than anybody scrolls through; Konata draws each. */
const MOST_ENTRIES = 20_000;

/** Stages of the pipeline, and how many states behind the pointer stage an entry is in each (eie-timing section 5). */
const STAGES = ['P', 'M', 'L', 'X1', 'X2', 'W'] as const;
const EXECUTES = STAGES.indexOf('X1');

/** Each entry's way through the pipeline as a Kanata log, for Konata: the picture that classes know of processors. */
export const konata: Format = {
  name: 'konata',
  description: 'a timeline as the pipeline of every entry (Kanata 0004) for Konata',
  kinds: ['timeline'],
  ofRecord: (subject) =>
    subject.kind === 'timeline' ? [{ name: 'timeline.kanata', content: konataText(subject.record) }] : [],
};

interface Line {
  readonly state: number;
  /** Of lines of one state: an entry begins before it has labels, stages and an end. */
  readonly rank: number;
  readonly text: string;
}

/** The file as text: tab-separated, states ascending. */
export function konataText(timeline: Timeline): string {
  refuseMore('konata', countEntries(timeline), 'entries', MOST_ENTRIES);
  const lines = linesOf(timeline).toSorted((a, b) => a.state - b.state || a.rank - b.rank);
  const texts = ['Kanata\t0004'];
  let now: number | undefined;
  for (const { state, text } of lines) {
    if (now === undefined) texts.push(`C=\t${state}`);
    else if (state > now) texts.push(`C\t${state - now}`);
    now = state;
    texts.push(text);
  }
  return `${texts.join('\n')}\n`;
}

function linesOf(timeline: Timeline): Line[] {
  const lines: Line[] = [];
  let id = 0;
  for (const lane of timeline.lanes) {
    const first = id;
    for (const { entry, state, column, queued } of entriesIn(lane)) {
      const [own, begin] = [id++, Math.min(queued, state - 1)];
      const put = (at: number, rank: number, ...fields: readonly (string | number)[]) =>
        lines.push({ state: at, rank, text: fields.join('\t') });
      const what = isPadding(entry) ? 'padding zero' : `code ${entry.code ?? '-'}`;
      put(begin, 0, 'I', own, own, lane.processingElement);
      put(begin, 1, 'L', own, 0, `PE ${lane.processingElement}: column ${column}, row ${entry.row}, ${what}`);
      if (entry.readsLine) put(begin, 1, 'L', own, 1, 'reads a line of the sparse-matrix memory');
      put(begin, 2, 'S', own, 0, 'Q');
      for (const [later, stage] of STAGES.entries()) put(state + later, 2, 'S', own, 0, stage);
      // the sum comes straight from the entry before it on this PE
      if (entry.bypasses && own > first) put(state + EXECUTES, 3, 'W', own, own - 1, 0);
      put(state + STAGES.length, 4, 'R', own, own, isPadding(entry) ? 1 : 0);
    }
  }
  return lines;
}
