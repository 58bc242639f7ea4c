import { configs } from '../../../generated/configs.ts';
import { type Files, memoryFiles } from '../../base/files/files.ts';
import type { ExplorerSetup as Setup } from '../../report/explorer/setup.ts';

/** The built-in configs, and what the user had. */
export function pageFiles({ files }: Pick<Setup, 'files'>): Files {
  const own = Object.entries(files).map(([path, packed]) => [path, bytesOf(packed)] as const);
  return memoryFiles({ ...configs, ...Object.fromEntries(own) });
}

function bytesOf(packed: string): Uint8Array {
  return Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
}
