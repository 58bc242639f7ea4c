import { latin1 } from '../../../base/bytes.ts';
import { basename } from '../../../base/path.ts';
import { UserError } from '../../../base/user-error.ts';
import type { ImportedWeights, Values } from '../../imported-weights.ts';
import { budgetOf, type Source } from '../importer.ts';
import { readNpyArray, readNpyHeader } from '../numpy/npy-array.ts';
import type { ZipMembers } from '../numpy/zip-archive.ts';
import { sparseFromTriplets } from './sparse-matrix.ts';
import { checkDimensions } from './text-file.ts';

/** Is this archive one sparse matrix of scipy.sparse.save_npz? It holds a `format` and a `shape` beside its arrays. */
export function isScipySparse(members: ZipMembers): boolean {
  return members.has('format.npy') && members.has('shape.npy') && members.has('data.npy');
}

/**
 * The matrix of scipy.sparse.save_npz in CSC, CSR or COO layout; duplicates are summed, as scipy does.
 * @throws UserError on another layout, or on indices that do not fit the shape
 */
export function readScipySparse(source: Source, members: ZipMembers): ImportedWeights {
  const { file } = source;
  const layout = formatName(file, members.get('format.npy')!);
  const array = (name: string) => {
    const member = members.get(`${name}.npy`);
    if (member === undefined) throw wrong(file, `layout ${layout}: no member "${name}"`);
    return readNpyArray(`${file}[${name}]`, member);
  };
  const shape = array('shape').values;
  const [rows, columns] = shape;
  if (shape.length !== 2) throw wrong(file, `expected a matrix, found shape ${shape.join(' x ')}`);
  checkDimensions({ file }, rows, columns);
  const data = array('data');
  const { rowOf, columnOf } = coordinates(
    file,
    layout,
    (name) => array(name).values,
    data.values.length,
    rows,
    columns,
  );
  const { matrix, duplicates } = sparseFromTriplets(rows, columns, rowOf, columnOf, data.values, budgetOf(source));
  const name = basename(file).replace(/\.npz$/i, '');
  return {
    format: 'npz',
    layers: [{ name, kind: 'fullyConnected', shape: [rows, columns], numberFormat: data.numberFormat, matrix }],
    skipped: [],
    warnings: duplicates === 0 ? [] : [`${duplicates} duplicate elements were summed`],
  };
}

function coordinates(
  file: string,
  layout: string,
  array: (name: string) => Values,
  count: number,
  rows: number,
  columns: number,
): { rowOf: Values; columnOf: Values } {
  if (layout === 'coo')
    return {
      rowOf: within(file, 'row', array('row'), rows, count),
      columnOf: within(file, 'col', array('col'), columns, count),
    };
  if (layout !== 'csc' && layout !== 'csr')
    throw wrong(file, `a scipy sparse matrix of layout "${layout}": only csc, csr and coo are read`);
  const [minor, major] = layout === 'csc' ? [rows, columns] : [columns, rows];
  const indices = within(file, 'indices', array('indices'), minor, count);
  const majorOf = expandPointers(file, array('indptr'), major, count);
  return layout === 'csc' ? { rowOf: indices, columnOf: majorOf } : { rowOf: majorOf, columnOf: indices };
}

function within(file: string, name: string, indices: Values, bound: number, count: number): Values {
  if (indices.length !== count) throw wrong(file, `${name}: expected ${count} indices, found ${indices.length}`);
  const bad = indices.findIndex((index) => !(index >= 0 && index < bound && Number.isInteger(index)));
  if (bad >= 0) throw wrong(file, `${name}[${bad}]: expected an index from 0 to ${bound - 1}, found ${indices[bad]}`);
  return indices;
}

function expandPointers(file: string, pointers: Values, length: number, count: number): Float64Array {
  if (pointers.length !== length + 1)
    throw wrong(file, `indptr: expected ${length + 1} pointers, found ${pointers.length}`);
  if (pointers[0] !== 0 || pointers[length] !== count)
    throw wrong(file, `indptr: expected 0 to ${count}, found ${pointers[0]} to ${pointers[length]}`);
  const expanded = new Float64Array(count);
  for (let major = 0; major < length; major++) {
    if (!(pointers[major + 1] >= pointers[major])) throw wrong(file, `indptr[${major + 1}]: pointers must not fall`);
    expanded.fill(major, pointers[major], pointers[major + 1]);
  }
  return expanded;
}

/** `format` is a scalar of bytes (|S3) or text (<U3). */
function formatName(file: string, member: Uint8Array): string {
  const { dataStart } = readNpyHeader(`${file}[format]`, member);
  return latin1(member.subarray(dataStart, dataStart + 16)).replaceAll('\0', '');
}

function wrong(file: string, message: string): UserError {
  return UserError.at({ file }, `scipy sparse matrix: ${message}`, 'SCIPY_SPARSE');
}
