import { memoryFiles } from '../../base/files/files.ts';
import { formatFault, UserError } from '../../base/user-error.ts';
import type { Chip } from '../../config/chip.ts';
import type { EnergyTable } from '../../config/energy/energy-table.ts';
import type { Hardware } from '../../machines/index.ts';
import { importWeights } from '../../network/importers/index.ts';
import type { GraphNetwork } from '../../network/layer.ts';
import { loadEnergyTable, loadHardware } from '../../node/read-configs.ts';
import { importedNetwork } from '../../run/load/imported-network.ts';
import { runNetwork } from '../../run/run-network.ts';
import type { Chain } from '../learn/chain.ts';
import { copySample, type Samples } from '../learn/samples.ts';
import type { TrainedNetwork } from '../network/trained-network.ts';
import { networkFile } from './network-file.ts';
import type { StageCharge } from './training-result.ts';

/** Name of the weight file that a network stands in. */
const FILE = 'network.safetensors';

/** The machine on which stages are charged, and its prices. */
export interface ChargingMachine {
  readonly hardware: Hardware;
  readonly table: EnergyTable;
}

/** @throws UserError as loadHardware and loadEnergyTable do */
export async function chargingMachine(file: string): Promise<ChargingMachine> {
  const hardware = await loadHardware(file);
  return { hardware, table: await loadEnergyTable(hardware.energy.tableFile) };
}

/**
 * A network as its file would be run, with the first test samples and their classes.
 * @param name of the network, for records
 */
export async function inferredNetwork(
  chain: Chain,
  network: TrainedNetwork,
  test: Samples,
  inferences: number,
  name = FILE,
): Promise<GraphNetwork> {
  const count = Math.min(inferences, test.count);
  const values = new Float32Array(count * test.size);
  for (let sample = 0; sample < count; sample++) copySample(test, sample, values, sample);
  const inputs = { file: FILE, arrays: [{ name: null, shape: [count, ...chain.input], values }] };
  const imported = await importWeights(memoryFiles({ [FILE]: networkFile(chain, network) }), FILE);
  const labels = [...test.labels.subarray(0, count)];
  return { ...(importedNetwork(imported, { file: FILE, name, inputs }) as GraphNetwork), labels };
}

/**
 * What an inference of a network costs on a machine, the mean of some test samples. A network that the machine cannot run (more code bits than it has) has no
 * charge but the reason.
 */
export async function chargeStage(
  { hardware, table }: ChargingMachine,
  chain: Chain,
  network: TrainedNetwork,
  test: Samples,
  inferences: number,
): Promise<StageCharge> {
  const count = Math.min(inferences, test.count);
  const { name, validation }: Chip = hardware;
  const charged = { hardware: name, ...(validation !== undefined && { validation }), inferences: count };
  try {
    const run = runNetwork(hardware, await inferredNetwork(chain, network, test, count), table);
    const { energyPj, timeUs } = run.inferences!;
    return { ...charged, energyPj: energyPj.mean, timeUs: timeUs.mean };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ...charged, refused: formatFault(error.faults[0]) };
  }
}
