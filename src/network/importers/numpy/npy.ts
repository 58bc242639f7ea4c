import { basename } from '../../../base/files/path.ts';
import { UserError } from '../../../base/user-error.ts';
import { readSource, type WeightSource } from '../../weight-source.ts';
import { decodeElements } from '../elements/element-kinds.ts';
import type { Importer, ImportOptions, OpenFile } from '../importer.ts';
import { asStoredOf, lazyTensor, type NamedTensor } from '../tensors/named-tensor.ts';
import { headOfTensor } from '../tensors/tensor-layers.ts';
import { isNpy, npyLayout, readNpyArray, readNpyHeader } from './npy-array.ts';

/** numpy's .npy: one array, one layer, named after the file. */
export const npy: Importer = {
  name: 'npy',
  description: '.npy: one array of numpy, versions 1 to 3',
  extensions: ['.npy'],
  matches: isNpy,
  read: ({ file, bytes }, options) => readSource(whole(file, bytes, options)),
  open: (place, options) => inBlocks(place, options) ?? whole(place.file, place.part(0, place.fileBytes), options),
};

function whole(file: string, bytes: Uint8Array, { dtype }: ImportOptions): WeightSource {
  const { warnings, ...array } = readNpyArray(file, bytes, dtype);
  return layerOf(file, { name: nameOf(file), ...array }, warnings);
}

/** A header of the first version is no longer. */
const HEADER_BYTES = 2 ** 16 + 10;

/** An array whose bytes are taken as they lie, when they are asked for; undefined for other kinds, orders and versions. */
function inBlocks({ file, fileBytes, part }: OpenFile, { dtype }: ImportOptions): WeightSource | undefined {
  const first = part(0, Math.min(fileBytes, HEADER_BYTES));
  if (first[6] !== 1) return undefined;
  const header = readNpyHeader(file, first);
  const { kind, littleEndian, count, dataBytes, warnings } = npyLayout(file, header, fileBytes, dtype);
  const { shape, dataStart, fortranOrder } = header;
  const asStored = asStoredOf(kind, (from, length, into) => part(dataStart + from, length, into));
  if (asStored === undefined || !littleEndian || fortranOrder) return undefined;
  const head = { name: nameOf(file), shape, numberFormat: kind.name, asStored };
  return layerOf(
    file,
    lazyTensor(head, () => decodeElements(part(dataStart, dataBytes), kind, count)),
    warnings,
  );
}

function nameOf(file: string): string {
  return basename(file).replace(/\.npy$/i, '');
}

function layerOf(file: string, tensor: NamedTensor, warnings: readonly string[]): WeightSource {
  const head = headOfTensor(tensor);
  if ('reason' in head)
    throw UserError.at(
      { file },
      `expected weights of shape (rows, columns) or (outputs, inputs, [height,] width), found ${head.reason}`,
      'WEIGHT_SHAPE',
    );
  return { format: 'npy', heads: [head], skipped: [], warnings };
}
