import { FileUnreadable, NO_FILES } from '../../../base/files/files.ts';
import { dirname, isAbsolute, join } from '../../../base/files/path.ts';
import { UserError } from '../../../base/user-error.ts';
import type { Source } from '../importer.ts';
import type { GraphProto } from './model.ts';

/**
 * Bytes of a tensor that lies in a file beside the model; only the tensor's own bytes are read.
 * @param entries location, offset and length (onnx external data); the location must stay inside the model's folder, links included
 * @throws UserError that names the tensor where the file is missing, outside, or shorter than `needed`
 */
export function readExternal(
  { files = NO_FILES, file }: Source,
  tensor: string,
  entries: ReadonlyMap<string, string>,
  needed: number,
): Uint8Array {
  const fail = (message: string): never => {
    throw UserError.at({ file, path: tensor }, `external data: ${message}`, 'ONNX_EXTERNAL');
  };
  const location = entries.get('location') ?? '';
  if (location === '' || isAbsolute(location) || location.split(/[/\\]/).includes('..'))
    fail(`location "${location}" is not inside the folder of the model`);
  const offset = Number(entries.get('offset') ?? 0);
  const length = Number(entries.get('length') ?? needed);
  if (length !== needed) fail(`${length} bytes announced, its shape needs ${needed}`);
  const folder = files.real(dirname(file)) ?? fail('the folder of the model is missing');
  const real = files.real(join(folder, location)) ?? fail(`"${location}" is missing`);
  if (!real.startsWith(join(folder, ''))) fail(`"${location}" leads outside the folder of the model`);
  const found = files.find(real);
  if (found?.kind !== 'file') return fail(`"${location}" is no file`);
  if (!(offset >= 0 && offset + length <= found.bytes))
    fail(`bytes ${offset} to ${offset + length} of "${location}" wanted, it has ${found.bytes}`);
  try {
    return files.read(real, { from: offset, length });
  } catch (error) {
    if (error instanceof FileUnreadable) fail(`"${location}" ${error.message}`);
    throw error;
  }
}

/** The files beside a model that hold tensors of it, those of its inner graphs too. */
export function externalFiles(file: string, graph: GraphProto): readonly string[] {
  const inside = graph.nodes.flatMap((node) =>
    [...node.graphs.values()].flatMap((inner) => externalFiles(file, inner)),
  );
  const tensors = [
    ...graph.initializers,
    ...graph.sparseInitializers.flatMap(({ values, indices }) => [values, indices]),
    ...graph.nodes.flatMap((node) => [...node.tensors.values()]),
  ];
  const own = tensors.flatMap(({ external }) => external?.get('location') ?? []);
  return [...new Set([...own.map((location) => join(dirname(file), location)), ...inside])];
}
