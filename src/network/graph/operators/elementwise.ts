import type { Tensor } from '../graph.ts';
import { type Call, first, numberOf, type Operator, operand, sizeOf } from './operator.ts';

/** An operator on each element. */
function each(compute: (x: number, call: Call) => number): Operator {
  return (call) => {
    const { shape, values } = first(call);
    return [{ shape, values: Float32Array.from(values, (x) => compute(x, call)) }];
  };
}

/** An operator on two tensors, broadcast as numpy does; more than two inputs are taken in order. */
function pairwise(compute: (a: number, b: number) => number): Operator {
  return ({ inputs }) => [
    inputs
      .slice(1)
      .reduce<Tensor>((left, _, at) => broadcast(left, operand(inputs, at + 1), compute), operand(inputs, 0)),
  ];
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Operators that treat every element alike. */
export const ELEMENTWISE: Readonly<Record<string, Operator>> = {
  Relu: each((x) => Math.max(x, 0)),
  LeakyRelu: each((x, call) => (x < 0 ? x * numberOf(call, 'alpha', 0.01) : x)),
  Sigmoid: each(sigmoid),
  Tanh: each(Math.tanh),
  HardSigmoid: each((x, call) =>
    Math.min(1, Math.max(0, numberOf(call, 'alpha', 0.2) * x + numberOf(call, 'beta', 0.5))),
  ),
  HardSwish: each((x) => x * Math.min(1, Math.max(0, x / 6 + 0.5))),
  Erf: each(erf),
  Exp: each(Math.exp),
  Log: each(Math.log),
  Sqrt: each(Math.sqrt),
  Neg: each((x) => -x),
  Abs: each(Math.abs),
  Clip: (call) => {
    const low = call.inputs[1]?.values[0] ?? numberOf(call, 'min', -Infinity);
    const high = call.inputs[2]?.values[0] ?? numberOf(call, 'max', Infinity);
    const { shape, values } = first(call);
    return [{ shape, values: Float32Array.from(values, (x) => Math.min(Math.max(x, low), high)) }];
  },
  Add: pairwise((a, b) => a + b),
  Sub: pairwise((a, b) => a - b),
  Mul: pairwise((a, b) => a * b),
  Div: pairwise((a, b) => a / b),
  Pow: pairwise((a, b) => a ** b),
  Max: pairwise(Math.max),
  Min: pairwise(Math.min),
  Sum: pairwise((a, b) => a + b),
};

function broadcast(a: Tensor, b: Tensor, compute: (a: number, b: number) => number): Tensor {
  const dimensions = Math.max(a.shape.length, b.shape.length);
  const [left, right] = [a, b].map(({ shape }) => [...new Array<number>(dimensions - shape.length).fill(1), ...shape]);
  const shape = left.map((size, axis) => {
    if (size !== right[axis] && size !== 1 && right[axis] !== 1)
      throw new RangeError(`shapes [${a.shape.join(', ')}] and [${b.shape.join(', ')}] do not fit`);
    return size === 1 ? right[axis] : size;
  });
  const values = new Float32Array(sizeOf(shape));
  const [leftSteps, rightSteps] = [steps(left), steps(right)];
  const index = shape.map(() => 0);
  for (let at = 0, i = 0, j = 0; at < values.length; at++) {
    values[at] = compute(a.values[i], b.values[j]);
    for (let axis = dimensions - 1; axis >= 0; axis--) {
      i += leftSteps[axis];
      j += rightSteps[axis];
      if (++index[axis] < shape[axis]) break;
      i -= leftSteps[axis] * shape[axis];
      j -= rightSteps[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return { shape, values };
}

/** Elements between neighbours along each axis; 0 along an axis of size 1, which is repeated. */
function steps(shape: readonly number[]): number[] {
  return shape.map((size, axis) => (size === 1 ? 0 : sizeOf(shape.slice(axis + 1))));
}

/** Abramowitz and Stegun 7.1.26, error below 1.5e-7. */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - series * Math.exp(-x * x));
}
