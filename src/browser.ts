/*
 * The engine where there is no Node: nothing reads the disk, files are data (memoryFiles). The EIE is in it; what reads YAML or weight files, other machines,
 * what compresses, what executes whole networks with their graphs, what puts a record together, and what stands beside a run (a DRAM channel command by command, power by
 * module) is loaded when it is first asked for.
 * Weights that are stored by value are shared for a machine with a codebook once loadHardware or loadMachine is done.
 * The CACTI grid and the DRAM parts are in the bundle; the built-in configs are picojoule/configs.
 */

export { VERSION } from '../generated/version.ts';
export { type Files, memoryFiles } from './base/files/files.ts';
export { type Fault, formatFault, type Place, UserError } from './base/user-error.ts';
export type { CompressionRules } from './compress/compress-layers.ts';
export type { NetworkCompression } from './compress/compress-network.ts';
export type { EnergyTable } from './config/energy/energy-table.ts';
export { charge } from './energy/charge.ts';
export type { ActionPrice, EnergyReport } from './energy/energy-report.ts';
export { type AreaReport, areaOf } from './energy/models/area.ts';
export type { PowerBreakdown } from './energy/power-breakdown.ts';
export { priceActions, priceCounts } from './energy/price-actions.ts';
export type { DramParameters, DramResult } from './energy/simulate-dram.ts';
export type { Hardware } from './machines/index.ts';
export { type GeneratedLayer, generateLayer } from './network/generate.ts';
export type { InterleavedStreams as EncodedStreams } from './network/interleaved-streams.ts';
export type { Layer, Network, WeightMatrix } from './network/layer.ts';
export type { RunResult } from './run/result.ts';

import { kernelsCome } from './kernels/module.ts';
import { sharingComes } from './machines/eie/weights/sharing.ts';
import { arrived } from './machines/list.ts';
import type { WeightMatrix } from './network/layer.ts';
import type { RunResult } from './run/result.ts';

export type { LayerCounts } from './simulate/layer-counts.ts';

/** A hardware config of `files`: a path, or the name of a built-in one. */
export const loadHardware: typeof import('./machines/load-hardware.ts').loadHardware = async (...given) => {
  await Promise.all([kernelsCome(), sharingComes()]);
  return (await import('./machines/load-hardware.ts')).loadHardware(...given);
};

/** An energy table of `files`: a path, or the name of a built-in one. */
export const loadEnergyTable: typeof import('./config/energy/load-energy-table.ts').loadEnergyTable = async (
  ...given
) => {
  await kernelsCome();
  return (await import('./config/energy/load-energy-table.ts')).loadEnergyTable(...given);
};

/** Whatever a user calls a network: a network YAML of `files`, the name of a built-in one, an EIE dump folder, or a weight file. */
export const loadNetwork: typeof import('./run/load/load-network.ts').loadNetwork = async (...given) => {
  await kernelsCome();
  return (await import('./run/load/load-network.ts')).loadNetwork(...given);
};

/** The weights of whatever a user calls a network, before anything is done to them. */
export const loadWeights: typeof import('./run/load/load-weights.ts').loadWeights = async (...given) => {
  await kernelsCome();
  return (await import('./run/load/load-weights.ts')).loadWeights(...given);
};
export { type DramPart, dramPart, dramPartNames } from './config/dram-parts.ts';
export { type PriceMap, priceMap } from './energy/charge.ts';
export { checkLayer } from './network/check-layer.ts';
export { encodeMatrix as encode } from './run/encode-matrix.ts';
export { type RunLayer, simulateLayer } from './run/one-layer/run-layer.ts';

/** The record of a run, of layers that are simulated (simulateLayer): prices, energy, area and ratios. */
export const chargeRun = async (
  ...given: Parameters<typeof import('./run/charge-run.ts').chargeRun>
): Promise<RunResult> => (await import('./run/charge-run.ts')).chargeRun(...given);

/** A network on a machine: the record of a run. (simulateLayer and chargeRun make one of layers without loading what executes graphs.) */
export const runNetwork = async (
  ...given: Parameters<typeof import('./run/run-network.ts').runNetwork>
): Promise<RunResult> => (await import('./run/run-network.ts')).runNetwork(...given);

/** Serves requests from one DRAM channel, command by command. (A run with weights in DRAM does not need it.) */
export const simulateDram = async (
  ...given: Parameters<typeof import('./energy/simulate-dram.ts').simulateDram>
): Promise<import('./energy/simulate-dram.ts').DramResult> =>
  (await import('./energy/simulate-dram.ts')).simulateDram(...given);

/** Timing and energies of a DRAM part by name, as simulateDram takes them. */
export const dramParameters = async (part: string): Promise<import('./energy/simulate-dram.ts').DramParameters> =>
  (await import('./energy/simulate-dram.ts')).dramParameters(part);

/** Power by module and by kind, as EIE Table II has it. */
export const powerBreakdown = async (
  ...given: Parameters<typeof import('./energy/power-breakdown.ts').powerBreakdown>
): Promise<import('./energy/power-breakdown.ts').PowerBreakdown> =>
  (await import('./energy/power-breakdown.ts')).powerBreakdown(...given);

/** Makes a machine ready whose record comes from elsewhere: loadHardware has done that. */
export const loadMachine = async (name: string): Promise<void> => {
  await Promise.all([kernelsCome(), sharingComes(), arrived(name)]);
};

/** Prunes weights and shares their values, as the `compress:` of a config asks for. */
export const applyCompression = async (
  ...given: Parameters<typeof import('./compress/apply-compression.ts').applyCompression>
): Promise<ReturnType<typeof import('./compress/apply-compression.ts').applyCompression>> =>
  (await import('./compress/apply-compression.ts')).applyCompression(...given);

/** Prunes, shares and encodes a network, and reports what that did to each layer, Huffman codes among it. */
export const compressNetwork = async (
  ...given: Parameters<typeof import('./compress/compress-network.ts').compressNetwork>
): Promise<import('./compress/compress-network.ts').NetworkCompression> =>
  (await import('./compress/compress-network.ts')).compressNetwork(...given);

/** The matrix that streams hold. */
export const decode = async (
  ...given: Parameters<typeof import('./compress/decode.ts').decode>
): Promise<WeightMatrix> => (await import('./compress/decode.ts')).decode(...given);
