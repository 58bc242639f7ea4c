/** A layer on an EIE-like machine, cycle by cycle: what every register holds behind each clock edge. For layers small enough to be looked at. */
export interface LayerSteps {
  readonly layer: string;
  readonly cycles: number;
  readonly processingElements: number;
  readonly rows: number;
  readonly columns: number;
  /** Items that fit a queue. */
  readonly queueCapacity: number;
  readonly entriesPerLine: number;
  /** The inputs in the activation format; the column behind them is the bias, whose input is 1. */
  readonly activations: readonly number[];
  /** Value of each code, in the weight format. */
  readonly codebook: readonly number[];
  /** What the sparse-matrix memory of each PE holds. */
  readonly streams: readonly (readonly StoredEntry[])[];
  /** State k is what holds behind k clock edges; 0 is the reset, the last has the number of cycles. */
  readonly states: readonly MachineState[];
}

export interface StoredEntry {
  readonly column: number;
  /** Of the matrix; of a padding zero the row where it stands. */
  readonly row: number;
  /** 0 is a padding zero. */
  readonly code: number;
  /** Rows of this PE that are skipped since the entry before. */
  readonly relativeIndex: number;
}

export interface MachineState {
  readonly cycle: number;
  readonly scan: ScanState;
  readonly elements: readonly ElementState[];
  /** `component.action` -> how often until now; in the last state as the run counts them. */
  readonly actionCounts: Readonly<Record<string, number>>;
}

/** The leading non-zero detection. */
export interface ScanState {
  /** Of the activations in the scan register; null behind the reset and where all rows are done. */
  readonly row: number | null;
  /**
   * What the next edge finds: the register is still empty (reset), a hit that is sent to all queues (send), one that waits for a full queue (wait), no further hit
   * in the row (miss), nothing left (done).
   */
  readonly does: 'reset' | 'send' | 'wait' | 'miss' | 'done';
  /** The hit, where there is one. */
  readonly hit: Sendable | null;
  /** PEs whose queues are full. */
  readonly full: readonly number[];
  /** Items that were sent until now. */
  readonly sent: number;
}

/** An activation that is sent to all PEs. */
export interface Sendable {
  /** Number among the items sent, from 0. */
  readonly item: number;
  readonly column: number;
  readonly activation: number;
}

/** A processing element. */
export interface ElementState {
  /** What its pointer stage does. */
  readonly does: 'busy' | 'emptyColumn' | 'starved';
  /** Its full queue holds up the broadcast to all. */
  readonly blocks: boolean;
  /** The head first. */
  readonly queue: readonly Sendable[];
  /** The column that is worked on. */
  readonly pointer: PointerStage | null;
  /** Which line of the sparse-matrix memory the line register holds, and the entry that is cut out of it. */
  readonly line: { readonly line: number; readonly entry: Flight | null } | null;
  /** The entries in the stages behind: code and row looked up, multiplied, added, written with this edge. */
  readonly lookUp: Flight | null;
  readonly multiply: Flight | null;
  readonly add: Flight | null;
  readonly written: Flight | null;
  /** Sums of its rows: local row r is row r x PEs + PE of the matrix. */
  readonly accumulators: readonly number[];
  /** Cycles until now, by what it did in them. */
  readonly soFar: {
    readonly busy: number;
    readonly emptyColumn: number;
    readonly starved: number;
    readonly blocked: number;
    readonly bypasses: number;
  };
}

/** The column in the pointer stage: entries first to end - 1 of the PE's stream. */
export interface PointerStage extends Sendable {
  readonly first: number;
  readonly end: number;
  /** The entry that it hands on now; `end` of an empty column. */
  readonly at: number;
  /** Whether it was taken from the queue with this edge: its two pointers are read. */
  readonly isTaken: boolean;
}

/** An entry on its way through the pipeline. */
export interface Flight {
  /** In the PE's stream. */
  readonly address: number;
  readonly column: number;
  readonly row: number;
  /** 0 is a padding zero, which multiplies nothing. */
  readonly code: number;
  readonly relativeIndex: number;
  readonly weight: number;
  readonly activation: number;
  /** Rounded to the accumulator's format; null of a padding zero. */
  readonly product: number | null;
  /** The sum before and behind; null of a padding zero. */
  readonly addend: number | null;
  readonly sum: number | null;
  /** Whether a line of the sparse-matrix memory is read for it. */
  readonly readsLine: boolean;
  /** Whether the sum before comes straight from the adder, because the entry before it writes the same row. */
  readonly bypasses: boolean;
}
