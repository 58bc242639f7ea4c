import { dramPart } from '../../../src/config/dram-parts.ts';
import { commandEnergies } from '../../../src/energy/models/dram-cost.ts';
import type { DramParameters } from '../../../src/energy/simulate-dram.ts';

/** A part as DRAMsim3 prices it: of the currents of VDD alone, and without I/O. */
export function dramsim3Parameters(name: string): DramParameters {
  const { timing, lineBytes, devices, currents } = dramPart(name);
  const { VPP_V: _, ...ofVdd } = currents!;
  return { ...timing, lineBytes, energy_pJ: commandEnergies(timing, ofVdd, devices) };
}
