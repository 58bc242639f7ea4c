import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../base/user-error.ts';
import { finishSweep } from './finish/finish-sweep.ts';
import { changedKeys } from './store/fingerprint.ts';
import type { Outcome } from './store/outcome.ts';
import { PointWarnings } from './store/point-warnings.ts';
import type { JournalHead } from './store/stored-sweep.ts';
import { readSweepFolder } from './store/sweep-folder.ts';
import type { SweepResult } from './sweep-result.ts';

interface Part {
  readonly folder: string;
  readonly head: JournalHead;
  readonly outcomes: readonly Outcome[];
}

/** Where a shard of a sweep keeps its points. */
export function shardFolder(folder: string, shard: { readonly index: number; readonly of: number }): string {
  return join(folder, `shard-${shard.index}-of-${shard.of}`);
}

/**
 * One record from the folders of all shards (or folders that hold shard folders): the same as that of one unbroken run.
 * @throws UserError where a folder holds no sweep, the shards had different inputs, or points are missing (told by number)
 */
export async function mergeShards(folders: readonly string[]): Promise<SweepResult> {
  const parts = folders.flatMap(partsIn);
  const [first, ...others] = parts;
  for (const { folder, head } of others) {
    const changed = changedKeys(first.head.fingerprint, head.fingerprint);
    if (changed.length > 0)
      throw UserError.at(
        { file: folder },
        `expected a shard of the sweep in ${first.folder}, found other inputs: ${changed.slice(0, 5).join(', ')}`,
        'SWEEP_CHANGED',
      );
  }
  const outcomes = new Map<number, Outcome>();
  for (const outcome of parts.flatMap((part) => part.outcomes)) {
    const before = outcomes.get(outcome.index);
    if (before === undefined || before.error !== undefined) outcomes.set(outcome.index, outcome);
  }
  const { frame } = first.head;
  const missing = Array.from({ length: frame.size }, (_, index) => index).filter((index) => !outcomes.has(index));
  if (missing.length > 0) throw incomplete(missing, frame.size, parts);
  const all = [...outcomes.values()].toSorted((a, b) => a.index - b.index);
  const warnings = new PointWarnings();
  for (const outcome of all) for (const text of outcome.warnings ?? []) warnings.add(text);
  return finishSweep(frame, all, warnings);
}

function partsIn(folder: string): Part[] {
  const inside = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => /^shard-\d+-of-\d+$/.test(name))
        .toSorted()
    : [];
  const parts = [folder, ...inside.map((name) => join(folder, name))].flatMap((path): Part[] => {
    const found = readSweepFolder(path);
    return found === undefined ? [] : [{ folder: path, ...found }];
  });
  if (parts.length > 0) return parts;
  throw UserError.at(
    { file: folder },
    existsSync(folder) ? 'expected the folder of a sweep or of its shards, found no points' : 'no such folder',
    'SWEEP_MERGE',
  );
}

function incomplete(missing: readonly number[], size: number, parts: readonly Part[]): UserError {
  const shown = missing.slice(0, 10).join(', ') + (missing.length > 10 ? ', ...' : '');
  const found = parts.map(({ folder, outcomes }) => `${folder}: ${outcomes.length}`).join(', ');
  return UserError.at(
    {},
    `expected all ${size} points, ${missing.length} are missing (${shown}); found ${found}. Run the missing shards, then merge again`,
    'SWEEP_INCOMPLETE',
  );
}
