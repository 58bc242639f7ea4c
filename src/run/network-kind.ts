import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { builtInConfigs } from '../config/find-config.ts';
import { IMPORTERS } from '../network/importers/index.ts';

/** What a user calls a network: a folder (an EIE dump), a weight file, or a network YAML (its path, or the name of a built-in one). */
export async function networkKind(path: string): Promise<'folder' | 'weights' | 'config'> {
  const info = await stat(path).catch(() => undefined);
  if (info?.isDirectory()) return builtInConfigs('networks').includes(path) ? 'config' : 'folder';
  const isWeights =
    info === undefined
      ? IMPORTERS.some(({ extensions }) => extensions.includes(extname(path).toLowerCase()))
      : !/\.ya?ml$/i.test(path);
  return isWeights ? 'weights' : 'config';
}
