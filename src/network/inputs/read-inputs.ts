import type { Files } from '../../base/files/files.ts';
import { UserError } from '../../base/user-error.ts';
import type { Values } from '../imported-weights.ts';
import { loadSource } from '../importers/load-source.ts';
import { isNpy, readNpyArray } from '../importers/numpy/npy-array.ts';
import { npz } from '../importers/numpy/npz.ts';
import { unzip } from '../importers/numpy/zip-archive.ts';
import { isIdx, readIdx } from './idx.ts';

/** An array of input values; its name is null where the file has only one. */
export interface InputArray {
  readonly name: string | null;
  readonly shape: readonly number[];
  readonly values: Values;
}

/** Input values that a user gives: one array, or one for each input by name. */
export interface GivenInputs {
  readonly file: string;
  readonly arrays: readonly InputArray[];
}

/**
 * Reads inputs: the array of a .npy or IDX file, or all arrays of a .npz file, by name.
 * @throws UserError where the file is none of them, or holds NaN or Infinity
 */
export async function readInputs(files: Files, file: string): Promise<GivenInputs> {
  const source = await loadSource(files, file);
  const { bytes } = source;
  const arrays = npz.matches(bytes.subarray(0, 4))
    ? [...unzip(source)].map(([member, content]) => readMember(file, member, content))
    : [{ name: null, ...readArray(file, bytes) }];
  if (arrays.length === 0) throw UserError.at({ file }, 'expected arrays, found an empty archive', 'INPUTS_EMPTY');
  for (const { name, values } of arrays) {
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0)
      throw UserError.at(
        { file, ...(name !== null && { path: name }) },
        `expected finite inputs, found ${values[bad]} at position ${bad}`,
        'ACTIVATION_NOT_FINITE',
      );
  }
  return { file, arrays: arrays.map(({ name, shape, values }) => ({ name, shape, values })) };
}

function readArray(file: string, bytes: Uint8Array): Omit<InputArray, 'name'> {
  if (!isIdx(bytes)) return readNpyArray(file, bytes);
  const { shape, values } = readIdx(file, bytes);
  return { shape, values: values instanceof Uint8Array ? Float32Array.from(values) : values };
}

function readMember(file: string, member: string, content: Uint8Array): InputArray {
  const name = member.replace(/\.npy$/, '');
  if (!isNpy(content)) throw UserError.at({ file, path: name }, 'expected a .npy array', 'INPUTS_KIND');
  return { name, ...readNpyArray(`${file}[${name}]`, content) };
}

/**
 * Reads labels, whole numbers from 0, one for each inference, from a .npy or IDX file.
 * @throws UserError where they are not
 */
export async function readLabels(files: Files, file: string): Promise<number[]> {
  const { arrays } = await readInputs(files, file);
  if (arrays.length > 1) throw UserError.at({ file }, `expected one array, found ${arrays.length}`, 'LABELS');
  const [{ values }] = arrays;
  const bad = values.findIndex((value) => !(Number.isInteger(value) && value >= 0));
  if (bad >= 0)
    throw UserError.at({ file }, `expected whole numbers from 0, found ${values[bad]} at position ${bad}`, 'LABELS');
  return [...values];
}
