import {
  type Element,
  type ElementCounts,
  isQuiet,
  type MachineLayer,
  machine,
  observe,
  tic,
} from './stepper/machine.ts';

export type { ElementCounts } from './stepper/machine.ts';

/** A layer, a machine, and when a run ends: like the authors' loop (early stop included), or when nothing is left. */
export interface StepperLayer extends MachineLayer {
  readonly rule: 'reference' | 'drained';
}

export interface StepperResult {
  readonly cycles: number;
  /** Items of the layer, the bias included; an early stop may come before the last one is sent. */
  readonly broadcasts: number;
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

/**
 * Steps a layer through every cycle of the machine, register by register, as sections 1 to 6 and 8 of the timing rules tell.
 * Rule `reference` stops like the authors' loop, early stop included; `drained` runs until nothing is left and counts everything.
 */
export function step(layer: StepperLayer): StepperResult {
  if (layer.queueDepth < 2) throw new RangeError('an activation queue needs at least 2 slots (quirk Q3)');
  const state = machine(layer);
  const anyWritten = () => state.elements.some(({ arithmetic }) => arithmetic.wires.hasWritten);
  let [tics, stallCycles, feederEmptyAt, lastWrittenAt] = [0, 0, 0, 0];
  const isDone = () =>
    layer.rule === 'drained' ? isQuiet(state) : state.feeder.wires.isEmpty && !anyWritten() && tics >= fewestCycles;

  while (!isDone()) {
    tic(state);
    tics++;
    observe(state);
    if (state.scan.wires.hitLane >= 0 && state.scan.wires.isAnyQueueFull) stallCycles++;
    if (!state.feeder.wires.isEmpty) feederEmptyAt = tics + 1;
    if (anyWritten()) lastWrittenAt = tics;
  }
  const cycles = layer.rule === 'drained' ? Math.max(fewestCycles, feederEmptyAt, lastWrittenAt + 1) : tics;
  const perElement = state.elements.map(({ counts }) => counts);
  // A drained layer may end before the last empty columns are through; whatever a PE did not do within the cycles it was starved.
  for (const counts of perElement) counts.starved = cycles - counts.busy - counts.emptyColumn;
  return {
    cycles,
    broadcasts: state.feeder.items,
    stallCycles,
    perElement,
    outputs: gather(state.elements, layer.rows),
  };
}
