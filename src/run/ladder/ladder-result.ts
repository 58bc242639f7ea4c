import type { Category } from '../../machines/component.ts';

/** What a rung costs with one way of charging DRAM. */
export interface RungCost {
  /** `dram.part` of the machine, or `table-640pj`. */
  readonly dramPart: string;
  readonly energyPj: { readonly total: number } & Readonly<Record<Category, number>>;
  /** SRAM and DRAM together. */
  readonly memoryPj: number;
  /** How many times less than the rung before; null on the first. */
  readonly memoryFactor: number | null;
  readonly totalFactor: number | null;
}

/** One machine of the ladder and what it gains over the one before. */
export interface LadderRung {
  readonly name: string;
  readonly file: string;
  readonly cycles: number;
  readonly timeUs: number;
  readonly timeFactor: number | null;
  readonly multiplyAccumulates: number;
  readonly dramBytes: number;
  /** DRAM as the paper counts it: 640 pJ per 32 bits. */
  readonly flat: RungCost;
  /** DRAM as a stream of the machine's part. */
  readonly stream: RungCost;
}

/** A rung's weights on a systolic array of as many multipliers; its factors are over the rung. */
export interface LadderArray extends LadderRung {
  readonly rung: string;
}

/** A claim of the paper beside the quantity that it was made for. */
export interface LadderClaim {
  readonly rung: string;
  readonly of: string;
  readonly factor: number;
  /** What the factor is of. */
  readonly quantity: string;
  /** The same quantity here. */
  readonly found: number;
}

/** Why a real stream gains less than the paper says: energy of one weight bit from each memory. */
export interface LadderReason {
  readonly flatDramPjPerBit: number;
  /** null where no rung reads DRAM. */
  readonly streamDramPjPerBit: number | null;
  readonly sramPjPerBit: number;
  readonly text: string;
}

/** The ladder from dense weights in DRAM to the EIE, on one network. */
export interface LadderResult {
  readonly schemaVersion: 1;
  readonly kind: 'ladder';
  readonly tool: { readonly name: 'picojoule'; readonly version: string };
  /** The command that made it; absent where it was made from code. */
  readonly command?: string;
  readonly network: {
    readonly name: string;
    readonly file: string;
    readonly seed: number | null;
    /** Whose sums all numbers are, where there are several. */
    readonly inferences?: number;
  };
  readonly rungs: readonly LadderRung[];
  /** Dense rungs as systolic arrays; absent for a ladder of other machines. */
  readonly arrays?: readonly LadderArray[];
  /** Absent for a ladder of other machines. */
  readonly claims?: readonly LadderClaim[];
  /** Arithmetic of the last rung: what would be left if memory, registers, control and leakage were free. */
  readonly floorPj: number;
  readonly reason: LadderReason;
  readonly warnings: readonly string[];
}
