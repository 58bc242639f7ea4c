import type { LineStage } from './line-stage.ts';

/** An entry on its way through the pipeline. `writes` is false for a padding zero and for an empty slot. */
interface Operation {
  readonly writes: boolean;
  readonly row: number;
  readonly weight: number;
  readonly activation: number;
}

/** Row and codebook look-up, multiply, add, write back (section 5): fp32, one rounding each for the product and the sum. */
export interface ArithmeticStage {
  readonly wires: {
    /** The adder result is taken instead of the accumulator read. */
    isBypassed: boolean;
    /** Register behind the write: set in the state after the accumulator memory was written. */
    hasWritten: boolean;
    isBusy: boolean;
  };
  readonly accumulators: Float32Array;
  update(line: LineStage['wires']): void;
  propagate(): void;
}

const nothing: Operation = { writes: false, row: 0, weight: 0, activation: 0 };

export function arithmeticStage(codebook: ArrayLike<number>, localRows: number): ArithmeticStage {
  const accumulators = new Float32Array(localRows);
  let runningRow = 0;
  let looking = nothing;
  let multiplying = nothing;
  let adding = nothing;
  let product = 0;
  let addend = 0;
  let sum = 0;
  let hasWritten = false;
  const wires = { isBypassed: false, hasWritten: false, isBusy: false };

  /** The operation that the line stage hands over; padding zeros advance the running row too. */
  function decode(line: LineStage['wires']): Operation {
    if (!line.isValid) return nothing;
    const row = runningRow + line.relativeIndex;
    runningRow = line.isLastOfColumn ? 0 : row + 1;
    return { writes: line.code !== 0, row, weight: codebook[line.code], activation: line.activation };
  }

  return {
    wires,
    accumulators,
    update(line) {
      addend = wires.isBypassed ? sum : accumulators[multiplying.row];
      product = Math.fround(multiplying.weight * multiplying.activation);
      if (adding.writes) accumulators[adding.row] = sum;
      hasWritten = adding.writes;
      adding = multiplying;
      multiplying = looking;
      looking = decode(line);
    },
    propagate() {
      sum = Math.fround(product + addend);
      wires.isBypassed = multiplying.writes && adding.writes && multiplying.row === adding.row;
      wires.hasWritten = hasWritten;
      wires.isBusy = looking.writes || multiplying.writes || adding.writes;
    },
  };
}
