import type { Files } from '../../../base/files/files.ts';
import { basename, dirname, join } from '../../../base/files/path.ts';
import { UserError } from '../../../base/user-error.ts';
import { openFile } from '../open-file.ts';
import { type GgufFile, readGgufFile } from './gguf-file.ts';
import type { Metadata } from './metadata.ts';

/** Names of the parts that a model is split into: `NAME-00002-of-00003.gguf` (ggml-org/llama.cpp, llama_split_path). */
const PART = /^(.*)-(\d{5})-of-(\d{5})\.gguf$/;

/** Far more than any model has. */
const MOST_PARTS = 10000;

/** Paths of the other parts of the model that a file is a part of by its name. */
export function otherParts(file: string): readonly string[] {
  const [, , , count] = PART.exec(basename(file)) ?? [];
  return count === undefined ? [] : partPaths(file, Number(count)).filter((path) => basename(path) !== basename(file));
}

function partPaths(file: string, count: number): readonly string[] {
  const [, stem, , of] = PART.exec(basename(file)) ?? [];
  return Array.from({ length: Math.min(count, MOST_PARTS) }, (_, k) =>
    join(dirname(file), `${stem}-${five(k + 1)}-of-${of}.gguf`),
  );
}

/**
 * The whole model of which a file is one part, whichever: the keys of the first part and the tensors of all. A file that is not split is what it is.
 * @throws UserError where a part is missing, named otherwise, or does not belong to the others
 */
export function joinParts(files: Files | undefined, file: string, own: GgufFile): GgufFile {
  const { no, count } = splitOf(own.metadata);
  if (count <= 1) return own;
  const fault = (place: string, message: string) => UserError.at({ file: place }, message, 'GGUF_PARTS');
  const [, , number, of] = PART.exec(basename(file)) ?? [];
  if (number === undefined || files === undefined)
    throw fault(
      file,
      `part ${no + 1} of ${count} of a model: the others are found where it is named ...-${five(no + 1)}-of-${five(count)}.gguf`,
    );
  if (Number(number) !== no + 1 || Number(of) !== count || count > MOST_PARTS)
    throw fault(file, `its name says part ${Number(number)} of ${Number(of)}, its keys say part ${no + 1} of ${count}`);
  const paths = partPaths(file, count);
  const missing = paths.filter((path) => files.find(path)?.kind !== 'file').map(basename);
  if (missing.length > 0)
    throw fault(
      file,
      `part ${no + 1} of ${count} of a model, of which ${missing.length === 1 ? 'one is' : `${missing.length} are`} missing: ${missing.slice(0, 3).join(', ')}${missing.length > 3 ? ', ...' : ''}`,
    );
  const parts = paths.map((path, k) => (k === no ? own : openPart(files, path)));
  const places = new Map<string, string>();
  for (const [k, { metadata, tensors }] of parts.entries()) {
    const said = splitOf(metadata);
    if (said.no !== k || said.count !== count)
      throw fault(
        paths[k],
        `expected part ${k + 1} of ${count} by its keys, found ${said.count <= 1 ? 'a model that is not split' : `part ${said.no + 1} of ${said.count}`}`,
      );
    for (const { name } of tensors) {
      const other = places.get(name);
      if (other !== undefined) throw fault(paths[k], `tensor "${name}" stands in ${basename(other)} too`);
      places.set(name, paths[k]);
    }
  }
  const [first] = parts;
  const told = first.metadata.get('split.tensors.count');
  if (typeof told === 'number' && told !== places.size)
    throw fault(paths[0], `expected ${told} tensors in all parts (split.tensors.count), found ${places.size}`);
  return { ...first, tensors: parts.flatMap(({ tensors }) => tensors) };
}

function openPart(files: Files, path: string): GgufFile {
  const { file, fileBytes, part } = openFile(files, path);
  return readGgufFile({ file, size: fileBytes, read: part });
}

function splitOf(metadata: Metadata): { readonly no: number; readonly count: number } {
  return { no: Number(metadata.get('split.no') ?? 0), count: Number(metadata.get('split.count') ?? 1) };
}

function five(number: number): string {
  return String(number).padStart(5, '0');
}
