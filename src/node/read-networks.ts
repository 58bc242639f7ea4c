import { generationBudget } from '../base/budget.ts';
import type { ImportedWeights } from '../network/imported-weights.ts';
import * as dumps from '../network/importers/eie/eie-dump.ts';
import * as importers from '../network/importers/index.ts';
import * as inputs from '../network/inputs/read-inputs.ts';
import { readSource, type WeightSource } from '../network/weight-source.ts';
import * as inspections from '../run/load/inspect-file.ts';
import * as ladders from '../run/load/load-ladder.ts';
import * as machines from '../run/load/load-machines.ts';
import * as networks from '../run/load/load-network.ts';
import * as weights from '../run/load/load-weights.ts';
import { here } from './here.ts';
import { nodeFiles } from './node-files.ts';

/** Whether a folder looks like an EIE dump. */
export const isEieDump = here(dumps.isEieDump);
/** Reads the weights of a file or an EIE dump folder; the format is found from its content. */
export const importWeights = here(importers.importWeights);
/** Reads inputs from a .npy (one, or a batch) or .npz file (an array for each input by name). */
export const readInputs = here(inputs.readInputs);
/** Reads labels, whole numbers from 0, one for each inference, from a .npy file. */
export const readLabels = here(inputs.readLabels);

/** Reads whatever a user calls a network: a network YAML, the name of a built-in one, an EIE dump folder, or a weight file. */
export const loadNetwork = here(networks.loadNetwork);
/** The same, but layers that nothing connects are made when their turn comes. */
export const openNetwork = here(networks.openNetwork);
/** How a network is executed. */
export const executionOf = here(networks.executionOf);
/** Reads the weights of whatever a user calls a network. */
export const loadWeights = here(weights.loadWeights);
/** The same, but layers are read or made when their turn comes. */
export const openNetworkWeights = here(weights.openNetworkWeights);
/** All layers of a source in memory. @throws UserError where they are more than it has */
export const readWeights = (source: WeightSource): ImportedWeights =>
  readSource(source, generationBudget(nodeFiles.memory));
/** What a weight file, an EIE dump or a network YAML holds, layer by layer. */
export const inspectFile = here(inspections.inspectFile);
/** Reads the machines of the ladder; `set` changes all of them. */
export const loadLadder = here(ladders.loadLadder);
/** Reads machines on a common footing: those behind the first take node, clock, formats, DRAM and energy table of the first. */
export const loadMachines = here(machines.loadMachines);
export const multipliersOfConfig = here(machines.multipliersOfConfig);
