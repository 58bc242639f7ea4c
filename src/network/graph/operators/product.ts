import { joinFloats } from '../../../base/join-floats.ts';
import type { Steps } from '../../../base/steps.ts';
import { newValues, roundingOf } from '../element-type.ts';
import type { Tensor } from '../graph.ts';
import { broadcast } from './arithmetic.ts';
import { type Definitions, define } from './definition.ts';
import {
  broadcastShape,
  broadcastSteps,
  type Call,
  type Compute,
  listOf,
  numberOf,
  operand,
  shapeText,
  sizeOf,
  strided,
  stridesOf,
  tensorOf,
  textOf,
  walk,
} from './operator.ts';
import { transposed } from './shape.ts';

/** alpha A' B' + beta C (' = transposed). What the layer holds is scaled already: alpha with the weights, beta with a bias that is one of its columns. */
function* gemm(call: Call): Steps<readonly Tensor[]> {
  const [a, b, c] = call.inputs;
  const [alpha, beta] = [numberOf(call, 'alpha', 1), numberOf(call, 'beta', 1)];
  const [transA, transB] = [numberOf(call, 'transA', 0) === 1, numberOf(call, 'transB', 0) === 1];
  let product: Tensor;
  if (call.layers.length === 0) {
    const [left, right] = [operand(call.inputs, 0), operand(call.inputs, 1)];
    const plain = multiplied(transA ? turned(left) : left, transB ? turned(right) : right);
    product = alpha === 1 ? plain : tensorOf(plain.type, plain.shape, (index) => alpha * plain.values[index]);
  } else if (a !== undefined) product = yield* rowByRow(call, transA ? turned(a) : a);
  else product = turned(yield* rowByRow(call, transB ? operand([b], 0) : turned(operand([b], 0))));
  return [c === undefined ? product : broadcast(product, c, (sum, bias) => sum + beta * bias)];
}

/** numpy.matmul: of any rank, broadcast over all axes but the last two. `weightShape` is the shape of the operand that the layer holds. */
function* matMul(call: Call): Steps<readonly Tensor[]> {
  const [a, b] = call.inputs;
  const held = listOf(call, 'weightShape');
  if (call.layers.length === 0) return [multiplied(operand(call.inputs, 0), operand(call.inputs, 1))];
  if (a !== undefined) return [yield* heldRight(call, a, held ?? [1, 1])];
  return [yield* heldLeft(call, operand([b], 0), held ?? [1, 1])];
}

/** The importer unpacks constant weights into the layer; others are not read. */
function* packedMatMul(call: Call): Steps<readonly Tensor[]> {
  if (call.layers.length === 0) throw new RangeError('packed weights that are not constant are not executed');
  return yield* matMul(call);
}

/** Rows of the left operand are inputs of the layer; a stack of matrices is one layer with a block for each of them. */
function* heldRight(call: Call, x: Tensor, weight: readonly number[]): Steps<Tensor> {
  const stack = weight.slice(0, -2);
  const columns = weight.length === 1 ? [] : [weight[weight.length - 1]];
  if (sizeOf(stack) === 1) {
    const y = yield* rowByRow(call, x);
    const lead = x.shape.slice(0, -1);
    const missing = x.shape.length === 1 ? stack : stack.slice(0, Math.max(0, stack.length - (lead.length - 1)));
    return { ...y, shape: [...missing, ...lead, ...columns] };
  }
  // [..., stack, rows, inner] -> rows of [stack, inner]: what all blocks take at once.
  const wide = x.shape.length === 1 ? { ...x, shape: [1, ...x.shape] } : x;
  const [rows, inner] = wide.shape.slice(-2);
  const lead = broadcastShape([wide.shape.slice(0, -2), stack]);
  const outer = lead.slice(0, lead.length - stack.length + stack.findIndex((size) => size !== 1));
  const full = strided(wide, [...lead, rows, inner], broadcastSteps(wide.shape, [...lead, rows, inner]));
  const blocks = sizeOf(stack);
  const parts = { ...full, shape: [sizeOf(outer), blocks, rows, inner] };
  const y = yield* rowByRow(call, {
    ...transposed(parts, [0, 2, 1, 3]),
    shape: [sizeOf(outer) * rows, blocks * inner],
  });
  const [width = 1] = columns;
  const back = transposed({ ...y, shape: [sizeOf(outer), rows, blocks, width] }, [0, 2, 1, 3]);
  return { ...back, shape: [...lead, ...(x.shape.length === 1 ? [] : [rows]), ...columns] };
}

/** Columns of the right operand are inputs of the layer. */
function* heldLeft(call: Call, x: Tensor, weight: readonly number[]): Steps<Tensor> {
  const isVector = x.shape.length === 1;
  const y = yield* rowByRow(call, isVector ? x : turned(x));
  if (isVector) return { ...y, shape: weight.slice(0, -1) };
  const back = turned(y);
  const lead = broadcastShape([x.shape.slice(0, -2), weight.slice(0, -2)]);
  return { ...back, shape: [...lead, ...weight.slice(-2, -1), x.shape[x.shape.length - 1]] };
}

/** One product for each row of the input; all axes but the last are rows. */
function* rowByRow({ layers, multiply }: Call, { type, shape, values }: Tensor): Steps<Tensor> {
  if (shape.length === 0 || values.length === 0)
    throw new RangeError(`an input of shape ${shapeText(shape)} has no rows`);
  const columns = shape[shape.length - 1];
  const results: Float32Array[] = [];
  function* rows(): Iterable<Float32Array> {
    for (let at = 0; at < values.length; at += columns) yield Float32Array.from(values.subarray(at, at + columns));
  }
  for (const outputs of yield* multiply(layers[0], rows())) {
    results.push(outputs);
    yield;
  }
  const width = results[0].length;
  const all = joinFloats(results);
  return tensorOf(type, [...shape.slice(0, -1), width], (index) => all[index]);
}

/** A product of two activations: no weights, so it does not run on the array. A vector on the left is a row, on the right a column. */
function multiplied(left: Tensor, right: Tensor): Tensor {
  const [a, b] = [
    left.shape.length === 1 ? { ...left, shape: [1, ...left.shape] } : left,
    right.shape.length === 1 ? { ...right, shape: [...right.shape, 1] } : right,
  ];
  const [rows, inner] = a.shape.slice(-2);
  const columns = b.shape[b.shape.length - 1];
  if (b.shape[b.shape.length - 2] !== inner || inner === undefined)
    throw new RangeError(`shapes ${shapeText(left.shape)} and ${shapeText(right.shape)} do not fit`);
  const lead = broadcastShape([a.shape.slice(0, -2), b.shape.slice(0, -2)]);
  const steps = [a, b].map(({ shape }) => {
    const block = sizeOf(shape.slice(-2));
    return broadcastSteps(shape.slice(0, -2), lead).map((step) => step * block);
  });
  const values = newValues(left.type, sizeOf(lead) * rows * columns);
  const round = roundingOf(left.type);
  walk(lead, steps, [0, 0], (block, [from, other]) => {
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) {
        let sum = 0;
        for (let k = 0; k < inner; k++)
          sum += a.values[from + row * inner + k] * b.values[other + k * columns + column];
        values[(block * rows + row) * columns + column] = round(sum);
      }
  });
  const shape = [...lead, ...(left.shape.length === 1 ? [] : [rows]), ...(right.shape.length === 1 ? [] : [columns])];
  return { type: left.type, shape, values };
}

/** The last two axes exchanged. */
function turned(x: Tensor): Tensor {
  const axes = x.shape.map((_, axis) => axis);
  return transposed(x, [...axes.slice(0, -2), axes.length - 1, axes.length - 2]);
}

/** Sums of products over the letters that the result does not have; `...` stands for axes that broadcast. */
const einsum: Compute = (call) => {
  const tensors = call.inputs.map((_, at) => operand(call.inputs, at));
  const [left, right] = textOf(call, 'equation', '').replaceAll(' ', '').split('->');
  const terms = left.split(',');
  if (terms.length !== tensors.length) throw new RangeError(`equation "${left}" for ${tensors.length} inputs`);
  const spelled = terms.map((term, at) => spellOut(term, tensors[at].shape.length));
  const ellipsis = spelled.reduce((most, term) => Math.max(most, term.filter((one) => one.startsWith('.')).length), 0);
  const sizes = new Map<string, number>();
  spelled.forEach((term, at) => {
    if (term.length !== tensors[at].shape.length)
      throw new RangeError(`term "${terms[at]}" for shape ${shapeText(tensors[at].shape)}`);
    term.forEach((letter, axis) => {
      const [size, known] = [tensors[at].shape[axis], sizes.get(letter) ?? 1];
      if (size !== 1 && known !== 1 && size !== known) throw new RangeError(`"${letter}" is ${known} and ${size}`);
      sizes.set(letter, Math.max(size, known));
    });
  });
  const all = spelled.flat();
  const implicit = [...sizes.keys()].filter((letter) => !letter.startsWith('.')).toSorted();
  const result =
    right === undefined
      ? [...spellOut('...', ellipsis), ...implicit.filter((letter) => all.indexOf(letter) === all.lastIndexOf(letter))]
      : spellOut(right, right.replace('...', '').length + ellipsis);
  const summed = [...sizes.keys()].filter((letter) => !result.includes(letter));
  const letters = [...result, ...summed];
  const shape = letters.map((letter) => sizes.get(letter) ?? 1);
  const steps = tensors.map((tensor, at) => {
    const strides = stridesOf(tensor.shape);
    return letters.map((letter) =>
      spelled[at].reduce(
        (step, one, axis) => step + (one === letter && tensor.shape[axis] !== 1 ? strides[axis] : 0),
        0,
      ),
    );
  });
  const lane = sizeOf(summed.map((letter) => sizes.get(letter) ?? 1));
  const sums = new Float64Array(sizeOf(shape) / (lane || 1));
  walk(
    shape,
    steps,
    tensors.map(() => 0),
    (at, places) => {
      sums[Math.floor(at / lane)] += tensors.reduce((product, { values }, k) => product * values[places[k]], 1);
    },
  );
  return [tensorOf(tensors[0].type, shape.slice(0, result.length), (index) => sums[index])];
};

function letters(term: string): string[] {
  return term.split('');
}

/** The letters of a term, the axes of `...` as .0, .1 and so on, counted from the last. */
function spellOut(term: string, axes: number): string[] {
  const [before, behind] = term.split('...');
  if (behind === undefined) return letters(term);
  const count = axes - before.length - behind.length;
  return [
    ...letters(before),
    ...Array.from({ length: Math.max(0, count) }, (_, at) => `.${count - 1 - at}`),
    ...letters(behind),
  ];
}

const GEMM = { alpha: 'number', beta: 'number', transA: [0, 1], transB: [0, 1] } as const;

/** Products of matrices: a constant operand lies in the array. */
export const PRODUCT: Definitions = {
  Gemm: [
    // C was broadcast only where the attribute said so; a C of another shape was an error without it.
    define('A B C?', gemm, { attributes: { ...GEMM, broadcast: 'any' }, opsets: [1, 6] }),
    define('A B C?', gemm, { attributes: GEMM, opsets: [7, 28] }),
  ],
  MatMul: define('A B', matMul, { attributes: { weightShape: 'numbers' } }),
  'com.microsoft:MatMulNBits': define('A B scales zero_points? g_idx? bias?', packedMatMul, {
    attributes: {
      K: 'number',
      N: 'number',
      bits: [2, 4, 8],
      block_size: 'number',
      accuracy_level: 'any',
      weightShape: 'numbers',
    },
  }),
  Einsum: define('Inputs*', einsum, { attributes: { equation: 'text' } }),
};
