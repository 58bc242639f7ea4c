import { isAbsolute, join, relative, resolve } from 'node:path';
import type { Files } from '../../base/files/files.ts';
import { UserError } from '../../base/user-error.ts';
import { nodeFiles } from '../../node/node-files.ts';
import { packageRoot } from '../../node/package-root.ts';

/** A page beyond this is slow to open. */
const MOST_BYTES = 32 * 2 ** 20;

/** The files of this computer, and what was read of them that is not built in: path from the working folder -> content in base64. */
export function noting(): { readonly files: Files; readonly noted: () => Record<string, string> } {
  const paths = new Set<string>();
  const files: Files = {
    ...nodeFiles,
    workingFolder: nodeFiles.workingFolder,
    builtIn: nodeFiles.builtIn,
    read: (path, part) => {
      paths.add(resolve(path));
      return nodeFiles.read(path, part);
    },
  };
  return { files, noted: () => packed([...paths].filter((path) => !isBuiltIn(path)).toSorted()) };
}

function packed(paths: readonly string[]): Record<string, string> {
  const outside = paths.find((path) => !isInside('.', path));
  if (outside !== undefined)
    throw UserError.at(
      { file: relative('.', outside) },
      'lies outside of the working folder, from which a page takes its files; run the command from a folder above it',
      'EXPLORE',
    );
  const bytes = paths.reduce((sum, path) => sum + (nodeFiles.find(path)?.bytes ?? 0), 0);
  if (bytes > MOST_BYTES)
    throw UserError.at(
      {},
      `expected files of at most ${MOST_BYTES} bytes in a page, found ${bytes}; choose a smaller network`,
      'EXPLORE',
    );
  return Object.fromEntries(
    paths.map((path) => [
      relative('.', path).replaceAll('\\', '/'),
      Buffer.from(nodeFiles.read(path)).toString('base64'),
    ]),
  );
}

/** In the page anyway: the configs of the package, as text and as the build read them. */
function isBuiltIn(path: string): boolean {
  return isInside(nodeFiles.builtIn, path) || isInside(join(packageRoot(), 'dist', 'configs'), path);
}

function isInside(folder: string, path: string): boolean {
  const way = relative(resolve(folder), path);
  return !way.startsWith('..') && !isAbsolute(way);
}
