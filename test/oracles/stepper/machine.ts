import { type ArithmeticStage, arithmeticStage } from './arithmetic-stage.ts';
import { broadcast } from './broadcast.ts';
import { type LineStage, lineStage } from './line-stage.ts';
import { type PointerStage, type PointerState, pointerStage } from './pointer-stage.ts';
import { rowFeeder, type Skips } from './row-feeder.ts';

/** A layer as the machine holds it, in plain arrays. */
export interface MachineLayer {
  readonly processingElements: number;
  /** Slots of an activation queue, at least 2; it holds one item less. */
  readonly queueDepth: number;
  readonly entriesPerLine: number;
  readonly rows: number;
  readonly activations: ArrayLike<number>;
  readonly hasBias: boolean;
  readonly skips: Skips;
  /** Line that a PE seems to hold before its first read: 0xffff in the authors' simulator (quirk Q4), -1 is none. */
  readonly initialLine: number;
  readonly codebook: ArrayLike<number>;
  /** Per PE: where each column starts in its stream; columns padded to whole scan rows, then the bias column, then the end. */
  readonly pointers: readonly ArrayLike<number>[];
  /** Per PE and entry. */
  readonly codes: readonly ArrayLike<number>[];
  readonly relativeIndices: readonly ArrayLike<number>[];
}

/** What one PE did. In each state of a run it is busy, in an empty column or starved. */
export interface ElementCounts {
  busy: number;
  emptyColumn: number;
  starved: number;
  blocked: number;
  bypasses: number;
  pointerReads: number;
  lineReads: number;
  multiplyAccumulates: number;
}

/** One PE: three stages and what they did. */
export interface Element {
  readonly pointer: PointerStage;
  readonly line: LineStage;
  readonly arithmetic: ArithmeticStage;
  readonly counts: ElementCounts;
}

function element(layer: MachineLayer, pe: number): Element {
  return {
    pointer: pointerStage(layer.pointers[pe]),
    line: lineStage(layer.codes[pe], layer.relativeIndices[pe], layer.entriesPerLine, layer.initialLine),
    arithmetic: arithmeticStage(layer.codebook, Math.ceil(layer.rows / layer.processingElements)),
    counts: {
      busy: 0,
      emptyColumn: 0,
      starved: 0,
      blocked: 0,
      bypasses: 0,
      pointerReads: 0,
      lineReads: 0,
      multiplyAccumulates: 0,
    },
  };
}

/** All modules of the machine in state 0. */
export function machine(layer: MachineLayer) {
  const feeder = rowFeeder(layer.activations, layer.processingElements, layer.hasBias, layer.skips);
  const scan = broadcast(layer.processingElements, layer.queueDepth);
  const elements = Array.from({ length: layer.processingElements }, (_, pe) => element(layer, pe));
  const modules = [feeder, scan, ...elements.flatMap(({ pointer, line, arithmetic }) => [pointer, line, arithmetic])];
  const propagate = () => {
    for (const module of modules) module.propagate();
  };
  propagate();
  return { feeder, scan, elements, propagate };
}

export type Machine = ReturnType<typeof machine>;

/** One clock edge: registers take the wires as they were, then the wires follow the registers. */
export function tic({ feeder, scan, elements, propagate }: Machine): void {
  const { heads, loadsRow } = scan.wires;
  const nextRow = { ...feeder.wires };
  const pops = elements.map(({ pointer }) => pointer.wires.readsNext);
  feeder.update(loadsRow);
  for (const [pe, { pointer, line, arithmetic, counts }] of elements.entries()) {
    arithmetic.update(line.wires);
    if (line.update(pointer.wires)) counts.lineReads++;
    if (pointer.update(heads[pe])) counts.pointerReads++;
  }
  scan.update(nextRow, pops);
  propagate();
}

/** Counts what the state after a tic shows, per PE, and tells what each pointer stage does in it. */
export function observe({ scan, elements }: Machine): PointerState[] {
  const holdsHit = scan.wires.hitLane >= 0;
  for (const [pe, { arithmetic, counts }] of elements.entries()) {
    if (holdsHit && scan.wires.isQueueFull[pe]) counts.blocked++;
    if (arithmetic.wires.isBypassed) counts.bypasses++;
    if (arithmetic.wires.hasWritten) counts.multiplyAccumulates++;
  }
  return elements.map(({ pointer }) => pointer.wires.state);
}

/** Nothing is left anywhere: no hit in the scan, no item in a queue, no column in a PE, no entry in a pipeline (section 8). */
export function isQuiet({ feeder, scan, elements }: Machine): boolean {
  return (
    feeder.wires.isEmpty &&
    scan.wires.hitLane < 0 &&
    elements.every(
      ({ pointer, line, arithmetic }, pe) =>
        scan.wires.heads[pe] === undefined &&
        pointer.wires.state === 'starved' &&
        !line.wires.isValid &&
        !arithmetic.wires.isBusy &&
        !arithmetic.wires.hasWritten,
    )
  );
}
