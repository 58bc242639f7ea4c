import type { EnergyTable } from '../config/energy-table.ts';
import type { Hardware } from '../config/hardware.ts';
import { generateLayer } from '../network/generate.ts';
import { runNetwork } from '../run/run-network.ts';
import { type PointRecord, pointRecord } from './point-record.ts';

/** A record with every number that a run of this machine can have, from a tiny network with its weights in DRAM: what metrics are checked against. */
export function probeRecord(hardware: Hardware, table: EnergyTable): PointRecord {
  const layer = generateLayer(
    { name: 'probe', rows: 4, columns: 4, weightDensity: 0.5, activationDensity: 0.5, codebookValues: 1 },
    1,
  );
  const machine: Hardware = { ...hardware, processingElements: 1, weights: { home: 'dram', overflow: 'warn' } };
  const { layers, totals } = runNetwork(machine, { name: 'probe', file: 'probe', seed: 1, layers: [layer] }, table);
  return pointRecord(machine, layers, totals);
}
