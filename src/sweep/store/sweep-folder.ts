import { join } from 'node:path';
import { fileError } from '../../base/files/file-error.ts';
import { UserError } from '../../base/user-error.ts';
import { makeFolder } from '../../node/make-folder.ts';
import { changedKeys, type Fingerprint } from './fingerprint.ts';
import { lockFolder } from './folder-lock.ts';
import { continueJournal, type JournalRecords, readJournal, startJournal } from './journal.ts';
import type { Outcome } from './outcome.ts';
import { asHead, asOutcome, type JournalHead } from './stored-sweep.ts';

export const JOURNAL = 'points.journal';
const LOCK = 'sweep.lock';

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
    makeFolder(folder);
  } catch (error) {
    throw fileError(error, folder);
  }
  const unlock = lockFolder(join(folder, LOCK));
  try {
    const file = join(folder, JOURNAL);
    const before = fresh ? undefined : readOutcomes(file);
    if (before !== undefined) checkInputs(before.head.fingerprint, head.fingerprint, folder);
    const journal = before === undefined ? startJournal(file, head) : continueJournal(file, before.journal);
    const finished = before?.outcomes.filter(({ error }) => error === undefined) ?? [];
    return {
      done: new Map(finished.map((outcome) => [outcome.index, outcome])),
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

/** A journal of this or another run: its head, and the last outcome of each point. undefined where the folder holds none. */
export function readSweepFolder(folder: string): { head: JournalHead; outcomes: readonly Outcome[] } | undefined {
  return readOutcomes(join(folder, JOURNAL));
}

interface StoredPoints {
  readonly journal: JournalRecords;
  readonly head: JournalHead;
  readonly outcomes: readonly Outcome[];
}

function readOutcomes(file: string): StoredPoints | undefined {
  const journal = readJournal(file);
  const head = asHead(journal?.head);
  if (journal === undefined || head === undefined) return undefined;
  const outcomes = journal.records.flatMap((record) => asOutcome(record, head) ?? []);
  return { journal, head, outcomes: [...new Map(outcomes.map((outcome) => [outcome.index, outcome])).values()] };
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
