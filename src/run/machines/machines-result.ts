import type { Category } from '../../machines/component.ts';

/** Energy by category, and all of it. */
export type CategoryEnergy = { readonly total: number } & Readonly<Record<Category, number>>;

/** A network, or a layer of it, on one machine with one batch: each number is of one inference, the mean of the batch. */
export interface MachineRun {
  readonly batch: number;
  readonly timeUs: number;
  readonly energyPj: CategoryEnergy;
  /** (sram + dram) / arithmetic, dynamic energy only; null where nothing was multiplied. */
  readonly memoryToArithmeticRatio: number | null;
  /** Products of a weight and an input that are both not zero, for each cycle and multiplier: the same products on every machine. */
  readonly usefulWork: number;
  /** Bytes that came from and went to DRAM, in whole bursts, and those that memories on the chip read and wrote. */
  readonly dramBytes: number;
  readonly sramBytes: number;
}

/** One machine of a comparison. */
export interface ComparedMachine {
  readonly name: string;
  readonly file: string;
  /** As `machine:` names it. */
  readonly machine: string;
  readonly validation?: string;
  /** Why its times are lower bounds, where they are: it does not compete for the least. */
  readonly bound?: string;
  readonly multipliers: number;
  readonly processingElements: number;
  /** Capacity of all its memories of SRAM. */
  readonly onChipBytes: number;
  /** null where CACTI has no array of one of its memories. */
  readonly areaMm2: number | null;
  /** Bits stored for each weight of the network that is not zero: values, indices, padding, pointers, codebook. */
  readonly storedBitsPerWeight: number;
  /** Share of the non-zero weights that its pattern has no room for. */
  readonly droppedWeights: number;
  readonly runs: readonly MachineRun[];
  readonly layers: readonly { readonly name: string; readonly runs: readonly MachineRun[] }[];
}

/** Layers of the network that were measured on a real machine, in one way of storing and multiplying them: sums over the layers, of one input. */
export interface MeasuredRun {
  readonly platform: string;
  readonly provenance: 'measured';
  readonly weights: string;
  readonly sparse: boolean;
  readonly caches: 'cold' | 'hot';
  readonly batch: number;
  readonly timeUs: number;
  /** Of the whole card, and less the power of the idle card; null where not every layer's energy was measured. */
  readonly grossPj: number | null;
  readonly netPj: number | null;
}

/** One generated layer at a density and a batch: what each machine takes for one inference, in the order of the machines; null where its pattern does not hold so many. */
export interface CrossoverCell {
  readonly weightDensity: number;
  readonly batch: number;
  readonly timeUs: readonly (number | null)[];
  readonly energyPj: readonly (number | null)[];
}

/** What all machines of a comparison share. */
export interface SameFooting {
  readonly technologyNm: number;
  readonly clockHz: number;
  readonly energyTable: string;
  readonly arithmetic: { readonly weight: string; readonly activation: string; readonly accumulator: string };
  readonly dramPart: string;
  /** null where each machine has its own number. */
  readonly multipliers: number | null;
}

/** The same layers on several machines: `picojoule machines`. */
export interface MachinesResult {
  readonly schemaVersion: 1;
  readonly kind: 'machines';
  readonly tool: { readonly name: 'picojoule'; readonly version: string };
  /** The command that made it; absent where it was made from code. */
  readonly command?: string;
  readonly same: SameFooting;
  readonly network: {
    readonly name: string;
    readonly file: string;
    readonly seed: number | null;
    readonly layers: number;
    /** Each layer ran by itself: numbers are those of a product of each, not of an inference. */
    readonly layersAlone?: true;
  };
  readonly batches: readonly number[];
  readonly machines: readonly ComparedMachine[];
  readonly measured: readonly MeasuredRun[];
  readonly crossover?: {
    readonly rows: number;
    readonly columns: number;
    readonly activationDensity: number;
    readonly cells: readonly CrossoverCell[];
  };
  readonly warnings: readonly string[];
}
