import { counted } from '../../../base/counted.ts';
import { utf8 } from '../../../base/files/bytes.ts';
import type { Files } from '../../../base/files/files.ts';
import { basename, join } from '../../../base/files/path.ts';
import { UserError } from '../../../base/user-error.ts';
import { notExecuted } from '../../language/language-source.ts';
import type { WeightSource } from '../../weight-source.ts';
import type { OpenFile } from '../importer.ts';
import { openFile } from '../open-file.ts';
import { unpackTensors } from '../packed/index.ts';
import { configsBeside, hintsBeside } from '../safetensors/quantization-hints.ts';
import { namedTensors } from '../safetensors/safetensors.ts';
import { openSafetensorsFile, type StoredTensor } from '../safetensors/safetensors-file.ts';
import { headsOfTensors } from '../tensors/tensor-layers.ts';
import { type FolderFiles, folderFiles, listed } from './folder-files.ts';
import { folderLanguage } from './folder-language.ts';
import { readObject } from './json-object.ts';
import { knownArchitectures, type ModelConfig, modelConfig } from './model-config.ts';
import { modelHeads, prefixOf } from './model-heads.ts';

/**
 * A model folder of Hugging Face: config.json, and model.safetensors or an index and its shards, as one network. Only heads of files are read; each layer is
 * read when it is asked for.
 * @throws UserError where a file is damaged or missing, or where files, index and config.json do not fit each other
 */
export function openModelFolder(files: Files, folder: string): WeightSource {
  const found = folderFiles(files, folder);
  const tensors = shardTensors(files, found);
  const config = configOf(files, folder);
  const read = layersOf(files, folder, namedTensors(tensors), config);
  return {
    format: 'modelFolder',
    ...read,
    warnings: [...found.warnings, ...notIndexed(found, tensors), ...read.warnings],
  };
}

/** Every file that is read of a model folder. */
export function modelFolderFiles(files: Files, folder: string): readonly string[] {
  const { weights, index } = folderFiles(files, folder);
  return [
    ...configsBeside({ files, file: join(folder, 'model') }),
    ...(index === undefined ? [] : [index.file]),
    ...weights,
  ];
}

/** The tensors of all files, each name once, and every name of the index among them. */
function shardTensors(files: Files, { weights, index }: FolderFiles): StoredTensor[] {
  const places = new Map<string, string>();
  const tensors: StoredTensor[] = [];
  for (const file of weights) {
    const place = openFile(files, file);
    refusePointer(place);
    for (const tensor of openSafetensorsFile(file, place.fileBytes, place.part).tensors) {
      const other = places.get(tensor.name);
      if (other !== undefined)
        throw UserError.at(
          { file, path: tensor.name },
          `stands in ${basename(other)} too: a tensor may lie in one shard only`,
          'MODEL_FOLDER',
        );
      places.set(tensor.name, file);
      tensors.push(tensor);
    }
  }
  const absent = [...(index?.places.keys() ?? [])].filter((name) => !places.has(name));
  if (absent.length > 0)
    throw UserError.at(
      { file: index!.file },
      `${counted(absent.length, 'tensor')} that it names ${absent.length === 1 ? 'is' : 'are'} in no shard: ${listed(absent.map((name) => `${name} (${index!.places.get(name)})`))}`,
      'MODEL_FOLDER',
    );
  return tensors;
}

function refusePointer({ file, fileBytes, part }: OpenFile): void {
  if (fileBytes < 1024 && utf8(part(0, Math.min(fileBytes, 24))).startsWith('version https://git-lfs'))
    throw UserError.at({ file }, 'a Git LFS pointer, not the file itself; fetch it with `git lfs pull`', 'LFS_POINTER');
}

/** Tensors that lie in a shard, although the index does not name them. */
function notIndexed({ index }: FolderFiles, tensors: readonly StoredTensor[]): string[] {
  const extra = index === undefined ? [] : tensors.filter(({ name }) => !index.places.has(name));
  return extra.length === 0 ? [] : [`${listed(extra.map(({ name }) => name))}: in a shard, not in the index`];
}

function configOf(files: Files, folder: string): ModelConfig | undefined {
  const file = join(folder, 'config.json');
  return files.find(file)?.kind === 'file' ? modelConfig(file, readObject(files, file)) : undefined;
}

/** Whether a folder's config.json names an architecture that is known. */
export function namesModel(files: Files, folder: string): boolean {
  try {
    const config = configOf(files, folder);
    return config !== undefined && 'model' in config;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

function layersOf(
  files: Files,
  folder: string,
  tensors: ReturnType<typeof namedTensors>,
  config: ModelConfig | undefined,
): Pick<WeightSource, 'heads' | 'skipped' | 'warnings' | 'model' | 'language'> {
  const hints = hintsBeside({ files, file: join(folder, 'model') });
  if (config !== undefined && 'model' in config) {
    const { model } = config;
    const unpacked = unpackTensors(folder, tensors, hints);
    const found = modelHeads(folder, unpacked, model, config.hasHead);
    const head = found.heads.find(({ name }) => name.endsWith(`${model.family.head}.weight`))?.name;
    const parts = { ...config, tensors: unpacked.tensors, prefix: prefixOf(unpacked.tensors, model), head };
    return { ...found, model, language: folderLanguage(files, folder, parts) };
  }
  const found = headsOfTensors(folder, inNumberedOrder(tensors), hints);
  const what =
    config === undefined
      ? 'no config.json'
      : `the architecture "${config.unknown}" of config.json is not known (known: ${knownArchitectures()})`;
  const assumed =
    'every matrix that is not named as an embedding or a table is taken for a layer, in the order of blocks and then of names; an output head that shares the embedding has no tensor and is not counted';
  return { ...found, language: notExecuted(what), warnings: [`${what}: ${assumed}`, ...found.warnings] };
}

/** Names by their numbers: block 2 before block 10, all in the order of the files otherwise. */
function inNumberedOrder<T extends { readonly name: string }>(tensors: readonly T[]): T[] {
  const blockOf = ({ name }: T): number => Number(/\.(\d+)\./.exec(name)?.[1] ?? -1);
  return tensors.toSorted((a, b) => blockOf(a) - blockOf(b));
}
