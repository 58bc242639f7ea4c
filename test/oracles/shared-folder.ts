import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import test, { type TestFn } from 'ava';

/*
 * Reference data: facts and files that were made for this project are committed (test/data); files of others, whose licences do not allow it or do not say, lie
 * beside the repository (../shared) and may be absent. Tests that need them are then skipped and say so, never passed.
 */

const COMMITTED = resolve(process.cwd(), 'test', 'data');
const BESIDE = resolve(process.cwd(), '..', 'shared');

/** With PICOJOULE_REQUIRE_DATA=1 (CI) data that should be there must be there: all of test/data, and of ../shared where that folder is there. */
export const dataIsRequired = process.env.PICOJOULE_REQUIRE_DATA === '1';

/** Where a file or folder of the reference data lies: as committed, else beside the repository. */
export function sharedPath(...parts: string[]): string {
  const committed = resolve(COMMITTED, ...(parts[0] === 'data' ? parts.slice(1) : parts));
  return existsSync(committed) ? committed : resolve(BESIDE, ...parts);
}

/** The same where a folder is committed only in part: the file, wherever it lies. */
export function caseFile(file: string): string {
  return sharedPath('cases', 'files', ...file.split('/'));
}

/** All case files of a folder, wherever they lie, in order of name. */
export function caseFiles(folder: string): string[] {
  const folders = [resolve(COMMITTED, 'cases', 'files', folder), resolve(BESIDE, 'cases', 'files', folder)];
  const names = folders.filter((one) => existsSync(one)).flatMap((one) => readdirSync(one));
  return [...new Set(names)].toSorted().map((name) => caseFile(`${folder}/${name}`));
}

/** `test` where the data are there; else a skipped test, or a failing one where they should be there. */
export function testWithData(...paths: string[]): TestFn {
  const missing = paths.find((path) => !existsSync(path));
  if (missing === undefined) return test;
  if (dataIsRequired && existsSync(BESIDE)) throw new Error(`reference data are missing: ${missing}`);
  return test.skip as TestFn;
}

/** Whether data are there; where they are not, a skipped test tells what is left out. For tests that are made from the data. */
export function hasData(path: string, what: string): boolean {
  if (existsSync(path)) return true;
  testWithData(path)(`${what} (skipped: no ${path})`, (t) => t.fail());
  return false;
}
