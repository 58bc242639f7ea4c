import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../node/package-root.ts';
import { loadEnergyTable, loadHardware } from '../../node/read-configs.ts';
import { type ExplorerSetup, explorerPage } from './explorer-page.ts';
import { writePage } from './write-page.ts';

/** Writes the explorer of a network on a machine to a file: one page that needs no network. Replaces an older page of the program, and nothing else. */
export async function writeExplorer(file: string, setup: Omit<ExplorerSetup, 'small'>): Promise<void> {
  const script = await readFile(join(packageRoot(), 'dist', 'explore', 'page.js'), 'utf8');
  await writePage(file, explorerPage({ ...setup, small: await smallMachine() }, script));
}

/** The machine of small layers: the EIE of the paper, of which the page takes a few PEs. */
async function smallMachine(): Promise<ExplorerSetup['small']> {
  const config = 'eie-64pe';
  const hardware = await loadHardware(config);
  return { config, hardware, table: await loadEnergyTable(hardware.energy.tableFile) };
}
