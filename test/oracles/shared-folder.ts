import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** Facts and reference data live beside the repository, in ../shared; tests run from the root of the repository. */
export function sharedPath(...parts: string[]): string {
  return resolve(process.cwd(), '../shared', ...parts);
}

/** True where the reference data are at hand; tests that need them skip otherwise. */
export const hasReferenceData = existsSync(sharedPath('data', 'eie-reference'));
