import { UserError } from '../base/user-error.ts';
import { dramPart } from '../config/dram-parts.ts';
import type { DramTiming } from '../config/dram-timing.ts';
import { type DramOptions, serveRequests } from '../simulate/dram/dram-controller.ts';
import { parameterFault } from '../simulate/dram/dram-input.ts';
import type { DramCounts, DramRequest } from '../simulate/dram/dram-requests.ts';
import { type DramEnergies, dramCost } from './models/dram-cost.ts';

/** Timing and energies of one channel; energies are of the whole rank, not of one chip. */
export interface DramParameters extends DramTiming {
  readonly energy_pJ: DramEnergies;
  /** 64 where nothing else is said. */
  readonly lineBytes?: number;
}

/** What a run of requests took and cost. */
export interface DramResult extends DramCounts {
  readonly timeNs: number;
  readonly bandwidthGBps: number;
  readonly rowHitRate: number;
  readonly energyPj: {
    /** Without I/O. */
    readonly total: number;
    readonly activatePrecharge: number;
    readonly read: number;
    readonly write: number;
    readonly refresh: number;
    readonly background: number;
    /** Apart from the total; null where no figure is known for the part. */
    readonly io: number | null;
  };
}

/** Timing and energies of a part by name. */
export function dramParameters(partName: string): DramParameters {
  const { timing, lineBytes } = dramPart(partName);
  return { ...timing, lineBytes, energy_pJ: dramCost(partName).energies };
}

/**
 * Serves `requests` (in the order of their arrival) from one DRAM channel: cycles, row hits and energy by class of command.
 * @throws UserError UNKNOWN_NAME for an unknown part, DRAM_PARAMETERS and DRAM_REQUEST for what is missing or has no meaning.
 */
export function simulateDram(
  partOrParameters: string | DramParameters,
  requests: readonly DramRequest[],
  options: DramOptions = {},
): DramResult {
  const p = typeof partOrParameters === 'string' ? dramParameters(partOrParameters) : partOrParameters;
  const counts = serveRequests(p, requests, options);
  checkEnergies(p.energy_pJ);
  const timeNs = counts.cycles * p.tCK_ns;
  const bytes = requests.length * (p.lineBytes ?? 64);
  return {
    ...counts,
    timeNs,
    bandwidthGBps: timeNs === 0 ? 0 : bytes / timeNs,
    rowHitRate: requests.length === 0 ? 0 : counts.rowHits / requests.length,
    energyPj: energyOf(counts, p.energy_pJ),
  };
}

const ENERGIES = [
  'activatePrecharge',
  'read',
  'write',
  'refresh',
  'activeStandbyPerCycle',
  'prechargeStandbyPerCycle',
] as const satisfies readonly (keyof DramEnergies)[];

function checkEnergies(energies: DramEnergies): void {
  const faults = ENERGIES.filter((key) => !(energies?.[key] >= 0 && energies[key] < Infinity)).map((key) =>
    parameterFault(`energy_pJ.${key}`, 'an energy in pJ of 0 or more', energies?.[key]),
  );
  if (faults.length > 0) throw new UserError(faults);
}

function energyOf(counts: DramCounts, energies: DramEnergies): DramResult['energyPj'] {
  const activatePrecharge = counts.activates * energies.activatePrecharge;
  const read = counts.reads * energies.read;
  const write = counts.writes * energies.write;
  const refresh = counts.refreshes * energies.refresh;
  const background =
    counts.activeStandbyCycles * energies.activeStandbyPerCycle +
    counts.prechargeStandbyCycles * energies.prechargeStandbyPerCycle;
  const total = activatePrecharge + read + write + refresh + background;
  const io = energies.ioLine === undefined ? null : (counts.reads + counts.writes) * energies.ioLine;
  return { total, activatePrecharge, read, write, refresh, background, io };
}
