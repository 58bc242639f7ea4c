import type { Memory } from '../base/budget.ts';

/** What happened when in one product of a layer, state by state (a state is what registers hold between two clock edges; state 0 is the reset). */
export interface Timeline {
  readonly schemaVersion: 1;
  readonly kind: 'timeline';
  readonly layer: string;
  /** Name of the hardware config. */
  readonly machine: string;
  readonly clockHz: number;
  /** Of the whole layer. */
  readonly cycles: number;
  readonly processingElements: number;
  /** Items that fit a queue. */
  readonly queueCapacity: number;
  /** The states that are shown, both included; state 1 is the first. */
  readonly from: number;
  readonly to: number;
  /** Those that are waited for or sent in these states. */
  readonly broadcasts: readonly Broadcast[];
  /** The processing elements that are shown. */
  readonly lanes: readonly Lane[];
}

/** An activation on its way to all queues. */
export interface Broadcast {
  /** Number among the items sent, from 0. */
  readonly item: number;
  /** Of the matrix; the bias has the number of inputs. */
  readonly column: number;
  readonly activation: number;
  /** State in which the scan finds it; it is held while any queue is full. */
  readonly found: number;
  /** State from which on it stands in all queues. */
  readonly sent: number;
}

/** One processing element. */
export interface Lane {
  readonly processingElement: number;
  readonly takes: readonly Take[];
  /** States in which its queue is full and an activation waits for that, both ends included. */
  readonly blocked: readonly (readonly [from: number, to: number])[];
}

/** An item that a processing element takes from its queue. */
export interface Take {
  readonly item: number;
  readonly column: number;
  /** It stands in the queue from this state on ... */
  readonly queued: number;
  /** ... and occupies the pointer stage from this state ... */
  readonly from: number;
  /** ... until before this one: a state for each entry, one state where the column holds nothing for this PE. */
  readonly to: number;
  readonly entries: readonly Entry[];
}

/** A stored entry in the pointer stage; the line register has it one state later, code look-up two, multiply three, add four, the write five. */
export interface Entry {
  /** Of the matrix; of a padding zero the row where it stands. */
  readonly row: number;
  /** 0 is a padding zero; null where the machine stores no codes. */
  readonly code: number | null;
  /** Whether a line of the sparse-matrix memory is read for it. */
  readonly readsLine: boolean;
  /** Whether it takes the sum straight from the adder, because the entry before it writes the same row. */
  readonly bypasses: boolean;
}

/** Which part of a layer's timeline is wanted. */
export interface TimelineWindow {
  /** All by default. */
  readonly processingElements?: readonly number[];
  /** States, both included; all by default. */
  readonly cycles?: readonly [from: number, to: number];
  readonly memory?: Memory;
}

/** A padding zero multiplies nothing. */
export function isPadding({ code }: Entry): boolean {
  return code === 0;
}
