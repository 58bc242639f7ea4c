import { type DramCurrents, type DramPart, dramPart, FLAT_PART } from '../../config/dram-parts.ts';
import type { DramTiming } from '../../config/dram-timing.ts';
import { dramClocksPerLine } from '../../simulate/dram/dram-stream.ts';
import type { Provenance } from '../energy-report.ts';

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
  readonly provenance: Provenance;
  /** Whether sweeps keep it out of their best point and front. */
  readonly doubtful: boolean;
  readonly warnings: readonly string[];
}

/** EIE Table I: 640 pJ per 32 bits, whatever the access. */
const FLAT_PJ_PER_BIT = 640 / 32;

/**
 * Energies of a part's commands: from its currents, or where none are public from a published energy per bit. The flat part charges
 * reads and writes only.
 */
export function dramCost(name: string): DramCost {
  const part = dramPart(name);
  if (name === FLAT_PART) return flatCost(part);
  const { doubt, doubtful, atProcessor } = part;
  const [energies, io] = part.published ? publishedEnergies(part, part.published) : currentEnergies(part);
  const compared =
    atProcessor === undefined ? '' : `; for comparison ${atProcessor.pjPerByte} pJ/byte, ${atProcessor.source}`;
  return {
    energies,
    source: `${part.source}; I/O: ${io}${compared}`,
    provenance: doubt !== null ? 'assumed' : part.published ? 'published' : 'datasheet',
    doubtful,
    warnings: doubt === null ? [] : [`dram ${name}: doubtful energy: ${doubt}`],
  };
}

function flatCost(part: DramPart): DramCost {
  const line = FLAT_PJ_PER_BIT * bitsOf(part);
  return {
    energies: { ...NOTHING, read: line, write: line, ioLine: 0 },
    source: `EIE (ISCA 2016) Table I: 640 pJ per 32 bits, all in; timing of ${part.source}`,
    provenance: 'published',
    doubtful: false,
    warnings: [],
  };
}

const NOTHING: DramEnergies = {
  activatePrecharge: 0,
  read: 0,
  write: 0,
  refresh: 0,
  activeStandbyPerCycle: 0,
  prechargeStandbyPerCycle: 0,
};

function bitsOf(part: DramPart): number {
  return part.lineBytes * 8;
}

/** Standby and refresh are part of the published energy per bit; what rows and I/O do not take of it moves the data. */
function publishedEnergies(part: DramPart, published: NonNullable<DramPart['published']>): [DramEnergies, string] {
  const { pjPerBit, ofItIo, activatePj, source } = published;
  const line = (pjPerBit - ofItIo) * bitsOf(part) - activatePj / part.timing.linesPerRow;
  const ioLine = ofItIo * bitsOf(part);
  return [
    { ...NOTHING, activatePrecharge: activatePj, read: line, write: line, ioLine },
    `${ofItIo} of ${pjPerBit} pJ/bit in all; ${source}`,
  ];
}

function currentEnergies(part: DramPart): [DramEnergies, string] {
  const core = commandEnergies(part.timing, part.currents!, part.devices);
  if (part.io === null) return [core, 'not known'];
  const { pjPerBit, upToPjPerBit, source } = part.io;
  if (pjPerBit !== undefined) return [{ ...core, ioLine: pjPerBit * bitsOf(part) }, `${source}, ${pjPerBit} pJ/bit`];
  const stream = streamEnergy(part.timing, core);
  const ioLine = Math.max(0, upToPjPerBit! * bitsOf(part) - stream);
  return [{ ...core, ioLine }, `what a stream lacks to ${upToPjPerBit} pJ/bit, the total of ${source}`];
}

/** Energy of a line of a long stream of whole rows, without I/O. */
export function streamEnergy(t: DramTiming, e: DramEnergies): number {
  const clocks = dramClocksPerLine(t, 1 / t.linesPerRow);
  return e.read + e.activatePrecharge / t.linesPerRow + clocks * (e.activeStandbyPerCycle + e.refresh / t.REFI);
}

/**
 * Energies of the commands of `devices` chips from their currents: V x mA x ns, each current less the standby that goes on anyway (activate and
 * precharge over a row cycle RAS + RP). IDD3N is measured with all banks open and IDD0 with one: where it is the larger, as in DDR5,
 * and leaves less than nothing for the activation, that is told from standby with no row open instead.
 */
export function commandEnergies(t: DramTiming, currents: DramCurrents, devices: number): DramEnergies {
  const i = { VPP_V: 0, IPP0_mA: 0, IPP2N_mA: 0, IPP3N_mA: 0, IPP4R_mA: 0, IPP4W_mA: 0, IPP5_mA: 0, ...currents };
  const scale = devices * t.tCK_ns;
  const energy = (clocks: number, idd: number, ipp: number): number => scale * clocks * (i.VDD_V * idd + i.VPP_V * ipp);
  const rowCycle = energy(t.RAS + t.RP, i.IDD0_mA, i.IPP0_mA);
  const noRow = energy(1, i.IDD2N_mA, i.IPP2N_mA);
  const withRow = energy(1, i.IDD3N_mA, i.IPP3N_mA);
  const beyondStandby = rowCycle - t.RAS * withRow - t.RP * noRow;
  return {
    activatePrecharge: beyondStandby > 0 ? beyondStandby : rowCycle - (t.RAS + t.RP) * noRow,
    read: energy(t.burst, i.IDD4R_mA - i.IDD3N_mA, i.IPP4R_mA - i.IPP3N_mA),
    write: energy(t.burst, i.IDD4W_mA - i.IDD3N_mA, i.IPP4W_mA - i.IPP3N_mA),
    refresh: energy(t.RFC, i.IDD5_mA - i.IDD3N_mA, i.IPP5_mA - i.IPP3N_mA),
    activeStandbyPerCycle: withRow,
    prechargeStandbyPerCycle: noRow,
  };
}
