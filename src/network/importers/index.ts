import { fileBudget, generationBudget } from '../../base/budget.ts';
import type { Files } from '../../base/files/files.ts';
import { basename, dirname, extname } from '../../base/files/path.ts';
import { UserError } from '../../base/user-error.ts';
import type { ImportedWeights } from '../imported-weights.ts';
import { type LayerHead, readSource, sourceOf, type WeightSource } from '../weight-source.ts';
import { deepCompression } from './caffe/deep-compression.ts';
import { compressed } from './compressed/compressed.ts';
import { networkFile } from './compressed/network-file.ts';
import { dumpFiles, isEieDump } from './eie/eie-dump.ts';
import { importEieDump } from './eie/eie-dump-weights.ts';
import { refuseNonFinite, refuseNonFiniteBias } from './elements/finite.ts';
import { modelFolderOf } from './folder/folder-files.ts';
import { modelFolderFiles, namesModel, openModelFolder } from './folder/model-folder.ts';
import { gguf } from './gguf/gguf.ts';
import type { Importer, ImportOptions, Source } from './importer.ts';
import { knownFormat } from './known-formats.ts';
import { HEAD_BYTES, loadSource } from './load-source.ts';
import { npy } from './numpy/npy.ts';
import { npz } from './numpy/npz.ts';
import { onnx } from './onnx.ts';
import { openFile } from './open-file.ts';
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
  matrixMarket,
  smtx,
  onnx,
  deepCompression,
];

/**
 * Opens the weights of a file, an EIE dump folder or a model folder (or its index, or its config.json); the format is found from its content, and only then from its
 * extension. Layers of model folders and of .safetensors are read when they are asked for, all others at once.
 * @throws UserError where no importer knows it, where its importer cannot read it whole, and where it holds no weight layer
 */
export async function openWeights(files: Files, file: string, options: ImportOptions = {}): Promise<WeightSource> {
  if (isEieDump(files, file)) return sourceOf(importEieDump(files, file));
  const folder = modelFolderOf(files, file);
  if (folder !== undefined) return withLayers(files, file, openModelFolder(files, folder));
  const opened = openHead(files, file, options);
  return opened === undefined ? sourceOf(await importWhole(files, file, options)) : withLayers(files, file, opened);
}

/** The same with all layers read. */
export async function importWeights(files: Files, file: string, options: ImportOptions = {}): Promise<ImportedWeights> {
  return readSource(await openWeights(files, file, options), generationBudget(files.memory));
}

/** A file whose importer reads no more than its head, where that is told by both content and extension. */
function openHead(files: Files, file: string, options: ImportOptions): WeightSource | undefined {
  const found = files.find(file);
  if (found?.kind !== 'file' || found.bytes === 0) return undefined;
  const named = IMPORTERS.find((one) => one.extensions.includes(extname(file).toLowerCase()));
  if (named?.open === undefined) return undefined;
  const place = openFile(files, file);
  const head = startOf(files, file)!;
  const importer = IMPORTERS.find((one) => one.matches(head));
  if (importer === named) return ofWholeModel(files, file) ?? named.open(place, options);
  // a format without an extension of its own lies inside another format's files
  return importer?.extensions.length === 0 ? importer.open?.(place, options) : undefined;
}

/** The first bytes of a file; undefined where there is none, or nothing in it. */
function startOf(files: Files, file: string): Uint8Array | undefined {
  const found = files.find(file);
  if (found?.kind !== 'file' || found.bytes === 0) return undefined;
  return openFile(files, file).part(0, Math.min(HEAD_BYTES, found.bytes));
}

/** A file that is all of a model folder is read as that folder, where its config.json tells how. */
function ofWholeModel(files: Files, file: string): WeightSource | undefined {
  if (basename(file) !== 'model.safetensors' || !namesModel(files, dirname(file))) return undefined;
  return openModelFolder(files, dirname(file));
}

async function importWhole(files: Files, file: string, options: ImportOptions): Promise<ImportedWeights> {
  const source = await loadSource(files, file);
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
  const folder = modelFolderOf(files, file);
  if (folder !== undefined) return modelFolderFiles(files, folder);
  const head = startOf(files, file);
  const opened = head && IMPORTERS.find((one) => one.open !== undefined && one.matches(head));
  const source = head && opened ? { files, file, bytes: head } : await loadSource(files, file);
  const { neighbours } = opened ?? findImporter(source);
  const prototxt = options.prototxt === undefined ? [] : [options.prototxt];
  return [file, ...(neighbours?.(source) ?? []), ...prototxt];
}

async function readLayers(importer: Importer, source: Source, options: ImportOptions): Promise<ImportedWeights> {
  const imported = await importer.read(source, options);
  if (imported.layers.length === 0) throw noLayers(source.file, imported.format, imported.skipped);
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

/** A source with layers, each of which asks for memory before it is read, and is refused where it holds what is not finite. */
function withLayers(files: Files, file: string, source: WeightSource): WeightSource {
  if (source.heads.length === 0) throw noLayers(file, source.format, source.skipped);
  const checked = (head: LayerHead): LayerHead => {
    const { name, rows, columns, readNonZeros } = head;
    const ask = (bytes: number) => fileBudget(file, bytes, files.memory).take(bytes, `weights of "${name}"`);
    return {
      ...head,
      read: () => {
        ask(8 * rows * columns);
        const layer = head.read();
        refuseNonFinite(file, layer);
        return layer;
      },
      ...(readNonZeros && {
        readNonZeros: () => {
          ask(12 * rows * columns);
          const layer = readNonZeros();
          if (layer !== undefined) refuseNonFiniteBias(file, layer);
          return layer;
        },
      }),
    };
  };
  return { ...source, heads: source.heads.map(checked) };
}

function noLayers(file: string, format: string, skipped: ImportedWeights['skipped']): UserError {
  const list = skipped.map(({ name, reason }) => `\n  ${name}: ${reason}`).join('');
  return UserError.at(
    { file },
    `no weight layers found (read as ${format})${list === '' ? '' : `; skipped:${list}`}`,
    'NO_LAYERS',
  );
}
