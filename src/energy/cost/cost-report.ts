import type { Provenance } from '../energy-report.ts';
import type { DeviceType } from '../sram/arrays.ts';
import type { CostAttribute } from './cost-attribute.ts';

/** What one component costs; null where nothing is known or it has no meaning. */
export interface CostReport {
  readonly component: string;
  /** Every attribute that the answer holds for, defaults included. */
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly actions: Readonly<Record<string, { readonly energyPj: number }>>;
  readonly leakageMw: number | null;
  readonly areaMm2: number | null;
  readonly accessTimeNs: number | null;
  /** From the start of one access to the start of the next, where that is not the access time. */
  readonly cycleTimeNs?: number;
  readonly source: string;
  readonly provenance: Provenance;
  readonly warnings: readonly string[];
}

/** Attributes that were read: numbers in the unit of their record name, words as they are. */
export interface ReadAttributes {
  readonly number: (recordName: string) => number;
  readonly word: (recordName: string) => string;
  /** Whether an optional one was given. */
  readonly has: (recordName: string) => boolean;
}

/** A component whose cost can be asked for by itself. */
export interface CostModel {
  readonly summary: string;
  /** By the name that a user writes. */
  readonly attributes: Readonly<Record<string, CostAttribute>>;
  readonly cost: (attributes: ReadAttributes) => Omit<CostReport, 'component' | 'attributes'> & {
    /** Attributes that follow from others where they are not given. */
    readonly settled?: CostReport['attributes'];
  };
}

/** The technology node, as every component but DRAM has it. */
export const TECHNOLOGY: CostAttribute = {
  kind: 'quantity',
  recordName: 'technologyNm',
  unit: 'nm',
  example: '45 nm',
  fallback: '45 nm',
  describe: 'technology node',
};

/** The ITRS device type. */
export function deviceAttribute(fallback: DeviceType): CostAttribute {
  return {
    kind: 'word',
    recordName: 'device',
    words: ['hp', 'lstp', 'lop'],
    fallback,
    describe: 'device type: high performance, low standby power, low operating power',
  };
}

/** The device type that was read. */
export function deviceOf(attributes: ReadAttributes): DeviceType {
  const device = attributes.word('device');
  if (device === 'hp' || device === 'lstp' || device === 'lop') return device;
  throw new Error(`device ${device}`);
}
