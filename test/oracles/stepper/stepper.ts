import { type Element, type ElementCounts, isQuiet, type MachineLayer, machine, observe, tic } from './machine.ts';
import type { PointerState } from './pointer-stage.ts';

export type { ElementCounts } from './machine.ts';

/** A layer, a machine, and when a run ends: like the authors' loop (early stop included), or when nothing is left. */
export interface StepperLayer extends Omit<MachineLayer, 'initialLine'> {
  readonly rule: 'reference' | 'drained';
}

export interface StepperResult {
  readonly cycles: number;
  /** Items of the layer, the bias included; an early stop may come before the last one is sent. */
  readonly broadcasts: number;
  /** Hits sent and misses, up to the one that takes the row behind the activations, and the bias. */
  readonly scanCycles: number;
  /** Cycles in which the scan held a hit and some queue was full. */
  readonly stallCycles: number;
  readonly perElement: readonly ElementCounts[];
  readonly outputs: Float32Array;
}

/** The loop of the authors' simulator never ends before this many tics (quirk Q13). */
const fewestCycles = 9;

/** Row r is local row floor(r / PEs) of PE r mod PEs. */
function gather(elements: readonly Element[], rows: number): Float32Array {
  return Float32Array.from({ length: rows }, (_, row) => {
    const { accumulators } = elements[row % elements.length].arithmetic;
    return accumulators[Math.floor(row / elements.length)];
  });
}

/** Adds up what the PEs did in each state of the run; states after the last cycle do not count. */
function countStates(elements: readonly Element[], states: readonly PointerState[][], cycles: number): ElementCounts[] {
  for (const state of states.slice(0, cycles)) for (const [pe, { counts }] of elements.entries()) counts[state[pe]]++;
  return elements.map(({ counts }) => counts);
}

/**
 * Steps a layer through every cycle of the machine, register by register, as sections 1 to 6 and 8 of the timing rules tell.
 * Rule `reference` stops like the authors' loop, early stop included; `drained` runs until nothing is left and counts all work.
 */
export function step(layer: StepperLayer): StepperResult {
  if (layer.queueDepth < 2) throw new RangeError('an activation queue needs at least 2 slots (quirk Q3)');
  const isReference = layer.rule === 'reference';
  const state = machine({ ...layer, initialLine: isReference ? 0xffff : -1 });
  const anyWritten = () => state.elements.some(({ arithmetic }) => arithmetic.wires.hasWritten);
  const isDone = () => (isReference ? state.feeder.wires.isEmpty && !anyWritten() : isQuiet(state));
  const states: PointerState[][] = [];
  let [scanCycles, stallCycles, feederEmptyAt, lastWrittenAt] = [0, 0, 0, 0];

  while (!isDone() || states.length < fewestCycles) {
    const { sends, hitLane } = state.scan.wires;
    if (sends || (hitLane < 0 && !state.feeder.wires.isEmpty)) scanCycles++;
    tic(state);
    states.push(observe(state));
    if (state.scan.wires.hitLane >= 0 && state.scan.wires.isAnyQueueFull) stallCycles++;
    if (!state.feeder.wires.isEmpty) feederEmptyAt = states.length + 1;
    if (anyWritten()) lastWrittenAt = states.length;
  }
  const cycles = isReference ? states.length : Math.max(fewestCycles, feederEmptyAt, lastWrittenAt + 1);
  return {
    cycles,
    broadcasts: state.feeder.items,
    scanCycles,
    stallCycles,
    perElement: countStates(state.elements, states, cycles),
    outputs: gather(state.elements, layer.rows),
  };
}
