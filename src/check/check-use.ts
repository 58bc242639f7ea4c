import { parsePath } from '../base/field-path.ts';
import { type Fault, faultsOf, UserError } from '../base/user-error.ts';
import type { Chip } from '../config/chip.ts';
import { DEFAULT_MACHINE } from '../config/default-machine.ts';
import { type ConfigTree, placeOf } from '../config/yaml/config-tree.ts';
import { machineTemplate } from '../machines/hardware-template.ts';
import { allMachines } from '../machines/index.ts';
import { hardwareOf } from '../machines/load-hardware.ts';
import {
  findConfig,
  loadEnergyTable,
  loadHardware,
  loadHardwareText,
  loadPlatform,
  readHardwareSource,
  readLayers,
} from '../node/read-configs.ts';
import { openNetwork } from '../node/read-networks.ts';
import { machineFaults, tableFaults } from '../run/check-machine.ts';
import { loadCheckedSweep } from '../sweep/plan/load-checked-sweep.ts';
import { prepareTrainingFile } from '../train/run/prepare-training.ts';
import { type CheckedFile, checkFile } from './check-file.ts';
import type { ConfigKind } from './config-kinds.ts';

/** What is wrong with a file that can be read: whatever its use would refuse. Each throws a UserError. */
const USES: Readonly<Record<ConfigKind, (file: string) => Promise<unknown>>> = {
  hardware: async (file) => {
    const source = readHardwareSource(file);
    const hardware = await hardwareOf(source);
    refuse(machineFaults(hardware, await loadEnergyTable(hardware.energy.tableFile)), source.tree);
  },
  energy: async (file) => {
    const tree = readLayers(findConfig(file, 'energy'), 'energy');
    refuse(tableFaults(await exampleMachines(), await loadEnergyTable(file)), tree);
  },
  network: tryNetwork,
  platform: loadPlatform,
  sweep: loadCheckedSweep,
  training: prepareTrainingFile,
};

/** Up to so many weights every layer is made. */
const FEW_WEIGHTS = 2 ** 30;

/** Makes the layers one after the other, as a run does; of a network of more weights than one waits for, one of each shape. */
async function tryNetwork(file: string): Promise<void> {
  const network = await openNetwork(file);
  if (!('coming' in network)) return;
  const weights = network.coming.reduce((sum, { rows, columns }) => sum + rows * columns, 0);
  const shapes = new Map(network.coming.map((layer) => [`${layer.rows} x ${layer.columns}`, layer]));
  for (const layer of weights <= FEW_WEIGHTS ? network.coming : shapes.values()) await layer.make();
}

/** A machine of each kind, the EIE first, for a table says not of which it is. */
async function exampleMachines(): Promise<Chip[]> {
  const others = allMachines().filter(({ name }) => name !== DEFAULT_MACHINE);
  const texts = await Promise.all(others.map(({ name }) => machineTemplate(name)));
  return [
    await loadHardware('eie-64pe', { set: ['buffer.capacity=1 MiB', 'buffer.width=256 bit'] }),
    ...(await Promise.all(texts.map((text) => loadHardwareText(text)))),
  ];
}

/** Reads a config file of any kind and returns all its faults instead of throwing them, those of using it among them. */
export async function checkAnyFile(file: string): Promise<CheckedFile> {
  const { kind, faults } = await checkFile(file);
  if (kind === undefined || (faults.length > 0 && kind !== 'sweep')) return { kind, faults };
  return { kind, faults: await faultsOf(() => USES[kind](file)) };
}

/** Faults that name a key of the file and no other file get the place of that key. */
function refuse(faults: readonly Fault[], tree: ConfigTree): void {
  const located = faults.map(({ place, ...fault }) => ({
    ...fault,
    place: place.file === undefined && place.path !== undefined ? placeOf(tree, parsePath(place.path)) : place,
  }));
  if (located.length > 0) throw new UserError(located);
}
