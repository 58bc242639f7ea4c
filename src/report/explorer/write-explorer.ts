import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../node/package-root.ts';
import { type ExplorerSetup, explorerPage } from './explorer-page.ts';
import { writePage } from './write-page.ts';

/** Writes the explorer of a network on a machine to a file: one page that needs no network. Replaces an older page of the program, and nothing else. */
export async function writeExplorer(file: string, setup: ExplorerSetup): Promise<void> {
  const script = await readFile(join(packageRoot(), 'dist', 'explore', 'page.js'), 'utf8');
  await writePage(file, explorerPage(setup, script));
}
