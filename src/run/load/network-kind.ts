import type { Files } from '../../base/files/files.ts';
import { extname, join } from '../../base/files/path.ts';
import { builtInConfigs, NETWORK_OF_RESULT } from '../../config/yaml/find-config.ts';
import { modelFolderOf } from '../../network/importers/folder/folder-files.ts';
import { IMPORTERS } from '../../network/importers/index.ts';

/** What a user calls a network: a folder (an EIE dump), weights (a file or a model folder), or a network YAML (its path, the folder of a training that it lies in, or the name of a built-in one). */
export function networkKind(files: Files, path: string): 'folder' | 'weights' | 'config' {
  const found = files.find(path);
  if (found?.kind === 'folder') {
    if (builtInConfigs(files, 'networks').includes(path)) return 'config';
    if (files.find(join(path, NETWORK_OF_RESULT))?.kind === 'file') return 'config';
    return modelFolderOf(files, path) === undefined ? 'folder' : 'weights';
  }
  const isWeights =
    found === undefined
      ? IMPORTERS.some(({ extensions }) => extensions.includes(extname(path).toLowerCase()))
      : !/\.ya?ml$/i.test(path);
  return isWeights ? 'weights' : 'config';
}
