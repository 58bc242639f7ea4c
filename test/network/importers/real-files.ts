import { readFileSync } from 'node:fs';
import type { ExecutionContext } from 'ava';
import type { ImportedLayer, ImportedWeights } from '../../../src/network/imported-weights.ts';
import type { ImportOptions } from '../../../src/network/importers/importer.ts';
import { importWeights } from '../../../src/node/read-networks.ts';
import { sharedPath, testWithData } from '../../oracles/shared-folder.ts';
import { element } from './case-files.ts';

/** Files that current releases of the libraries wrote, and what those say of them. */
export const REAL_FILES = sharedPath('data', 'real-files');

/** The entry of truth.json for a file. */
export function truthOf(name: string): unknown {
  return (JSON.parse(readFileSync(`${REAL_FILES}/truth.json`, 'utf8')) as Record<string, unknown>)[name];
}

/** A test on one real file. */
export function testRealFile(
  title: string,
  file: string,
  check: (t: ExecutionContext, imported: ImportedWeights) => void | Promise<void>,
  options: ImportOptions = {},
): void {
  testWithData(`${REAL_FILES}/${file}`)(title, async (t) => {
    await check(t, await importWeights(`${REAL_FILES}/${file}`, options));
  });
}

/** All values of a layer, row after row. */
export function allValues(layer: ImportedLayer): number[] {
  const { rows, columns } = layer.matrix;
  return Array.from({ length: rows * columns }, (_, at) => element(layer, Math.floor(at / columns), at % columns));
}
