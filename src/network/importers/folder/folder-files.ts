import type { Files } from '../../../base/files/files.ts';
import { basename, dirname, extname, join } from '../../../base/files/path.ts';
import { UserError } from '../../../base/user-error.ts';
import { shardOf } from '../safetensors/quantization-hints.ts';
import { isObject, readObject } from './json-object.ts';

/** The weight files of a model folder, and what its index says of them. */
export interface FolderFiles {
  readonly folder: string;
  /** Paths, in the order of their names. */
  readonly weights: readonly string[];
  /** Path of the index, and the file (its name) in which it puts each tensor. */
  readonly index?: { readonly file: string; readonly places: ReadonlyMap<string, string> };
  readonly warnings: readonly string[];
}

const INDEX = '.safetensors.index.json';

/** Weights of other kinds, and what to do instead of reading them. */
const OTHERS: readonly { readonly ending: RegExp; readonly advice: string }[] = [
  { ending: /\.gguf$/i, advice: 'give that file itself' },
  { ending: /\.(bin|pt|pth|ckpt)$/i, advice: 'it holds a pickle, which is never read: save the model as .safetensors' },
  { ending: /\.(h5|msgpack|tflite)$/i, advice: 'save the model as .safetensors' },
  { ending: /\.onnx$/i, advice: 'give that file itself' },
];

/** The model folder that a path means: the folder, its index or its config.json; undefined where it means none. */
export function modelFolderOf(files: Files, path: string): string | undefined {
  const found = files.find(path);
  if (found?.kind === 'folder') return looksLikeModel(files.list(path)) ? path : undefined;
  const isPart = path.endsWith(INDEX) || (basename(path) === 'config.json' && hasWeights(files.list(dirname(path))));
  return found?.kind === 'file' && isPart ? dirname(path) : undefined;
}

function looksLikeModel(names: readonly string[]): boolean {
  return names.includes('config.json') || hasWeights(names);
}

function hasWeights(names: readonly string[]): boolean {
  return names.some((name) => name.endsWith('.safetensors') || name.endsWith(INDEX));
}

/**
 * Finds the weight files of a folder: model.safetensors, or the shards of its index, or all shards where there is no index.
 * @throws UserError, one for the folder, where shards are missing, and where nothing or more than one thing could be meant
 */
export function folderFiles(files: Files, folder: string): FolderFiles {
  const names = files.list(folder).toSorted();
  const tensors = names.filter((name) => name.endsWith('.safetensors'));
  const indexes = names.filter((name) => name.endsWith(INDEX));
  const whole = (name: string, warnings: readonly string[] = []) => ({
    folder,
    weights: [join(folder, name)],
    warnings,
  });
  if (tensors.includes('model.safetensors')) {
    const unread = [...tensors, ...indexes].filter((name) => name !== 'model.safetensors');
    return whole(
      'model.safetensors',
      unread.length === 0 ? [] : [`model.safetensors is read, ${unread.join(', ')} beside it ${isOrAre(unread)} not`],
    );
  }
  const index = indexes.length === 1 ? indexes[0] : indexes.find((name) => name === `model${INDEX}`);
  if (index !== undefined) return indexed(files, folder, index, tensors);
  const shards = tensors.filter((name) => shardOf(name) !== undefined);
  if (shards.length > 0) return withoutIndex(folder, shards);
  if (tensors.length === 1 && tensors[0] !== 'adapter_model.safetensors') return whole(tensors[0]);
  throw UserError.at({ file: folder }, noWeights(names, tensors), 'MODEL_FOLDER');
}

const isOrAre = (list: readonly unknown[]): string => (list.length === 1 ? 'is' : 'are');

function noWeights(names: readonly string[], tensors: readonly string[]): string {
  if (tensors.length === 1) return `${tensors[0]} is an adapter to another model, no network by itself`;
  if (tensors.length > 1)
    return `${tensors.length} weight files and no index that says which belong together: give one of them (${listed(tensors)})`;
  for (const { ending, advice } of OTHERS) {
    const found = names.find((name) => ending.test(name));
    if (found !== undefined) return `a model folder without .safetensors; of ${found}: ${advice}`;
  }
  return 'a model folder without weights: no .safetensors and no index of any';
}

/** The shards that an index names, all of which must be there. */
function indexed(files: Files, folder: string, name: string, tensors: readonly string[]): FolderFiles {
  const file = join(folder, name);
  const map = readObject(files, file).weight_map;
  const fail = (message: string): never => {
    throw UserError.at({ file }, message, 'MODEL_FOLDER');
  };
  if (!isObject(map) || Object.keys(map).length === 0)
    return fail('expected "weight_map", which shard holds which tensor');
  const places = new Map<string, string>();
  for (const [tensor, shard] of Object.entries(map)) {
    if (typeof shard !== 'string' || basename(shard) !== shard || extname(shard) !== '.safetensors')
      return fail(`weight_map puts "${tensor}" into ${JSON.stringify(shard)}: expected a .safetensors of this folder`);
    places.set(tensor, shard);
  }
  const shards = [...new Set(places.values())].toSorted();
  const missing = shards.filter((shard) => !tensors.includes(shard));
  if (missing.length > 0)
    return fail(
      `${missing.length} of the ${shards.length} shards that it names ${isOrAre(missing)} missing: ${listed(missing)}`,
    );
  const unnamed = tensors.filter((one) => !shards.includes(one));
  return {
    folder,
    weights: shards.map((shard) => join(folder, shard)),
    index: { file, places },
    warnings: unnamed.length === 0 ? [] : [`${listed(unnamed)}: not named by the index, not read`],
  };
}

/** All shards by their numbers. */
function withoutIndex(folder: string, names: readonly string[]): FolderFiles {
  const counts = new Set(names.map((name) => shardOf(name)!.shards));
  const [count] = counts;
  const missing = Array.from({ length: count }, (_, k) => k + 1).filter(
    (number) => !names.some((name) => shardOf(name)!.shard === number),
  );
  if (counts.size > 1 || missing.length > 0)
    throw UserError.at(
      { file: folder },
      counts.size > 1
        ? `shards of different sets and no index: ${listed(names)}`
        : `no index, and of ${count} shards ${missing.length === 1 ? 'number' : 'numbers'} ${listed(missing.map(String))} ${isOrAre(missing)} missing`,
      'MODEL_FOLDER',
    );
  const warning = `no index: all ${count} shards are read`;
  return { folder, weights: names.map((name) => join(folder, name)), warnings: [warning] };
}

/** `a, b, c and 5 more`. */
export function listed(names: readonly string[], most = 4): string {
  return names.length <= most
    ? names.join(', ')
    : `${names.slice(0, most - 1).join(', ')} and ${names.length - most + 1} more`;
}
