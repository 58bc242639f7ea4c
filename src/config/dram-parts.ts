import dramParts from '../../generated/energy/dram-parts.json.ts';
import { lookUp } from '../base/registry.ts';
import type { Place } from '../base/user-error.ts';
import type { DramTiming } from './dram-timing.ts';

/** A DRAM part: one channel, one rank of `devices` chips; currents are of one device. */
export interface DramPart {
  /** Its file in the tool it was taken from. */
  readonly model: string;
  /** Why its energy should not be trusted, with the published total; null where there is no doubt. */
  readonly doubt: string | null;
  readonly devices: number;
  readonly busWidthBits: number;
  /** One burst. */
  readonly lineBytes: number;
  readonly timing: DramTiming;
  readonly currents: {
    readonly VDD_V: number;
    readonly IDD0_mA: number;
    readonly IDD2N_mA: number;
    readonly IDD3N_mA: number;
    readonly IDD4R_mA: number;
    readonly IDD4W_mA: number;
    readonly IDD5_mA: number;
  };
  /** I/O energy of a read; null where no figure is known. */
  readonly ioPjPerBit: number | null;
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
