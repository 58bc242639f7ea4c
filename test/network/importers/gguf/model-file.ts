import { readFileSync } from 'node:fs';
import { type GgufFile, readGgufFile } from '../../../../src/network/importers/gguf/gguf-file.ts';

/** Small models of ours (test/data/README.md). */
export const MODELS = 'test/data/gguf/models';

/** A model of ours as it lies. */
export function modelFile(name: string): GgufFile {
  const file = `${MODELS}/${name}.gguf`;
  const bytes = readFileSync(file);
  return readGgufFile({ file, size: bytes.length, read: (from, length) => bytes.subarray(from, from + length) });
}
