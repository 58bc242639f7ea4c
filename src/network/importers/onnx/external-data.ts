import { closeSync, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, sep } from 'node:path';
import { UserError } from '../../../base/user-error.ts';
import type { GraphProto } from './model.ts';

/**
 * Bytes of a tensor that lies in a file beside the model; only the tensor's own bytes are read.
 * @param entries location, offset and length (onnx external data); the location must stay inside the model's folder, links included
 * @throws UserError that names the tensor where the file is missing, outside, or shorter than `needed`
 */
export function readExternal(
  file: string,
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
  const folder = realpathSync(dirname(file));
  const real = resolveReal(join(folder, location)) ?? fail(`"${location}" is missing`);
  if (!real.startsWith(folder + sep)) fail(`"${location}" leads outside the folder of the model`);
  const handle = openSync(real, 'r');
  try {
    const found = fstatSync(handle);
    if (!found.isFile()) fail(`"${location}" is no file`);
    const { size } = found;
    if (!(offset >= 0 && offset + length <= size))
      fail(`bytes ${offset} to ${offset + length} of "${location}" wanted, it has ${size}`);
    const bytes = new Uint8Array(length);
    readSync(handle, bytes, 0, length, offset);
    return bytes;
  } finally {
    closeSync(handle);
  }
}

function resolveReal(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
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
