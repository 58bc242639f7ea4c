import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeOrphans } from '../../node/orphans.ts';

/** Where the networks of a sweep that trains are kept. */
export interface KeepingFolder {
  readonly folder: string;
  readonly close: () => void;
}

/** What a sweep trained lies in its folder, by the content of what it was made of; without a folder it is forgotten with the run. */
export const TRAINED = 'trained';

export function keepingFolder(sweep: string | undefined): KeepingFolder {
  if (sweep === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'picojoule-trained-'));
    return { folder, close: () => rmSync(folder, { recursive: true, force: true }) };
  }
  const folder = join(sweep, TRAINED);
  if (existsSync(folder)) removeOrphans(folder, /^\.[0-9a-f]+\.checkpoint\.(\d+)\.partial$/);
  return { folder, close() {} };
}
