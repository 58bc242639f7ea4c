import type { Files } from '../../base/files/files.ts';
import { extname } from '../../base/files/path.ts';
import { UserError } from '../../base/user-error.ts';
import type { ImportedWeights } from '../imported-weights.ts';
import { deepCompression } from './caffe/deep-compression.ts';
import { compressed } from './compressed/compressed.ts';
import { networkFile } from './compressed/network-file.ts';
import { dumpFiles, isEieDump } from './eie/eie-dump.ts';
import { importEieDump } from './eie/eie-dump-weights.ts';
import { refuseNonFinite } from './elements/finite.ts';
import { gguf } from './gguf/gguf.ts';
import type { Importer, ImportOptions, Source } from './importer.ts';
import { knownFormat } from './known-formats.ts';
import { HEAD_BYTES, loadSource } from './load-source.ts';
import { npy } from './numpy/npy.ts';
import { npz } from './numpy/npz.ts';
import { onnx } from './onnx.ts';
import { shardIndex } from './safetensors/model-folder.ts';
import { safetensors } from './safetensors/safetensors.ts';
import { matrixMarket } from './sparse/matrix-market.ts';
import { smtx } from './sparse/smtx.ts';

/** Every file format, in the order in which content is tried. */
export const IMPORTERS: readonly Importer[] = [
  npy,
  npz,
  compressed,
  gguf,
  networkFile,
  safetensors,
  shardIndex,
  matrixMarket,
  smtx,
  onnx,
  deepCompression,
];

/**
 * Reads the weights of a file or an EIE dump folder; the format is found from its content, and only then from its extension.
 * @throws UserError where no importer knows it, where its importer cannot read it whole, and where it holds no weight layer
 */
export async function importWeights(files: Files, file: string, options: ImportOptions = {}): Promise<ImportedWeights> {
  if (isEieDump(files, file)) return importEieDump(files, file);
  const source = await loadSource(files, file, readsParts);
  const importer = findImporter(source);
  const named = IMPORTERS.find((one) => one.extensions.includes(extension(file)));
  // A format without an extension of its own lies inside another format's files.
  if (named === undefined || named === importer || importer.extensions.length === 0)
    return readLayers(importer, source, options);
  const mismatch = `not an ${extension(file)} file: its content is ${importer.name}`;
  try {
    const imported = await readLayers(importer, source, options);
    return { ...imported, warnings: [`${mismatch}, read as that`, ...imported.warnings] };
  } catch (cause) {
    if (!(cause instanceof UserError)) throw cause;
    throw new UserError(cause.faults.map((fault) => ({ ...fault, message: `${mismatch}; ${fault.message}` })));
  }
}

/**
 * The files that importWeights reads: the file itself (or every file of a dump), and those beside it that it needs.
 * @throws UserError where the file cannot be read, or is of no known format
 */
export async function weightFiles(files: Files, file: string, options: ImportOptions = {}): Promise<readonly string[]> {
  if (isEieDump(files, file)) return dumpFiles(files, file);
  const source = await loadSource(files, file, readsParts);
  const { neighbours } = findImporter(source);
  const prototxt = options.prototxt === undefined ? [] : [options.prototxt];
  return [file, ...(neighbours?.(source) ?? []), ...prototxt];
}

/** Whether the importer of a file that begins so reads its parts itself. */
function readsParts(head: Uint8Array): boolean {
  return IMPORTERS.some((one) => one.readsParts === true && one.matches(head));
}

async function readLayers(importer: Importer, source: Source, options: ImportOptions): Promise<ImportedWeights> {
  const imported = await importer.read(source, options);
  if (imported.layers.length === 0) throw noLayers(source.file, imported);
  for (const layer of imported.layers) refuseNonFinite(source.file, layer);
  return imported;
}

function findImporter({ file, bytes }: Source): Importer {
  const head = bytes.subarray(0, HEAD_BYTES);
  const other = knownFormat(head);
  if (other !== undefined) throw UserError.at({ file }, other, 'FORMAT_NOT_READ');
  const byName = IMPORTERS.find((one) => one.extensions.includes(extension(file)));
  const importer = IMPORTERS.find((one) => one.matches(head)) ?? byName;
  if (importer !== undefined) return importer;
  const known = IMPORTERS.flatMap(({ extensions }) => extensions).join(', ');
  throw UserError.at(
    { file },
    `neither content nor extension is of a known weight format (${known}, or an EIE dump folder)`,
    'FORMAT_UNKNOWN',
  );
}

function extension(file: string): string {
  return extname(file.replace(/\.gz$/i, '')).toLowerCase();
}

function noLayers(file: string, { format, skipped }: ImportedWeights): UserError {
  const list = skipped.map(({ name, reason }) => `\n  ${name}: ${reason}`).join('');
  return UserError.at(
    { file },
    `no weight layers found (read as ${format})${list === '' ? '' : `; skipped:${list}`}`,
    'NO_LAYERS',
  );
}
