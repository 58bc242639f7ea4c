/** What an energy or a byte was measured with: toggling wires cost, zeros do not. */
export type MeasuredData = 'random' | 'zeros' | 'ones' | 'halfZeros' | 'sharedOperands';

/** Energy of one operation. */
export interface MeasuredOperation {
  readonly operation: string;
  readonly data: MeasuredData;
  readonly perSecond: number;
  readonly grossPj: number;
  readonly netPj: number;
}

/** Energy of one byte of a memory. */
export interface MeasuredMemory {
  readonly memory: string;
  readonly access: 'read' | 'write';
  readonly data: MeasuredData;
  readonly bytesPerSecond: number;
  readonly grossPjPerByte: number;
  readonly netPjPerByte: number;
}

/** One layer, for one input; energies are null where only the time was measured. */
export interface MeasuredLayer {
  readonly layer: string;
  readonly rows: number;
  readonly columns: number;
  readonly weightDensity: number;
  readonly weights: string;
  readonly sparse: boolean;
  readonly batch: number;
  readonly caches: 'cold' | 'hot';
  readonly timeUs: number;
  readonly grossUj: number | null;
  readonly netUj: number | null;
}

/** One decoded token of a language model. */
export interface MeasuredToken {
  readonly model: string;
  /** Weights read for a token. */
  readonly parameters: number;
  readonly weights: string;
  /** 1 where zeros were multiplied like other weights. */
  readonly weightDensity: number;
  readonly data: MeasuredData;
  readonly batch: number;
  /** All inputs of the batch together. */
  readonly tokensPerSecond: number;
  readonly weightBytes: number;
  readonly grossJ: number;
  readonly netJ: number;
}

/** Attention of one decoded token, all layers of a model, over the keys and values of the tokens before it. */
export interface MeasuredAttention {
  readonly model: string;
  readonly cache: string;
  readonly implementation: string;
  /** Tokens in the cache of each sequence. */
  readonly context: number;
  readonly batch: number;
  /** All inputs of the batch together. */
  readonly tokensPerSecond: number;
  /** Keys and values read for a step, of all inputs together. */
  readonly cacheBytes: number;
  readonly grossJ: number;
  readonly netJ: number;
}

/** What was measured on a real machine. Gross is the whole card; net is less the power of the idle card. */
export interface Platform {
  readonly name: string;
  /** Base name of its file. */
  readonly file: string;
  readonly provenance: 'measured';
  readonly device: string;
  readonly software: string;
  readonly measured: string;
  readonly method: {
    readonly energy: string;
    readonly net: string;
    readonly time: string;
    readonly data: string;
    readonly implementations: string;
    readonly left: string | null;
    readonly secondSession: string | null;
  };
  /** Shares, plus or minus. */
  readonly uncertainty: {
    readonly energy: number;
    readonly arithmetic: number;
    readonly time: number;
    readonly why: string;
  };
  readonly idlePowerW: { readonly first: number; readonly last: number };
  readonly operations: readonly MeasuredOperation[];
  readonly memories: readonly MeasuredMemory[];
  readonly tokens: readonly MeasuredToken[];
  readonly attention: readonly MeasuredAttention[];
  readonly layers: readonly MeasuredLayer[];
}
