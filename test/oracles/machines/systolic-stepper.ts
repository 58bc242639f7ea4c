/**
 * A systolic array ticked cycle by cycle, value by value: every register of every place is moved by hand. Written from the description of the three dataflows, apart
 * from src/machines/systolic, which has closed forms.
 */
export interface SteppedArray {
  readonly rows: number;
  readonly columns: number;
  readonly dataflow: 'weightStationary' | 'inputStationary' | 'outputStationary';
}

export interface Stepped {
  /** Number of the last cycle, counted from 0, as SCALE-Sim counts. */
  cycles: number;
  folds: number;
  multiplies: number;
  weightReads: number;
  inputReads: number;
  sumReads: number;
  sumWrites: number;
  weightSteps: number;
  inputSteps: number;
  sumSteps: number;
  readonly outputs: number[][];
}

type Matrix = readonly (readonly number[])[];

/** outputs[t][n] = sum over k of weights[k][n] x inputs[t][k]. */
export function stepSystolic(array: SteppedArray, weights: Matrix, inputs: Matrix): Stepped {
  const [count, depth, width] = [inputs.length, weights.length, weights[0].length];
  const stepped: Stepped = {
    cycles: 0,
    folds: 0,
    multiplies: 0,
    weightReads: 0,
    inputReads: 0,
    sumReads: 0,
    sumWrites: 0,
    weightSteps: 0,
    inputSteps: 0,
    sumSteps: 0,
    outputs: inputs.map(() => new Array<number>(width).fill(0)),
  };
  if (array.dataflow === 'outputStationary') outputStationary(array, weights, inputs, stepped);
  else if (array.dataflow === 'weightStationary')
    stationary(array, depth, width, count, {
      held: (k, n) => weights[k][n],
      streamed: (k, t) => inputs[t][k],
      sum: (n, t) => [t, n],
      stepped,
      heldName: 'weight',
    });
  else
    stationary(array, depth, count, width, {
      held: (k, t) => inputs[t][k],
      streamed: (k, n) => weights[k][n],
      sum: (t, n) => [t, n],
      stepped,
      heldName: 'input',
    });
  stepped.cycles -= 1;
  return stepped;
}

interface Stationary {
  readonly held: (row: number, column: number) => number;
  readonly streamed: (row: number, step: number) => number;
  readonly sum: (column: number, step: number) => readonly [number, number];
  readonly stepped: Stepped;
  readonly heldName: 'weight' | 'input';
}

type Cell = number | undefined;

function empty(rows: number, columns: number): Cell[][] {
  return Array.from({ length: rows }, () => new Array<Cell>(columns).fill(undefined));
}

/** One operand lies in the array, the other comes in from the left, sums fall from the top to the foot. */
function stationary(
  { rows, columns }: SteppedArray,
  high: number,
  wide: number,
  steps: number,
  { held, streamed, sum, stepped, heldName }: Stationary,
): void {
  const streamName = heldName === 'weight' ? 'input' : 'weight';
  for (let left = 0; left < wide; left += columns)
    for (let top = 0; top < high; top += rows) {
      stepped.folds++;
      const [r, c] = [Math.min(rows, high - top), Math.min(columns, wide - left)];
      let lying = empty(rows, columns);
      for (let tick = 0; tick < rows; tick++) {
        const next = empty(rows, columns);
        const entering = rows - 1 - tick;
        for (let j = 0; j < c; j++) {
          if (entering < r) {
            next[0][j] = held(top + entering, left + j);
            stepped[`${heldName}Reads`]++;
          }
          for (let i = 1; i < rows; i++) next[i][j] = lying[i - 1][j];
        }
        stepped[`${heldName}Steps`] += next.flat().filter((value) => value !== undefined).length;
        lying = next;
        stepped.cycles++;
      }
      // a token goes with each vector through the whole array, used or not
      let tokens = empty(rows, columns);
      let values = empty(rows, columns);
      let sums = empty(rows, columns);
      for (let tick = 0, over = false; !over; tick++) {
        const [nextTokens, nextValues, nextSums] = [empty(rows, columns), empty(rows, columns), empty(rows, columns)];
        for (let i = 0; i < rows; i++)
          for (let j = 0; j < columns; j++) {
            const step = tick - i;
            const token = j === 0 ? (step >= 0 && step < steps ? step : undefined) : tokens[i][j - 1];
            nextTokens[i][j] = token;
            if (token === undefined || j >= c) continue;
            let above: Cell = sums[i - 1]?.[j];
            if (i === 0) {
              const [row, column] = sum(left + j, token);
              above = 0;
              if (top > 0) {
                stepped.sumReads++;
                above = stepped.outputs[row][column];
              }
            }
            if (i < r) {
              if (j === 0) stepped[`${streamName}Reads`]++;
              const value = j === 0 ? streamed(top + i, token) : values[i][j - 1]!;
              nextValues[i][j] = value;
              stepped[`${streamName}Steps`]++;
              stepped.multiplies++;
              above = above! + value * lying[i][j]!;
            }
            nextSums[i][j] = above;
            stepped.sumSteps++;
            if (i === rows - 1) {
              const [row, column] = sum(left + j, token);
              stepped.outputs[row][column] = above!;
              stepped.sumWrites++;
            }
          }
        [tokens, values, sums] = [nextTokens, nextValues, nextSums];
        stepped.cycles++;
        over = tokens[rows - 1][columns - 1] === steps - 1;
      }
    }
}

/** Inputs come in from the left, weights from the top, each place adds up one output; finished sums fall to the foot while the next fold begins. */
function outputStationary({ rows, columns }: SteppedArray, weights: Matrix, inputs: Matrix, stepped: Stepped): void {
  const [count, depth, width] = [inputs.length, weights.length, weights[0].length];
  for (let left = 0; left < width; left += columns)
    for (let top = 0; top < count; top += rows) {
      stepped.folds++;
      const [r, c] = [Math.min(rows, count - top), Math.min(columns, width - left)];
      let fromLeft = empty(rows, columns);
      let fromTop = empty(rows, columns);
      const sums = empty(rows, columns);
      let last = -1;
      for (let tick = 0; last < depth - 1; tick++) {
        const [nextLeft, nextTop] = [empty(rows, columns), empty(rows, columns)];
        for (let i = 0; i < rows; i++)
          for (let j = 0; j < columns; j++) {
            const k = tick - i - j;
            if (k < 0 || k >= depth) continue;
            if (i === rows - 1 && j === columns - 1) last = k;
            if (i >= r || j >= c) continue;
            if (j === 0) stepped.inputReads++;
            if (i === 0) stepped.weightReads++;
            nextLeft[i][j] = j === 0 ? inputs[top + i][k] : fromLeft[i][j - 1];
            nextTop[i][j] = i === 0 ? weights[k][left + j] : fromTop[i - 1][j];
            stepped.inputSteps++;
            stepped.weightSteps++;
            stepped.sumSteps++;
            stepped.multiplies++;
            sums[i][j] = (sums[i][j] ?? 0) + nextLeft[i][j]! * nextTop[i][j]!;
          }
        [fromLeft, fromTop] = [nextLeft, nextTop];
        stepped.cycles++;
      }
      for (let out = r - 1; out >= 0; out--)
        for (let j = 0; j < c; j++) {
          stepped.outputs[top + out][left + j] = sums[r - 1][j]!;
          stepped.sumWrites++;
          for (let i = r - 1; i > 0; i--) sums[i][j] = sums[i - 1][j];
          sums[0][j] = undefined;
          stepped.sumSteps += out + 1;
        }
    }
}
