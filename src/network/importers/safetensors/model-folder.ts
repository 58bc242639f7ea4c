import { utf8 } from '../../../base/files/bytes.ts';
import type { Files } from '../../../base/files/files.ts';
import { basename, dirname, join } from '../../../base/files/path.ts';
import { UserError } from '../../../base/user-error.ts';
import type { Importer, Source } from '../importer.ts';
import type { Hints } from '../packed/packed-form.ts';

type Json = Readonly<Record<string, unknown>>;

/** Files beside a .safetensors that may tell how it is quantised: Hugging Face and MLX, AutoGPTQ, AutoAWQ. */
const CONFIGS = ['config.json', 'quantize_config.json', 'quant_config.json', 'quantization_config.json'];

/** Those of the quantisation configs that are there, as paths. */
export function configsBeside({ files, file }: Source): string[] {
  return CONFIGS.map((name) => join(dirname(file), name)).filter((path) => files?.find(path)?.kind === 'file');
}

/** What the configs beside a file say about its packed weights; a config that is no JSON says nothing. */
export function hintsBeside(source: Source): Hints {
  for (const path of configsBeside(source)) {
    const config = parsed(source.files!.read(path));
    const own = config?.quantization_config ?? config?.quantization;
    const quantization = isObject(own) ? own : basename(path) === 'config.json' ? undefined : config;
    if (quantization !== undefined) return { quantization: { ...weightsOfGroups(quantization), ...quantization } };
  }
  return {};
}

/** compressed-tensors says bits and groups for each group of layers: what all of them agree on. */
function weightsOfGroups({ config_groups: groups }: Json): Json {
  if (!isObject(groups)) return {};
  const weights = Object.values(groups).map((group) =>
    isObject(group) && isObject(group.weights) ? group.weights : {},
  );
  return Object.fromEntries(
    Object.entries(weights[0] ?? {}).filter(([key, value]) => weights.every((one) => one[key] === value)),
  );
}

/** What a file's name says of its place among others: `model-00002-of-00005`. */
export function shardNote(file: string): string[] {
  const [, shard, shards] = /-0*(\d+)-of-0*(\d+)\.safetensors$/.exec(basename(file)) ?? [];
  if (shard === undefined || shards === '1') return [];
  return [`${basename(file)} is shard ${shard} of ${shards}: the other layers of the network are in the others`];
}

/** model.safetensors.index.json: which tensor lies in which shard. It holds no weights: it is told, with the shards that it names. */
export const shardIndex: Importer = {
  name: 'shardIndex',
  description: 'model.safetensors.index.json: names the shards of a network, and is not read itself',
  extensions: [],
  matches: (head) => /^\s*\{[\s\S]*"weight_map"\s*:/.test(utf8(head)),
  read({ file, bytes }) {
    throw UserError.at({ file }, indexText(bytes), 'SHARD_INDEX');
  },
};

function indexText(bytes: Uint8Array): string {
  const map = parsed(bytes)?.weight_map;
  const shards = isObject(map) ? [...new Set(Object.values(map).map(String))].toSorted() : [];
  const names =
    shards.length > 6 ? `${shards.slice(0, 5).join(', ')} and ${shards.length - 5} more` : shards.join(', ');
  return `the index of a network in ${shards.length} shard${shards.length === 1 ? '' : 's'}, which holds no weights itself: give one of the shards (${names})`;
}

/** What a folder that is a model of Hugging Face holds, or undefined where it is none. */
export function modelFolderNote(files: Files, folder: string): string | undefined {
  const index = join(folder, 'model.safetensors.index.json');
  if (files.find(index)?.kind === 'file')
    return `a model folder: ${basename(index)} is ${indexText(files.read(index))}`;
  const single = files
    .list(folder)
    .filter((name) => name.endsWith('.safetensors'))
    .toSorted();
  if (single.length === 0) return undefined;
  return `a model folder, which is not read as a whole: give its weight file (${single.slice(0, 5).join(', ')})`;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(bytes: Uint8Array): Json | undefined {
  try {
    const value: unknown = JSON.parse(utf8(bytes));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
