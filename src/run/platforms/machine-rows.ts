/** A simulated machine, or what was measured on a real one, for the same layers or for a token. */
export interface MachineRow {
  readonly provenance: 'simulated' | 'measured';
  /** Of the machine. */
  readonly name: string;
  /** Weights and kernel, as the platform says it; of a simulated machine its weight format. */
  readonly weights: string;
  readonly batch: number;
  /** Where weights came from: cold from DRAM, hot out of a cache; null where it is not told. */
  readonly caches: 'cold' | 'hot' | null;
  /** For one input, all the layers together; or for one token. */
  readonly timeUs: number;
  /** All of the machine; of a measured one with its idle power. null where only time was measured. */
  readonly grossPj: number | null;
  /** Less the power of the idle card; of a simulated machine without leakage. */
  readonly netPj: number | null;
  /** Gross energy over that of the simulated machine for the same layers; null for itself and where there is none. */
  readonly timesSimulated: number | null;
  /** Layers that it is of, by their names in the run; of a token all. */
  readonly layers: number;
}

/** What a byte of the key-value cache costs: read by attention on a measured card, read or written by a simulated machine. */
export interface CacheRow {
  readonly provenance: 'simulated' | 'measured';
  /** Of the machine. */
  readonly name: string;
  /** Format of keys and values; of a measured one with the model and with what computed it. */
  readonly cache: string;
  /** Tokens in the cache of each sequence, of a simulated machine at the end. */
  readonly context: number;
  readonly batch: number;
  /** Moved for one token. */
  readonly bytes: number;
  readonly timeUs: number;
  readonly grossPjPerByte: number;
  readonly netPjPerByte: number;
}

/** Machines side by side: the first is the simulated one. */
export interface MeasuredBeside {
  /** `layers`: the sum over layers that were measured in the same shape; `token`: a decoded token, for 10^9 weights. */
  readonly of: 'layers' | 'token';
  readonly rows: readonly MachineRow[];
  /** Of an executed language model: its key-value cache beside measured ones. */
  readonly cache?: readonly CacheRow[];
  readonly platforms: readonly {
    readonly name: string;
    readonly file: string;
    readonly device: string;
    readonly measured: string;
    readonly energyUncertainty: number;
    readonly timeUncertainty: number;
  }[];
  /** Layers of the run that no platform measured. */
  readonly unmatched: readonly string[];
}
