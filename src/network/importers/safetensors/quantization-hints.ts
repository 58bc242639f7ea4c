import { utf8 } from '../../../base/files/bytes.ts';
import { basename, dirname, join } from '../../../base/files/path.ts';
import type { Place } from '../importer.ts';
import type { Hints } from '../packed/packed-form.ts';

type Json = Readonly<Record<string, unknown>>;

/** What a `*.safetensors` may have in its name of its place among others. */
const SHARD = /-0*(\d+)-of-0*(\d+)\.safetensors$/;

/** Number and count of a file that is a shard by its name; undefined where it is none. */
export function shardOf(file: string): { readonly shard: number; readonly shards: number } | undefined {
  const [, shard, shards] = SHARD.exec(basename(file)) ?? [];
  return shard === undefined || shards === '1' ? undefined : { shard: Number(shard), shards: Number(shards) };
}

/** Files beside a .safetensors that may tell how it is quantised: Hugging Face and MLX, AutoGPTQ, AutoAWQ. */
const CONFIGS = ['config.json', 'quantize_config.json', 'quant_config.json', 'quantization_config.json'];

/** Those of the quantisation configs that are there, as paths. */
export function configsBeside({ files, file }: Place): string[] {
  return CONFIGS.map((name) => join(dirname(file), name)).filter((path) => files?.find(path)?.kind === 'file');
}

/** What the configs beside a file say about its packed weights; a config that is no JSON says nothing. */
export function hintsBeside(source: Place): Hints {
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
  const found = shardOf(file);
  if (found === undefined) return [];
  const { shard, shards } = found;
  return [`${basename(file)} is shard ${shard} of ${shards}, a part of a network: its folder holds the whole`];
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
