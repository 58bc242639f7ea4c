import type { Steps } from '../../../base/steps.ts';
import type { Tensor } from '../graph.ts';
import { type Call, numberOf, operand, type SteppedOperator } from './operator.ts';

/** Recurrent operators (ONNX, default activations): one product for each step and direction; the hidden state is part of the input vector. */
export const RECURRENT: Readonly<Record<string, SteppedOperator>> = {
  LSTM: (call) => run(call, 5, 6, lstmStep),
  GRU: (call) => run(call, 5, -1, gruStep),
};

interface State {
  hidden: Float32Array;
  cell: Float32Array;
}

type Step = (call: Call, layers: readonly string[], input: Float32Array, state: State) => State;

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** X [steps, batch, inputs] -> Y [steps, directions, batch, hidden], Y_h and Y_c [directions, batch, hidden]. */
function* run(call: Call, hiddenInput: number, cellInput: number, step: Step): Steps<readonly Tensor[]> {
  const { shape, values } = operand(call.inputs, 0);
  const [steps, batch, inputs] = shape;
  const hidden = numberOf(call, 'hidden_size', 0);
  // A GRU, which has no cell, has a layer for its input and one for its recurrence.
  const perDirection = cellInput < 0 ? 2 : 1;
  const directions = call.layers.length / perDirection;
  const output = new Float32Array(steps * directions * batch * hidden);
  const lastHidden = new Float32Array(directions * batch * hidden);
  const lastCell = new Float32Array(directions * batch * hidden);
  for (let direction = 0; direction < directions; direction++) {
    const layers = call.layers.slice(direction * perDirection, (direction + 1) * perDirection);
    const backwards = direction === 1 || call.attributes.direction === 'reverse';
    for (let item = 0; item < batch; item++) {
      const at = (direction * batch + item) * hidden;
      let state = { hidden: initial(call, hiddenInput, at, hidden), cell: initial(call, cellInput, at, hidden) };
      for (let count = 0; count < steps; count++) {
        const time = backwards ? steps - 1 - count : count;
        const from = (time * batch + item) * inputs;
        state = step(call, layers, Float32Array.from(values.subarray(from, from + inputs)), state);
        yield;
        output.set(state.hidden, ((time * directions + direction) * batch + item) * hidden);
      }
      lastHidden.set(state.hidden, at);
      lastCell.set(state.cell, at);
    }
  }
  const last = [directions, batch, hidden];
  return [
    { shape: [steps, directions, batch, hidden], values: output },
    { shape: last, values: lastHidden },
    { shape: last, values: lastCell },
  ];
}

function initial(call: Call, input: number, at: number, length: number): Float32Array {
  const given = call.inputs[input];
  return given === undefined ? new Float32Array(length) : Float32Array.from(given.values.subarray(at, at + length));
}

/** Gates i, o, f, c of [W R] [x h] + b: c' = f c + i tanh(c~), h' = o tanh(c'). */
function lstmStep({ multiply }: Call, [layer]: readonly string[], input: Float32Array, { hidden, cell }: State): State {
  const size = hidden.length;
  const vector = new Float32Array(input.length + size);
  vector.set(input);
  vector.set(hidden, input.length);
  const gates = multiply(layer, vector);
  const nextCell = cell.map(
    (old, unit) => sigmoid(gates[2 * size + unit]) * old + sigmoid(gates[unit]) * Math.tanh(gates[3 * size + unit]),
  );
  return { hidden: nextCell.map((value, unit) => sigmoid(gates[size + unit]) * Math.tanh(value)), cell: nextCell };
}

/** Gates z, r, h. With linear_before_reset r scales R h + b; otherwise R acts on r h, which takes a product of its own. */
function gruStep(
  call: Call,
  [inputLayer, recurrentLayer]: readonly string[],
  input: Float32Array,
  { hidden, cell }: State,
): State {
  const size = hidden.length;
  const w = call.multiply(inputLayer, input);
  const r = call.multiply(recurrentLayer, hidden);
  const update = hidden.map((_, unit) => sigmoid(w[unit] + r[unit]));
  const reset = hidden.map((_, unit) => sigmoid(w[size + unit] + r[size + unit]));
  const linearFirst = numberOf(call, 'linear_before_reset', 0) !== 0;
  const inner = linearFirst
    ? r
    : call.multiply(
        recurrentLayer,
        hidden.map((value, unit) => reset[unit] * value),
      );
  const next = hidden.map((value, unit) => {
    const candidate = Math.tanh(w[2 * size + unit] + (linearFirst ? reset[unit] : 1) * inner[2 * size + unit]);
    return (1 - update[unit]) * candidate + update[unit] * value;
  });
  return { hidden: next, cell };
}
