import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pageBudget } from '../../base/budget.ts';
import { basename } from '../../base/files/path.ts';
import { UserError } from '../../base/user-error.ts';
import { DEFAULT_MACHINE } from '../../config/default-machine.ts';
import { loadEnergyTable } from '../../config/energy/load-energy-table.ts';
import { loadHardware } from '../../machines/load-hardware.ts';
import { expectStreamed } from '../../network/streamed-network.ts';
import { nodeFiles } from '../../node/node-files.ts';
import { packageRoot } from '../../node/package-root.ts';
import { openNetwork } from '../../run/load/load-network.ts';
import { explorerPage } from './explorer-page.ts';
import { noting } from './noted-files.ts';
import type { ExplorerSetup } from './setup.ts';
import { writePage } from './write-page.ts';

/** What is explored: a machine and a network as the command line names them. */
export interface Explored {
  readonly hardware: string;
  readonly network: string;
  readonly set?: readonly string[];
  readonly seed?: number;
}

/**
 * Writes the explorer of a network on a machine to a file: one page that needs no network, with the files in it that both are made of. Replaces an older page of
 * the program, and nothing else.
 * @throws UserError where the machine or the network cannot be read, is none that the page has controls for, or lies outside of the working folder
 */
export async function writeExplorer(file: string, { hardware, network, set = [], seed }: Explored): Promise<void> {
  const { files, noted } = noting();
  const chip = await loadHardware(files, hardware, { set });
  if ((chip.machine ?? DEFAULT_MACHINE) !== DEFAULT_MACHINE)
    throw UserError.at(
      { file: hardware },
      `expected machine: ${DEFAULT_MACHINE}, which the page has controls for, found ${chip.machine}`,
      'EXPLORE',
    );
  await loadEnergyTable(files, chip.energy.tableFile);
  const opened = await openNetwork(files, network, { layersAlone: true, ...(seed !== undefined && { seed }) });
  if (!('coming' in opened))
    throw UserError.at(
      { file: network },
      'expected a network whose layers can run one by one, found one that only runs as a whole',
      'EXPLORE',
    );
  await expectStreamed(opened, pageBudget(files.memory));
  // what is read of a weight file is read when a layer is made
  if (Object.keys(noted()).length > 0) for (const one of opened.coming) await one.make();
  const small = await smallMachine();
  const setup = {
    title: `${chip.name}: ${opened.name}`,
    hardware,
    network,
    set,
    ...(seed !== undefined && { seed }),
    files: noted(),
    small,
  };
  // only what a user writes may hold an expression
  const parts = setup.set.length > 0 || Object.keys(setup.files).length > 0 ? ['math-engine', 'page'] : ['page'];
  const scripts = await Promise.all(parts.map((part) => builtFile('explore', `${part}.js`)));
  const arrays = await arraysOfPage();
  await writePage(file, explorerPage(setup, [arrays, ...scripts].join('\n')));
}

/**
 * CACTI's arrays for the page, from the file that the package has for who imports the engine (scripts/build.mjs). Below 45 nm the arrays of 45 nm are taken
 * (src/energy/sram/node.ts); of a node's own it is asked only how its picks compare, so the other tables are left out there.
 */
async function arraysOfPage(): Promise<string> {
  const text = await builtFile('cacti-arrays.js');
  const packed = JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1));
  const tables = Object.entries(packed.tables).filter(([name]) => !/ (22|32), /.test(name));
  return `globalThis.picojouleArrays=${JSON.stringify({ ...packed, tables: Object.fromEntries(tables) })};`;
}

function builtFile(...path: readonly string[]): Promise<string> {
  return readFile(join(packageRoot(), 'dist', ...path), 'utf8');
}

/** The machine of small layers: the EIE of the paper, of which the page takes a few PEs. */
async function smallMachine(): Promise<ExplorerSetup['small']> {
  const config = 'eie-64pe';
  const hardware = await loadHardware(nodeFiles, config);
  const { tableFile } = hardware.energy;
  // the page tells no path of this computer; its table lies beside the machine
  const told = { ...hardware, energy: { ...hardware.energy, tableFile: basename(tableFile) } };
  return { config, hardware: told, table: await loadEnergyTable(nodeFiles, tableFile) };
}
