import type { Files } from '../../base/files/files.ts';
import { basename } from '../../base/files/path.ts';
import { loadNetworkConfig } from '../../config/network/load-network.ts';
import type { NetworkConfig } from '../../config/network/network.ts';
import { weightFiles } from '../../network/importers/index.ts';
import { networkKind } from './network-kind.ts';

/** What a network is made of: the config as it was read (null where there is none), and the files of weights, inputs and labels, as paths. */
export interface NetworkFiles {
  readonly config: NetworkConfig | null;
  readonly files: readonly string[];
}

/**
 * The inputs of loadNetwork, without loading what can be large.
 * @throws UserError as loadNetworkConfig and weightFiles do
 */
export async function networkFiles(files: Files, path: string): Promise<NetworkFiles> {
  if (networkKind(files, path) !== 'config') return { config: null, files: await weightFiles(files, path) };
  const config = await loadNetworkConfig(files, path);
  const paths: string[] = [];
  const add = (...given: (string | null)[]) => paths.push(...given.filter((file) => file !== null));
  for (const source of [config.weights, ...config.layers.map(({ weights }) => weights)]) {
    if (source === null || source === undefined) continue;
    const { file, prototxt, inputs } = source;
    add(...(await weightFiles(files, file, prototxt === null ? {} : { prototxt })), inputs);
  }
  add(config.weights?.labels ?? null, config.chain?.inputs ?? null, config.chain?.labels ?? null);
  return { config, files: [...new Set(paths)] };
}

/** A network config without the folders that it lies in; its layers by name. */
export function movableConfig({ layers, ...config }: NetworkConfig): Readonly<Record<string, unknown>> {
  const named = Object.fromEntries(layers.map(({ name, ...layer }) => [name, layer]));
  return bare({ ...config, layers: named }) as Readonly<Record<string, unknown>>;
}

const PATHS: readonly string[] = ['file', 'prototxt', 'inputs', 'labels'];

function bare(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key,
      typeof child === 'string' && PATHS.includes(key) ? basename(child) : bare(child),
    ]),
  );
}
