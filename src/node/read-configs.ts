import * as energyTables from '../config/energy/load-energy-table.ts';
import * as networkConfigs from '../config/network/load-network.ts';
import * as platforms from '../config/platform/load-platform.ts';
import * as findConfigs from '../config/yaml/find-config.ts';
import * as layers from '../config/yaml/read-layers.ts';
import * as texts from '../config/yaml/read-text.ts';
import * as hardware from '../machines/load-hardware.ts';
import * as networkParts from '../run/load/network-files.ts';
import * as kinds from '../run/load/network-kind.ts';
import { here } from './here.ts';

export const findConfig = here(findConfigs.findConfig);
export const builtInConfigs = here(findConfigs.builtInConfigs);
export const readConfigText = here(texts.readConfigText);
export const readLayers = here(layers.readLayers);

/** Reads a hardware config: a path, or the name of a built-in one. Throws a UserError with all faults of the file, its bases and --set. */
export const loadHardware = here(hardware.loadHardware);
/** The same from text; relative paths start from the folder of `file`. */
export const loadHardwareText = here(hardware.loadHardwareText);
/** The machine, and for every key of its config that is not a default where its value comes from. */
export const loadHardwareWithOrigins = here(hardware.loadHardwareWithOrigins);
export const readHardwareSource = here(hardware.readHardwareSource);

/** Reads an energy table: a path, or the name of a built-in one. Throws a UserError with all faults of the file. */
export const loadEnergyTable = here(energyTables.loadEnergyTable);
/** The same from text. */
export const loadEnergyTableText = here(energyTables.loadEnergyTableText);

/** Reads a measured platform: a path, or the name of a built-in one. Throws a UserError with all faults of the file. */
export const loadPlatform = here(platforms.loadPlatform);

/** Reads a network config: a path, or the name of a built-in one. Throws a UserError with all faults of the file. */
export const loadNetworkConfig = here(networkConfigs.loadNetworkConfig);
/** The same from text. */
export const loadNetworkText = here(networkConfigs.loadNetworkText);
export const networkKind = here(kinds.networkKind);
export const networkFiles = here(networkParts.networkFiles);
