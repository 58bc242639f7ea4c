import { latin1 } from '../../../base/files/bytes.ts';
import { basename } from '../../../base/files/path.ts';
import { UserError } from '../../../base/user-error.ts';
import type { ImportedLayer, Skipped } from '../../imported-weights.ts';
import { budgetOf, type Source } from '../importer.ts';
import { type NpyArray, readNpyArray, readNpyHeader } from '../numpy/npy-array.ts';
import type { ZipMembers } from '../numpy/zip-archive.ts';
import { formatShape } from '../tensors/named-tensor.ts';
import { SPARSE_LAYOUTS } from './layouts/index.ts';
import { type SparseArrays, sizesText } from './layouts/sparse-arrays.ts';
import { sparseFromTriplets } from './sparse-matrix.ts';
import { checkDimensions } from './text-file.ts';

/** Members that together are sparse arrays, read; the others are left. */
export interface SparseMembers {
  readonly layers: readonly ImportedLayer[];
  readonly skipped: readonly Skipped[];
  readonly warnings: readonly string[];
  readonly others: ZipMembers;
}

/** What may stand beside `data` in a set of arrays. */
const ROLES =
  'data shape format fill_value row col coords indices indptr compressed_axes offsets blocksize maxprint _is_array'.split(
    ' ',
  );
/** What beside `data` tells a sparse array, each a list of roles that must all be there. */
const SIGNS = [['coords'], ['indptr'], ['offsets', 'shape'], ['row', 'col'], ['format', 'shape']];

/**
 * Finds sets of arrays that hold a sparse array each: scipy.sparse.save_npz (`format` beside its arrays), pydata/sparse save_npz (`coords`, or `indptr` and
 * `compressed_axes`), and the same arrays under a common beginning (adj_data, adj_indices, adj_indptr, adj_shape). Elements at the same place are
 * summed, as scipy does. A set without its shape is listed as not read.
 * @throws UserError on a layout that is not known, or on indices that do not fit the shape
 */
export function readSparseMembers(source: Source, members: ZipMembers): SparseMembers {
  const { file } = source;
  const others = new Map(members);
  const layers: ImportedLayer[] = [];
  const skipped: Skipped[] = [];
  const warnings: string[] = [];
  for (const member of members.keys()) {
    const prefix = /^(.*?)data\.npy$/.exec(member)?.[1];
    if (prefix === undefined || /[A-Za-z0-9]$/.test(prefix)) continue;
    const has = (role: string): boolean => members.has(`${prefix}${role}.npy`);
    if (!SIGNS.some((roles) => roles.every(has))) continue;
    for (const role of ROLES) others.delete(`${prefix}${role}.npy`);
    const name = prefix === '' ? basename(file).replace(/\.npz$/i, '') : prefix.replace(/[._/]$/, '');
    if (has('shape')) layers.push(readSet(source, members, prefix, name, warnings));
    else {
      const beside = ROLES.filter(has).join(', ');
      skipped.push({ name, kind: 'unread', reason: `a sparse array without its shape, not read: ${beside}` });
    }
  }
  return { layers, skipped, warnings, others };
}

function readSet(source: Source, members: ZipMembers, prefix: string, name: string, warnings: string[]): ImportedLayer {
  const { file } = source;
  const has = (role: string): boolean => members.has(`${prefix}${role}.npy`);
  const arrays = new Map<string, NpyArray>();
  const array = (role: string): NpyArray => {
    const known = arrays.get(role);
    if (known !== undefined) return known;
    const member = members.get(`${prefix}${role}.npy`);
    if (member === undefined) return fail(`no member "${prefix}${role}"`);
    const read = readNpyArray(`${file}[${prefix}${role}]`, member);
    arrays.set(role, read);
    return read;
  };
  const stated = has('format') ? formatName(file, members.get(`${prefix}format.npy`)!) : undefined;
  const fail = (message: string): never => {
    const layout = stated === undefined ? '' : ` of layout "${stated}"`;
    throw UserError.at(
      { file, ...(prefix !== '' && { path: name }) },
      `sparse array${layout}: ${message}`,
      'SPARSE_ARRAY',
    );
  };
  const shape = [...array('shape').values];
  const dimensions = shape.length === 1 ? 'one dimension' : `${shape.length} dimensions`;
  if (shape.length < 2 || shape.length > 4)
    fail(`expected 2 to 4 dimensions, found ${dimensions}, shape ${formatShape(shape)}`);
  const columns = shape.slice(1).reduce((product, size) => product * size, 1);
  checkDimensions({ file }, shape[0], columns);
  if (!shape.every(Number.isInteger)) fail(`expected whole sizes, found shape ${formatShape(shape)}`);
  if (has('fill_value') && array('fill_value').values[0] !== 0)
    fail(`every place that is not stored is ${array('fill_value').values[0]} (fill_value), not 0`);
  const given: SparseArrays = { shape, has, array, fail };
  const layout = SPARSE_LAYOUTS.find((one) => (stated === undefined ? one.recognise(given) : one.name === stated));
  if (layout === undefined)
    return fail(`not read (known: ${SPARSE_LAYOUTS.map((one) => one.name).join(', ')}), shape ${sizesText(shape)}`);
  const { places, values } = layout.read(given);
  const columnOf = Float64Array.from({ length: values.length }, (_, at) =>
    places.slice(1).reduce((column, place, axis) => column * shape[axis + 1] + place[at], 0),
  );
  const { matrix, duplicates } = sparseFromTriplets(shape[0], columns, places[0], columnOf, values, budgetOf(source));
  if (duplicates > 0) warnings.push(`${name}: ${duplicates} duplicate elements were summed`);
  const isAmbiguous = layout.name === 'csr' && stated === undefined && shape[0] === columns;
  if (isAmbiguous) warnings.push(`${name}: nothing tells whether rows or columns are compressed: rows assumed`);
  const kind = shape.length === 2 ? 'fullyConnected' : 'convolution';
  return { name, kind, shape, numberFormat: array('data').numberFormat, matrix };
}

/** `format` is a scalar of bytes (|S3) or text (<U3). */
function formatName(file: string, member: Uint8Array): string {
  const { dataStart } = readNpyHeader(`${file}[format]`, member);
  return latin1(member.subarray(dataStart, dataStart + 16)).replaceAll('\0', '');
}
