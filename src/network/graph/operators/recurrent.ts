import type { Steps } from '../../../base/steps.ts';
import { checkLength } from '../element-type.ts';
import type { Tensor } from '../graph.ts';
import { type Definition, type Definitions, define } from './definition.ts';
import { sigmoid, softplus } from './elementwise.ts';
import { type Call, numberOf, operand, shapeText, tensorOf, textOf } from './operator.ts';
import { transposed } from './shape.ts';

interface State {
  readonly hidden: Float32Array;
  readonly cell: Float32Array;
}

type Activation = (x: number) => number;

/** What a direction of a recurrent node needs in each step. */
interface Direction {
  readonly call: Call;
  readonly index: number;
  readonly hiddenSize: number;
  readonly activations: readonly Activation[];
  /** Sums of the gates before their activation functions are clipped to this. */
  readonly clip: (x: number) => number;
  /** W x (+ R h, where the layer holds both) of each item. */
  readonly input: (xs: readonly Float32Array[], hidden: readonly Float32Array[]) => Steps<Float32Array[]>;
  readonly recurrent: (hidden: readonly Float32Array[]) => Steps<Float32Array[]>;
}

/** One step of several items: the next state of each. */
type Step = (direction: Direction, xs: readonly Float32Array[], states: readonly State[]) => Steps<State[]>;

/** A recurrent operator: how many gates, its activation functions by default, the places of its inputs, and one step. */
interface Kind {
  readonly gates: number;
  readonly activations: readonly string[];
  readonly hasCell: boolean;
  /** Whether the layer holds [W R], or W and R are two layers. */
  readonly joined: boolean;
  readonly step: Step;
}

/** Activation functions by name (ONNX, RNN family), with the defaults of alpha and beta where they have them. */
const ACTIVATIONS: Readonly<
  Record<string, { make: (alpha: number, beta: number) => Activation; alpha?: number; beta?: number }>
> = {
  relu: { make: () => (x) => Math.max(x, 0) },
  tanh: { make: () => Math.tanh },
  sigmoid: { make: () => sigmoid },
  affine: { make: (alpha, beta) => (x) => alpha * x + beta, alpha: 1, beta: 0 },
  leakyrelu: { make: (alpha) => (x) => (x < 0 ? alpha * x : x), alpha: 0.01 },
  thresholdedrelu: { make: (alpha) => (x) => (x > alpha ? x : 0), alpha: 1 },
  scaledtanh: { make: (alpha, beta) => (x) => alpha * Math.tanh(beta * x), alpha: 1, beta: 1 },
  hardsigmoid: { make: (alpha, beta) => (x) => Math.min(1, Math.max(0, alpha * x + beta)), alpha: 0.2, beta: 0.5 },
  elu: { make: (alpha) => (x) => (x < 0 ? alpha * Math.expm1(x) : x), alpha: 1 },
  softsign: { make: () => (x) => x / (1 + Math.abs(x)) },
  softplus: { make: () => softplus },
};

/** The functions of all gates of all directions; alpha and beta are handed out in order to those that take one. */
function activationsOf(call: Call, names: readonly string[], directions: number): Activation[] {
  const given = textOf(call, 'activations', '');
  const all = given === '' ? Array.from({ length: directions }, () => names).flat() : given.split(',');
  if (all.length !== names.length * directions)
    throw new RangeError(`${all.length} activations, ${names.length * directions} expected`);
  const handOut = (attribute: string): (() => number | undefined) => {
    const list = [...((call.attributes[attribute] as readonly number[] | undefined) ?? [])];
    return () => list.shift();
  };
  const [nextAlpha, nextBeta] = [handOut('activation_alpha'), handOut('activation_beta')];
  return all.map((name) => {
    const key = name.toLowerCase();
    if (!Object.hasOwn(ACTIVATIONS, key)) throw new RangeError(`activation ${name}`);
    const { make, alpha, beta } = ACTIVATIONS[key];
    const a = alpha === undefined ? 0 : (nextAlpha() ?? alpha);
    return make(a, beta === undefined ? 0 : (nextBeta() ?? beta));
  });
}

/**
 * X [steps, batch, inputs] -> Y [steps, directions, batch, hidden], Y_h and Y_c [directions, batch, hidden]; with layout 1 the batch is the first axis of all.
 * One product for each step, direction and item, those of all items together. Behind the end of an item (sequence_lens) Y is 0 and the state stays.
 */
function* run(call: Call, kind: Kind): Steps<readonly Tensor[]> {
  const batchFirst = numberOf(call, 'layout', 0) === 1;
  const [given, state] = [operand(call.inputs, 0), [call.inputs[5], kind.hasCell ? call.inputs[6] : undefined]];
  if (given.shape.length !== 3) throw new RangeError(`an input of shape ${shapeText(given.shape)}, 3 axes expected`);
  const x = batchFirst ? transposed(given, [1, 0, 2]) : given;
  const [initialHidden, initialCell] = state.map((one) => (one && batchFirst ? transposed(one, [1, 0, 2]) : one));
  const [steps, batch, inputs] = x.shape;
  const hidden = numberOf(call, 'hidden_size', call.inputs[2]?.shape[2] ?? 0);
  const way = textOf(call, 'direction', 'forward');
  const directions = way === 'bidirectional' ? 2 : 1;
  const functions = activationsOf(call, kind.activations, directions);
  const output = new Float64Array(checkLength(steps * directions * batch * hidden));
  const [lastHidden, lastCell] = [
    new Float64Array(directions * batch * hidden),
    new Float64Array(directions * batch * hidden),
  ];
  for (let index = 0; index < directions; index++) {
    const direction = directionOf(call, kind, index, hidden, functions);
    const backwards = index === 1 || way === 'reverse';
    const items = Array.from({ length: batch }, (_, item) => item);
    const at = (item: number): number => (index * batch + item) * hidden;
    const lengths = items.map((item) => call.inputs[4]?.values[item] ?? steps);
    const states = items.map(
      (item): State => ({ hidden: part(initialHidden, at(item), hidden), cell: part(initialCell, at(item), hidden) }),
    );
    for (let count = 0; count < Math.max(0, ...lengths); count++) {
      const running = items.filter((item) => count < lengths[item]);
      const timeOf = (item: number): number => (backwards ? lengths[item] - 1 - count : count);
      const xs = running.map((item) => {
        const from = (timeOf(item) * batch + item) * inputs;
        return Float32Array.from(x.values.subarray(from, from + inputs));
      });
      const next = yield* kind.step(
        direction,
        xs,
        running.map((item) => states[item]),
      );
      yield;
      for (const [k, item] of running.entries()) {
        states[item] = next[k];
        output.set(next[k].hidden, ((timeOf(item) * directions + index) * batch + item) * hidden);
      }
    }
    for (const item of items) {
      lastHidden.set(states[item].hidden, at(item));
      lastCell.set(states[item].cell, at(item));
    }
  }
  const tensor = (shape: readonly number[], values: Float64Array): Tensor =>
    tensorOf(x.type, shape, (at) => values[at]);
  const y = tensor([steps, directions, batch, hidden], output);
  const ends = [lastHidden, lastCell].map((values) => tensor([directions, batch, hidden], values));
  return batchFirst ? [transposed(y, [2, 0, 1, 3]), ...ends.map((end) => transposed(end, [1, 0, 2]))] : [y, ...ends];
}

function part(tensor: Tensor | undefined, at: number, length: number): Float32Array {
  return tensor === undefined ? new Float32Array(length) : Float32Array.from(tensor.values.subarray(at, at + length));
}

function directionOf(
  call: Call,
  { gates, activations, joined }: Kind,
  index: number,
  hiddenSize: number,
  functions: readonly Activation[],
): Direction {
  const limit = numberOf(call, 'clip', Infinity);
  const perDirection = joined ? 1 : 2;
  const layers = call.layers.slice(index * perDirection, (index + 1) * perDirection);
  const rows = gates * hiddenSize;
  const bias = call.inputs[3] === undefined ? undefined : part(call.inputs[3], index * 2 * rows, 2 * rows);
  const plain = (input: number, biasFrom: number) => (vector: Float32Array) =>
    plainGates(operand(call.inputs, input), index, rows, vector, bias?.subarray(biasFrom, biasFrom + rows));
  const held = layers.length > 0;
  function* products(layer: string, vectors: readonly Float32Array[]): Steps<Float32Array[]> {
    return [...(yield* call.multiply(layer, vectors))];
  }
  function* recurrent(hidden: readonly Float32Array[]): Steps<Float32Array[]> {
    return held && !joined ? yield* products(layers[1], hidden) : hidden.map(plain(2, rows));
  }
  function* input(xs: readonly Float32Array[], hidden: readonly Float32Array[]): Steps<Float32Array[]> {
    if (held) return yield* products(layers[0], joined ? xs.map((x, item) => joinedVector(x, hidden[item])) : xs);
    const sums = xs.map(plain(1, 0));
    if (!joined) return sums;
    const others = yield* recurrent(hidden);
    return sums.map((own, item) => own.map((sum, row) => sum + others[item][row]));
  }
  return {
    call,
    index,
    hiddenSize,
    activations: functions.slice(index * activations.length, (index + 1) * activations.length),
    clip: (value) => Math.min(Math.max(value, -limit), limit),
    input,
    recurrent,
  };
}

function joinedVector(x: Float32Array, hidden: Float32Array): Float32Array {
  const vector = new Float32Array(x.length + hidden.length);
  vector.set(x);
  vector.set(hidden, x.length);
  return vector;
}

/** Weights that are computed themselves: [directions, rows, columns]. */
function plainGates(
  weights: Tensor,
  direction: number,
  rows: number,
  vector: Float32Array,
  bias?: Float32Array,
): Float32Array {
  const columns = vector.length;
  if (weights.shape[1] !== rows || weights.shape[2] !== columns)
    throw new RangeError(`weights of shape ${shapeText(weights.shape)} for ${rows} gates and ${columns} inputs`);
  return Float32Array.from({ length: rows }, (_, row) => {
    let sum = bias?.[row] ?? 0;
    const from = (direction * rows + row) * columns;
    for (let column = 0; column < columns; column++) sum += weights.values[from + column] * vector[column];
    return sum;
  });
}

/** Gates i, o, f, c of [W R] [x h] + b, with peepholes P of the cell: c' = f c + i g(c~), h' = o h(c'). input_forget: f = 1 - i. */
const lstmStep: Step = function* (direction, xs, states) {
  const gates = yield* direction.input(xs, states.map(hiddenOf));
  return states.map((state, item) => lstmState(direction, gates[item], state));
};

function lstmState(
  { call, index, hiddenSize: size, activations: [f, g, h], clip }: Direction,
  gates: Float32Array,
  { cell }: State,
): State {
  const peepholes = part(call.inputs[7], index * 3 * size, 3 * size);
  const coupled = numberOf(call, 'input_forget', 0) !== 0;
  const [nextCell, nextHidden] = [new Float32Array(size), new Float32Array(size)];
  for (let unit = 0; unit < size; unit++) {
    const gate = (number: number, state: number, peephole: number): number =>
      f(clip(gates[number * size + unit] + peepholes[peephole * size + unit] * state));
    const enter = gate(0, cell[unit], 0);
    const forget = coupled ? 1 - enter : gate(2, cell[unit], 2);
    nextCell[unit] = forget * cell[unit] + enter * g(clip(gates[3 * size + unit]));
    nextHidden[unit] = gate(1, nextCell[unit], 1) * h(nextCell[unit]);
  }
  return { hidden: nextHidden, cell: nextCell };
}

/** Gates z, r, h. With linear_before_reset r scales R h + b; otherwise R acts on r h, which takes a product of its own. */
const gruStep: Step = function* ({ call, hiddenSize: size, activations: [f, g], clip, input, recurrent }, xs, states) {
  const w = yield* input(xs, states.map(hiddenOf));
  const r = yield* recurrent(states.map(hiddenOf));
  const gate = (item: number, number: number): Float32Array =>
    states[item].hidden.map((_, unit) => f(clip(w[item][number * size + unit] + r[item][number * size + unit])));
  const resets = states.map((_, item) => gate(item, 1));
  const linearFirst = numberOf(call, 'linear_before_reset', 0) !== 0;
  const inner = linearFirst
    ? r
    : yield* recurrent(states.map(({ hidden }, item) => hidden.map((value, unit) => resets[item][unit] * value)));
  return states.map(({ hidden, cell }, item) => {
    const update = gate(item, 0);
    const next = hidden.map((value, unit) => {
      const reset = linearFirst ? resets[item][unit] : 1;
      const candidate = g(clip(w[item][2 * size + unit] + reset * inner[item][2 * size + unit]));
      return (1 - update[unit]) * candidate + update[unit] * value;
    });
    return { hidden: next, cell };
  });
};

/** h' = f(W x + R h + b). */
const rnnStep: Step = function* ({ activations: [f], clip, input }, xs, states) {
  const sums = yield* input(xs, states.map(hiddenOf));
  return states.map(({ cell }, item) => ({ hidden: sums[item].map((sum) => f(clip(sum))), cell }));
};

function hiddenOf({ hidden }: State): Float32Array {
  return hidden;
}

const ATTRIBUTES = {
  activations: 'text',
  activation_alpha: 'numbers',
  activation_beta: 'numbers',
  clip: 'number',
  direction: ['forward', 'reverse', 'bidirectional'],
  hidden_size: 'number',
  layout: [0, 1],
  // Before opset 7: whether Y is wanted; it is made either way.
  output_sequence: 'any',
} as const;

function recurrent(inputs: string, outputs: string, kind: Kind, more: Definition['attributes'] = {}): Definition {
  return define(inputs, (call) => run(call, kind), { outputs, attributes: { ...ATTRIBUTES, ...more } });
}

/** Recurrent operators: one product for each step and direction; the hidden state is part of the input vector. */
export const RECURRENT: Definitions = {
  LSTM: recurrent(
    'X W R B? sequence_lens? initial_h? initial_c? P?',
    'Y Y_h Y_c',
    { gates: 4, activations: ['Sigmoid', 'Tanh', 'Tanh'], hasCell: true, joined: true, step: lstmStep },
    { input_forget: [0, 1] },
  ),
  GRU: recurrent(
    'X W R B? sequence_lens? initial_h?',
    'Y Y_h',
    { gates: 3, activations: ['Sigmoid', 'Tanh'], hasCell: false, joined: false, step: gruStep },
    { linear_before_reset: [0, 1] },
  ),
  RNN: recurrent('X W R B? sequence_lens? initial_h?', 'Y Y_h', {
    gates: 1,
    activations: ['Tanh'],
    hasCell: false,
    joined: true,
    step: rnnStep,
  }),
};
