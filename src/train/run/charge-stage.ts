import { memoryFiles } from '../../base/files/files.ts';
import { formatFault, UserError } from '../../base/user-error.ts';
import type { Chip } from '../../config/chip.ts';
import type { EnergyTable } from '../../config/energy/energy-table.ts';
import type { Hardware } from '../../machines/index.ts';
import { importWeights } from '../../network/importers/index.ts';
import { loadEnergyTable, loadHardware } from '../../node/read-configs.ts';
import { importedNetwork } from '../../run/load/imported-network.ts';
import { runNetwork } from '../../run/run-network.ts';
import type { Chain } from '../learn/chain.ts';
import { copySample, type Samples } from '../learn/samples.ts';
import type { TrainedNetwork } from '../network/trained-network.ts';
import { networkFile } from './network-file.ts';
import type { StageCharge } from './training-result.ts';

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
 * What an inference of a network costs on a machine: its file, as the training would leave it, run on the first test samples. A network that the machine cannot
 * run (more code bits than it has) has no charge but the reason.
 */
export async function chargeStage(
  { hardware, table }: ChargingMachine,
  chain: Chain,
  network: TrainedNetwork,
  test: Samples,
  inferences: number,
): Promise<StageCharge> {
  const count = Math.min(inferences, test.count);
  const values = new Float32Array(count * test.size);
  for (let sample = 0; sample < count; sample++) copySample(test, sample, values, sample);
  const { name, validation }: Chip = hardware;
  const charged = { hardware: name, ...(validation !== undefined && { validation }), inferences: count };
  const file = 'network.safetensors';
  const inputs = { file, arrays: [{ name: null, shape: [count, ...chain.input], values }] };
  try {
    const imported = await importWeights(memoryFiles({ [file]: networkFile(chain, network) }), file);
    const run = runNetwork(hardware, importedNetwork(imported, { file, name: file, inputs }), table);
    const { energyPj, timeUs } = run.inferences!;
    return { ...charged, energyPj: energyPj.mean, timeUs: timeUs.mean };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ...charged, refused: formatFault(error.faults[0]) };
  }
}
