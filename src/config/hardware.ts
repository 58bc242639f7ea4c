/** A memory made of SRAM banks, as each PE has it. */
export interface SramMemory {
  readonly kind: 'sram';
  /** ITRS device type: high performance, low standby power, low operating power. */
  readonly device: 'hp' | 'lstp' | 'lop';
  /** Total over the banks. */
  readonly capacityBytes: number;
  readonly banks: number;
  readonly widthBits: number;
}

/** A register file, as each PE has it. */
export interface RegisterFile {
  readonly kind: 'registers';
  readonly entries: number;
  readonly widthBits: number;
}

/** Changes of a table row made in the hardware config or on the command line: `component.action` -> pJ. */
export interface EnergyOverride {
  readonly component: string;
  readonly action: string;
  readonly energyPj: number;
  /** Attributes that the row must have, e.g. { format: 'q7.8' }. */
  readonly attributes: Readonly<Record<string, string | number>>;
}

/** A fully defaulted machine. Every key has its unit in its name. */
export interface Hardware {
  readonly name: string;
  /** Base name of the file it was read from. */
  readonly file: string;
  readonly technologyNm: number;
  readonly temperatureK: number;
  readonly clockHz: number;
  readonly processingElements: number;
  /** Holds depth - 1 items, as in the authors' simulator (eie-timing section 2). */
  readonly activationQueue: { readonly depth: number };
  readonly encoding: {
    readonly weights: 'codebook' | 'direct';
    readonly codeBits: number;
    /** null: every weight is stored (a dense machine). */
    readonly indexBits: number | null;
    readonly skipZeroActivations: boolean;
    /** Decode streams that came encoded and encode them anew for this machine. */
    readonly reencode: boolean;
  };
  /** Names of number formats (src/base/number-format.ts). */
  readonly arithmetic: { readonly weight: string; readonly activation: string; readonly accumulator: string };
  readonly memories: {
    readonly sparseMatrix: SramMemory;
    readonly pointers: SramMemory;
    readonly activations: SramMemory;
    readonly sourceActivations: RegisterFile;
    readonly destinationActivations: RegisterFile;
  };
  readonly weights: { readonly home: 'sparseMatrix' | 'dram'; readonly overflow: 'error' | 'warn' | 'stream' };
  readonly dram: { readonly part: string; readonly channels: number };
  readonly simulation: {
    readonly rule: 'drained' | 'reference';
    /** perLayer: fixed-point formats keep their width and take the fraction bits that each layer can afford. */
    readonly fractionBits?: 'declared' | 'perLayer';
  };
  readonly energy: {
    /** Absolute path of the energy reference table. */
    readonly tableFile: string;
    readonly overrides: readonly EnergyOverride[];
  };
}

/** Entries of a sparse-matrix line: floor(width / (codeBits + indexBits)). */
export function entriesPerLine(hardware: Hardware): number {
  return Math.floor(
    hardware.memories.sparseMatrix.widthBits / (hardware.encoding.codeBits + (hardware.encoding.indexBits ?? 0)),
  );
}
