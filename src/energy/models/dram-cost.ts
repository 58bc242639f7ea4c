import { type DramPart, dramPart, FLAT_PART } from '../../config/dram-parts.ts';

/** Energy of each command of one channel, pJ per rank; I/O apart. */
export interface DramEnergies {
  readonly activatePrecharge: number;
  readonly read: number;
  readonly write: number;
  readonly refresh: number;
  readonly activeStandbyPerCycle: number;
  readonly prechargeStandbyPerCycle: number;
  /** I/O energy of one line; absent where no figure is known. */
  readonly ioLine?: number;
}

/** What the commands of a part cost, with its source and doubts. */
export interface DramCost {
  readonly energies: DramEnergies;
  readonly source: string;
  readonly provenance: 'measured' | 'assumed';
  readonly warnings: readonly string[];
}

/** EIE Table I: 640 pJ per 32 bits, whatever the access. */
const FLAT_PJ_PER_BIT = 640 / 32;

/**
 * Energies of a part's commands from its currents: V x mA x ns x devices, each current less the standby that goes on anyway
 * (activate and precharge over a row cycle RAS + RP). The flat part charges reads and writes only.
 */
export function dramCost(name: string): DramCost {
  const part = dramPart(name);
  if (name === FLAT_PART) return flatCost(part);
  const { ioPjPerBit } = part;
  return {
    energies: {
      ...commandEnergies(part),
      ...(ioPjPerBit === null ? {} : { ioLine: ioPjPerBit * part.lineBytes * 8 }),
    },
    source: `${part.model} of DRAMsim3 (2981759), ${part.devices} devices a rank; I/O: ${ioPjPerBit === null ? 'not known' : `DRAMPower 4, ${ioPjPerBit} pJ/bit`}`,
    provenance: part.doubt === null ? 'measured' : 'assumed',
    warnings: part.doubt === null ? [] : [`dram ${name}: doubtful energy: ${part.doubt}`],
  };
}

function flatCost(part: DramPart): DramCost {
  const line = FLAT_PJ_PER_BIT * part.lineBytes * 8;
  return {
    energies: {
      activatePrecharge: 0,
      read: line,
      write: line,
      refresh: 0,
      activeStandbyPerCycle: 0,
      prechargeStandbyPerCycle: 0,
      ioLine: 0,
    },
    source: `EIE (ISCA 2016) Table I: 640 pJ per 32 bits, all in; timing of ${part.model}`,
    provenance: 'measured',
    warnings: [],
  };
}

function commandEnergies(part: DramPart): DramEnergies {
  const { timing: t, currents: i } = part;
  const perClock = i.VDD_V * part.devices * t.tCK_ns;
  return {
    activatePrecharge: perClock * (i.IDD0_mA * (t.RAS + t.RP) - i.IDD3N_mA * t.RAS - i.IDD2N_mA * t.RP),
    read: perClock * (i.IDD4R_mA - i.IDD3N_mA) * t.burst,
    write: perClock * (i.IDD4W_mA - i.IDD3N_mA) * t.burst,
    refresh: perClock * (i.IDD5_mA - i.IDD3N_mA) * t.RFC,
    activeStandbyPerCycle: perClock * i.IDD3N_mA,
    prechargeStandbyPerCycle: perClock * i.IDD2N_mA,
  };
}
