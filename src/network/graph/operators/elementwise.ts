import { isInteger, roundEven } from '../element-type.ts';
import { type Definition, type Definitions, define, type Honoured } from './definition.ts';
import { type Call, type Compute, first, numberOf, tensorOf } from './operator.ts';

/** An operator on each element; the result is of the same kind. */
function each(
  compute: (x: number, call: Call) => number,
  attributes: Readonly<Record<string, Honoured>> = {},
): Definition {
  return define('X', mapped(compute), { attributes });
}

function mapped(compute: (x: number, call: Call) => number): Compute {
  return (call) => {
    const { type, shape, values } = first(call);
    return [tensorOf(type, shape, (index) => compute(values[index], call))];
  };
}

/** A question about each element. */
function asks(
  compute: (x: number, call: Call) => boolean,
  attributes: Readonly<Record<string, Honoured>> = {},
): Definition {
  const answer: Compute = (call) => {
    const { shape, values } = first(call);
    return [tensorOf('bool', shape, (index) => (compute(values[index], call) ? 1 : 0))];
  };
  return define('X', answer, { attributes });
}

/** A function of x with the attributes alpha and beta; both have a default. */
function scaled(
  compute: (x: number, alpha: number, beta: number) => number,
  alpha: number,
  beta?: { readonly name: string; readonly value: number },
): Definition {
  const attributes = { alpha: 'number', ...(beta && { [beta.name]: 'number' }) } as const;
  return each(
    (x, call) => compute(x, numberOf(call, 'alpha', alpha), beta ? numberOf(call, beta.name, beta.value) : 0),
    attributes,
  );
}

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
export const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const gelu = (x: number): number => 0.5 * x * (1 + erf(x * Math.SQRT1_2));
const quickGelu = (x: number): number => x * sigmoid(1.702 * x);
const geluByTanh = (x: number): number => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));

/** What follows the first matrices of a feed-forward part, as configs of language models name it. */
export const ACTIVATIONS = {
  silu: (x: number): number => x * sigmoid(x),
  gelu,
  geluTanh: geluByTanh,
  quickGelu,
  relu: (x: number): number => Math.max(x, 0),
};

export type ActivationName = keyof typeof ACTIVATIONS;

/** min and max: attributes below opset 11, inputs from then on. */
const clip: Compute = (call) => {
  const { type, shape, values } = first(call);
  const low = call.inputs[1]?.values[0] ?? numberOf(call, 'min', -Infinity);
  const high = call.inputs[2]?.values[0] ?? numberOf(call, 'max', Infinity);
  return [tensorOf(type, shape, (index) => Math.min(Math.max(values[index], low), high))];
};

/** Operators that treat every element alike. */
export const ELEMENTWISE: Definitions = {
  Relu: each((x) => Math.max(x, 0)),
  LeakyRelu: scaled((x, alpha) => (x < 0 ? x * alpha : x), 0.01),
  ThresholdedRelu: scaled((x, alpha) => (x > alpha ? x : 0), 1),
  Elu: scaled((x, alpha) => (x < 0 ? alpha * Math.expm1(x) : x), 1),
  Celu: scaled((x, alpha) => Math.max(0, x) + Math.min(0, alpha * Math.expm1(x / alpha)), 1),
  Selu: [
    { ...selu(1.6732, 1.0507), opsets: [1, 5] },
    { ...selu(1.6732631921768188, 1.0507010221481323), opsets: [6, 28] },
  ],
  Sigmoid: each(sigmoid),
  Tanh: each(Math.tanh),
  HardSigmoid: scaled((x, alpha, beta) => Math.min(1, Math.max(0, alpha * x + beta)), 0.2, {
    name: 'beta',
    value: 0.5,
  }),
  HardSwish: each((x) => x * Math.min(1, Math.max(0, x / 6 + 0.5))),
  Swish: scaled((x, alpha) => x * sigmoid(alpha * x), 1),
  Mish: each((x) => x * Math.tanh(softplus(x))),
  Softplus: each(softplus),
  Softsign: each((x) => x / (1 + Math.abs(x))),
  Shrink: each(
    (x, call) => {
      const [lambd, bias] = [numberOf(call, 'lambd', 0.5), numberOf(call, 'bias', 0)];
      return x < -lambd ? x + bias : x > lambd ? x - bias : 0;
    },
    { lambd: 'number', bias: 'number' },
  ),
  Gelu: each((x, { attributes: { approximate } }) => (approximate === 'tanh' ? geluByTanh(x) : gelu(x)), {
    approximate: ['none', 'tanh'],
  }),
  'com.microsoft:Gelu': each(gelu),
  'com.microsoft:QuickGelu': scaled((x, alpha) => x * sigmoid(alpha * x), 1.702),
  Erf: each(erf),
  Exp: each(Math.exp),
  Log: each(Math.log),
  Sqrt: each(Math.sqrt),
  Reciprocal: each((x) => 1 / x),
  Neg: each((x) => -x),
  Abs: each(Math.abs),
  Sign: each(Math.sign),
  Floor: each(Math.floor),
  Ceil: each(Math.ceil),
  Round: each(roundEven),
  Sin: each(Math.sin),
  Cos: each(Math.cos),
  Tan: each(Math.tan),
  Asin: each(Math.asin),
  Acos: each(Math.acos),
  Atan: each(Math.atan),
  Sinh: each(Math.sinh),
  Cosh: each(Math.cosh),
  Asinh: each(Math.asinh),
  Acosh: each(Math.acosh),
  Atanh: each(Math.atanh),
  Not: asks((x) => x === 0),
  IsNaN: asks(Number.isNaN),
  IsInf: asks(
    (x, call) =>
      (x === Infinity && numberOf(call, 'detect_positive', 1) !== 0) ||
      (x === -Infinity && numberOf(call, 'detect_negative', 1) !== 0),
    { detect_positive: [0, 1], detect_negative: [0, 1] },
  ),
  BitwiseNot: each((x, call) => (isInteger(first(call).type) ? -x - 1 : NaN)),
  Clip: [
    define('X', clip, { attributes: { min: 'number', max: 'number' }, opsets: [1, 10] }),
    define('X min? max?', clip, { opsets: [11, 28] }),
  ],
};

function selu(defaultAlpha: number, defaultGamma: number): Definition {
  return each(
    (x, call) => {
      const [alpha, gamma] = [numberOf(call, 'alpha', defaultAlpha), numberOf(call, 'gamma', defaultGamma)];
      return gamma * (x > 0 ? x : alpha * Math.expm1(x));
    },
    { alpha: 'number', gamma: 'number' },
  );
}

/** erf x = 2/sqrt(pi) exp(-x^2) sum of 2^n x^(2n+1) / (2n+1)!! (Abramowitz and Stegun 7.1.6): all terms of one sign, so it is exact to double precision. */
function erf(x: number): number {
  if (!(Math.abs(x) < 6)) return Number.isNaN(x) ? x : Math.sign(x);
  let [term, sum] = [x, x];
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}
