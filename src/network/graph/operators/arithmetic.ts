import { type ElementType, isInteger, newValues, roundingOf } from '../element-type.ts';
import type { Tensor } from '../graph.ts';
import { type Definition, type Definitions, define } from './definition.ts';
import {
  broadcastShape,
  broadcastSteps,
  type Call,
  type Compute,
  first,
  numberOf,
  operand,
  shapeText,
  tensorOf,
  walk,
} from './operator.ts';

/** The operator sets in which two operands broadcast as in numpy (older ones had an attribute for it). */
const BROADCASTS: Definition['opsets'] = [7, 28];

/** `compute` on two tensors, broadcast as numpy does. */
export function broadcast(
  a: Tensor,
  b: Tensor,
  compute: (a: number, b: number) => number,
  type: ElementType = a.type,
): Tensor {
  const shape = broadcastShape([a.shape, b.shape]);
  const steps = [broadcastSteps(a.shape, shape), broadcastSteps(b.shape, shape)];
  const round = roundingOf(type);
  const values = newValues(
    type,
    shape.reduce((product, size) => product * size, 1),
  );
  walk(shape, steps, [0, 0], (at, [i, j]) => {
    values[at] = round(compute(a.values[i], b.values[j]));
  });
  return { type, shape, values };
}

/**
 * Below opset 7 the second operand of an operator is broadcast only where the attribute says so: its axes are then those of the first from `axis` on,
 * the last ones by default.
 */
function alignedOperands(call: Call): readonly [Tensor, Tensor] {
  const [a, b] = [operand(call.inputs, 0), operand(call.inputs, 1)];
  if (numberOf(call, 'broadcast', 0) === 0) {
    if (shapeText(a.shape) === shapeText(b.shape)) return [a, b];
    throw new RangeError(
      `shapes ${shapeText(a.shape)} and ${shapeText(b.shape)} differ, and opset 6 does not broadcast`,
    );
  }
  const behind = a.shape.length - numberOf(call, 'axis', a.shape.length - b.shape.length) - b.shape.length;
  return [a, { ...b, shape: [...b.shape, ...new Array<number>(Math.max(0, behind)).fill(1)] }];
}

/** An operator on two tensors in its two versions. */
function onPair(compute: (a: Tensor, b: Tensor) => Tensor): readonly Definition[] {
  return [
    define('A B', (call) => [compute(...alignedOperands(call))], {
      attributes: { broadcast: [0, 1], axis: 'number' },
      opsets: [1, 6],
    }),
    define('A B', ({ inputs }) => [compute(operand(inputs, 0), operand(inputs, 1))], { opsets: BROADCASTS }),
  ];
}

/** An operator on two tensors; `choose` may depend on their kind. */
function pairwise(choose: (type: ElementType) => (a: number, b: number) => number): readonly Definition[] {
  return onPair((a, b) => {
    if (a.type !== b.type) throw new RangeError(`operands of the same kind expected, found ${a.type} and ${b.type}`);
    return broadcast(a, b, choose(a.type));
  });
}

/** A comparison or a logical operator: the result is BOOL. */
function asks(compute: (a: number, b: number) => boolean): readonly Definition[] {
  return onPair((a, b) => broadcast(a, b, (x, y) => (compute(x, y) ? 1 : 0), 'bool'));
}

/** An operator on any number of tensors, taken in order. */
function many(
  combine: (a: number, b: number) => number,
  finish: (sum: number, count: number) => number = (sum) => sum,
): Definition {
  return define('data*', ({ inputs }) => {
    const [head, ...rest] = inputs.map((_, at) => operand(inputs, at));
    const all = rest.reduce((left, right) => broadcast(left, right, combine), head);
    return [tensorOf(head.type, all.shape, (index) => finish(all.values[index], inputs.length))];
  });
}

/** Of integers the fraction is cut (C), of floats it is kept. */
const divide = (type: ElementType) =>
  isInteger(type) ? (a: number, b: number) => Math.trunc(a / b) : (a: number, b: number) => a / b;

/** fmod: the sign of the dividend; otherwise that of the divisor (integers only). */
const modulo: Compute = (call) => {
  const [a, b] = [operand(call.inputs, 0), operand(call.inputs, 1)];
  if (numberOf(call, 'fmod', 0) === 1) return [broadcast(a, b, (x, y) => x % y)];
  if (!isInteger(a.type)) throw new RangeError(`fmod = 0 on ${a.type}`);
  return [broadcast(a, b, (x, y) => ((x % y) + y) % y)];
};

const where: Compute = ({ inputs }) => {
  const [condition, x, y] = [0, 1, 2].map((at) => operand(inputs, at));
  const shape = broadcastShape([condition.shape, x.shape, y.shape]);
  const values = newValues(
    x.type,
    shape.reduce((product, size) => product * size, 1),
  );
  const steps = [condition, x, y].map((one) => broadcastSteps(one.shape, shape));
  walk(shape, steps, [0, 0, 0], (at, [c, i, j]) => {
    values[at] = condition.values[c] === 0 ? y.values[j] : x.values[i];
  });
  return [{ type: x.type, shape, values }];
};

const prelu: Compute = ({ inputs }) => [
  broadcast(operand(inputs, 0), operand(inputs, 1), (x, slope) => (x < 0 ? x * slope : x)),
];

/** Below opset 7 the slopes are one for each channel, or one for all. */
function ofChannels({ inputs }: Call): Call['inputs'] {
  const [x, slope] = [operand(inputs, 0), operand(inputs, 1)];
  const shape = slope.values.length === 1 ? [] : [slope.values.length, ...x.shape.slice(2).map(() => 1)];
  return [x, { ...slope, shape }];
}

/** x + bias, the bias along the last axis, and a function behind it (ONNX Runtime's fusions). */
const biasGelu: Compute = ({ inputs }) => {
  const { type, shape, values } = broadcast(operand(inputs, 0), operand(inputs, 1), (x, bias) => x + bias);
  return [tensorOf(type, shape, (index) => fastGelu(values[index]))];
};

const fastGelu = (x: number): number => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));

const bits = (compute: (a: bigint, b: bigint) => bigint) => () => (a: number, b: number) =>
  Number(compute(BigInt(a), BigInt(b)));

/** Operators on several tensors, element by element. */
export const ARITHMETIC: Definitions = {
  Add: pairwise(() => (a, b) => a + b),
  Sub: pairwise(() => (a, b) => a - b),
  Mul: pairwise(() => (a, b) => a * b),
  Div: pairwise(divide),
  Pow: onPair((a, b) => broadcast(a, b, (x, y) => x ** y)),
  Mod: define('A B', modulo, { attributes: { fmod: [0, 1] } }),
  BitwiseAnd: pairwise(bits((a, b) => a & b)),
  BitwiseOr: pairwise(bits((a, b) => a | b)),
  BitwiseXor: pairwise(bits((a, b) => a ^ b)),
  Equal: asks((a, b) => a === b),
  Greater: asks((a, b) => a > b),
  GreaterOrEqual: asks((a, b) => a >= b),
  Less: asks((a, b) => a < b),
  LessOrEqual: asks((a, b) => a <= b),
  And: asks((a, b) => a !== 0 && b !== 0),
  Or: asks((a, b) => a !== 0 || b !== 0),
  Xor: asks((a, b) => (a !== 0) !== (b !== 0)),
  Max: many(Math.max),
  Min: many(Math.min),
  Sum: many((a, b) => a + b),
  Mean: many(
    (a, b) => a + b,
    (sum, count) => sum / count,
  ),
  Where: define('condition X Y', where),
  PRelu: [
    define('X slope', (call) => prelu({ ...call, inputs: ofChannels(call) }), { opsets: [1, 6] }),
    define('X slope', prelu, { opsets: BROADCASTS }),
  ],
  BitShift: define(
    'X Y',
    (call) => {
      const left = call.attributes.direction === 'LEFT';
      const bits = Number(/\d+$/.exec(first(call).type)?.[0] ?? 0);
      // A shift by more than the bits that there are, or by a negative number, leaves nothing but the sign.
      const shift = (x: number, y: number): number => {
        if (y < 0 || y >= bits) return left || x >= 0 ? 0 : -1;
        return left ? x * 2 ** y : Math.floor(x / 2 ** y);
      };
      return [broadcast(first(call), operand(call.inputs, 1), shift)];
    },
    { attributes: { direction: ['LEFT', 'RIGHT'] } },
  ),
  'com.microsoft:FastGelu': define('X bias?', (call) => {
    const x = first(call);
    return call.inputs[1] === undefined
      ? [tensorOf(x.type, x.shape, (index) => fastGelu(x.values[index]))]
      : biasGelu(call);
  }),
};
