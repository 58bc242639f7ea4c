import dramParts from '../../generated/energy/dram-parts.json.ts';
import { lookUp } from '../base/registry.ts';
import type { Place } from '../base/user-error.ts';
import type { DramTiming } from './dram-timing.ts';

/** A DRAM part: one channel, one rank of `devices` chips (half a chip where it has two channels); currents are of one device. */
export interface DramPart {
  /** Where its timings and currents are from. */
  readonly source: string;
  /** What should not be trusted about it; null where there is no doubt. */
  readonly doubt: string | null;
  /** Whether the doubt is such that sweeps keep the part out of their best point and front unless asked. */
  readonly doubtful: boolean;
  readonly devices: number;
  readonly busWidthBits: number;
  /** One burst. */
  readonly lineBytes: number;
  readonly timing: DramTiming;
  /** Absent where only a published figure per bit is known. */
  readonly currents?: DramCurrents;
  readonly published?: PublishedEnergy;
  /** null where nothing is known, or where it is part of the published energy. */
  readonly io: DramIo | null;
  /** What a byte read costs at the processor, everything on the way included: for comparison, charged nowhere. */
  readonly atProcessor?: { readonly pjPerByte: number; readonly source: string };
}

/** Supply currents of one device in mA: of VDD, and of the word lines' VPP where the part has one. */
export interface DramCurrents {
  readonly VDD_V: number;
  readonly IDD0_mA: number;
  readonly IDD2N_mA: number;
  readonly IDD3N_mA: number;
  readonly IDD4R_mA: number;
  readonly IDD4W_mA: number;
  readonly IDD5_mA: number;
  readonly VPP_V?: number;
  readonly IPP0_mA?: number;
  readonly IPP2N_mA?: number;
  readonly IPP3N_mA?: number;
  readonly IPP4R_mA?: number;
  readonly IPP4W_mA?: number;
  readonly IPP5_mA?: number;
}

/** Energy per bit of a stream of whole rows, everything in the device included. */
interface PublishedEnergy {
  readonly pjPerBit: number;
  readonly ofItIo: number;
  /** To open and close a row of the channel. */
  readonly activatePj: number;
  readonly source: string;
}

/** I/O energy: a known figure, or what a stream of whole rows lacks to a published total of the device. */
export interface DramIo {
  readonly pjPerBit?: number;
  readonly upToPjPerBit?: number;
  readonly source: string;
}

/** The flat 640 pJ per 32 bits of EIE Table I: no part, but a part's timing. */
export const FLAT_PART = 'table-640pj';
const FLAT_TIMING_OF = 'lpddr3-1600';

/** Other names of parts. */
const ALIASES: Readonly<Record<string, string>> = { 'gddr5-6000': 'gddr5', [FLAT_PART]: FLAT_TIMING_OF };

interface StoredPart extends Omit<DramPart, 'timing'> {
  readonly banks: number;
  readonly bankGroups: number;
  readonly linesPerRow: number;
  readonly burstClocks: number;
  readonly timing: Omit<DramTiming, 'banks' | 'bankGroups' | 'linesPerRow' | 'burst'>;
}

const STORED_PARTS: Readonly<Record<string, StoredPart>> = dramParts.parts;

/** Names that `dram.part` may have. */
export function dramPartNames(): string[] {
  return [...Object.keys(STORED_PARTS), FLAT_PART];
}

/**
 * The part of that name (lower case: `lpddr3-1600`). `table-640pj` has the timing of lpddr3-1600.
 * @throws UserError UNKNOWN_NAME naming the known parts and the nearest.
 */
export function dramPart(name: string, place: Place = { path: 'dram.part' }): DramPart {
  const found = ready.get(name);
  if (found !== undefined) return found;
  const known = { ...STORED_PARTS, [FLAT_PART]: STORED_PARTS[FLAT_TIMING_OF] };
  const stored = lookUp('DRAM part', known, Object.hasOwn(ALIASES, name) ? ALIASES[name] : name, place);
  const { banks, bankGroups, linesPerRow, burstClocks } = stored;
  const part = { ...stored, timing: { ...stored.timing, banks, bankGroups, linesPerRow, burst: burstClocks } };
  ready.set(name, part);
  return part;
}

/** Parts that were asked for: thousands of machines of a sweep have the same. */
const ready = new Map<string, DramPart>();
