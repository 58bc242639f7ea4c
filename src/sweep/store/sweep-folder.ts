import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileError } from '../../base/file-error.ts';
import { UserError } from '../../base/user-error.ts';
import type { SweepFrame } from '../plan/frame.ts';
import { changedKeys, type Fingerprint } from './fingerprint.ts';
import { lockFolder } from './folder-lock.ts';
import { openJournal, readJournal } from './journal.ts';
import type { Outcome } from './outcome.ts';

export const JOURNAL = 'points.journal';
const LOCK = 'sweep.lock';

/** First record of a journal. */
export interface JournalHead {
  readonly kind: 'sweep';
  readonly frame: SweepFrame;
  readonly fingerprint: Fingerprint;
}

/** A folder in which a sweep runs: what is done already, and where to write what gets done. */
export interface SweepFolder {
  /** Finished points of earlier runs; failed ones are not among them, they are tried again. */
  readonly done: ReadonlyMap<number, Outcome>;
  record(outcomes: readonly Outcome[]): void;
  close(): void;
}

/**
 * Opens a folder for a sweep, new or to be resumed.
 * @throws UserError where another run works in it, where it holds a sweep of other inputs (named; `fresh` starts over), or where it cannot be written
 */
export function openSweepFolder(folder: string, head: JournalHead, fresh: boolean): SweepFolder {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw fileError(error, folder);
  }
  const unlock = lockFolder(join(folder, LOCK));
  try {
    const file = join(folder, JOURNAL);
    const [first, ...records] = fresh ? [] : readJournal(file);
    const before = isHead(first) ? first : undefined;
    if (before !== undefined) checkInputs(before.fingerprint, head.fingerprint, folder);
    const journal = openJournal(file, before === undefined);
    if (before === undefined) journal.append([head]);
    return {
      done: new Map(before === undefined ? [] : lastOutcomes(records).map((outcome) => [outcome.index, outcome])),
      record: (outcomes) => journal.append(outcomes),
      close() {
        journal.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** A journal of this or another run: its head and its finished points. undefined where the folder holds none. */
export function readSweepFolder(folder: string): { head: JournalHead; outcomes: readonly Outcome[] } | undefined {
  const file = join(folder, JOURNAL);
  if (!existsSync(file)) return undefined;
  const [head, ...records] = readJournal(file);
  return isHead(head) ? { head, outcomes: allOutcomes(records) } : undefined;
}

function isHead(record: unknown): record is JournalHead {
  return typeof record === 'object' && record !== null && 'fingerprint' in record && 'frame' in record;
}

/** The last outcome of each point. */
function allOutcomes(records: readonly unknown[]): Outcome[] {
  const outcomes = records.filter(
    (record): record is Outcome => typeof record === 'object' && record !== null && 'index' in record,
  );
  return [...new Map(outcomes.map((outcome) => [outcome.index, outcome])).values()];
}

function lastOutcomes(records: readonly unknown[]): Outcome[] {
  return allOutcomes(records).filter(({ error }) => error === undefined);
}

function checkInputs(before: Fingerprint, now: Fingerprint, folder: string): void {
  const changed = changedKeys(before, now);
  if (changed.length === 0) return;
  const shown = changed.slice(0, 5).map((key) => `${key} (was ${clip(before[key])}, is ${clip(now[key])})`);
  const more = changed.length > shown.length ? ` and ${changed.length - shown.length} more` : '';
  throw UserError.at(
    { file: folder },
    `holds a sweep of other inputs; changed: ${shown.join(', ')}${more}. Choose another --out, or start over with --fresh`,
    'SWEEP_CHANGED',
  );
}

function clip(text: string | undefined): string {
  if (text === undefined) return 'missing';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
