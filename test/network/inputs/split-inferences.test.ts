import test from 'ava';
import { UserError } from '../../../src/base/user-error.ts';
import type { Graph } from '../../../src/network/graph/graph.ts';
import { splitInferences } from '../../../src/network/inputs/split-inferences.ts';

const graph: Graph = { inputs: [{ name: 'x', shape: [null, 2, 3] }], outputs: [], nodes: [], constants: new Map() };
const values = (...shape: number[]) => ({
  shape,
  values: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, index) => index),
});
const array = (...shape: number[]) => ({ file: 'in.npy', arrays: [{ name: null, ...values(...shape) }] });

test('the first axis is the batch: one inference for each index', (t) => {
  const inferences = splitInferences(graph, array(2, 2, 3));
  t.is(inferences.length, 2);
  t.deepEqual(inferences[1].get('x'), { type: 'fp32', shape: [1, 2, 3], values: Float32Array.of(6, 7, 8, 9, 10, 11) });
});

test('an array without batch axis is one inference', (t) => {
  t.deepEqual(
    splitInferences(graph, array(2, 3)).map((one) => one.get('x')!.shape),
    [[1, 2, 3]],
  );
});

test('another shape is refused by both shapes', (t) => {
  t.throws(() => splitInferences(graph, array(3, 2)), {
    instanceOf: UserError,
    message: /^in\.npy: expected inputs of shape \(N, 2, 3\) or \(2, 3\) for "x", found \(3, 2\)/,
  });
});

const two: Graph = {
  ...graph,
  inputs: [
    { name: 'x', shape: [null, 2] },
    { name: 'state', shape: [2, 1, 3] },
  ],
};
const named = (shapes: Readonly<Record<string, readonly number[]>>) => ({
  file: 'in.npz',
  arrays: Object.entries(shapes).map(([name, shape]) => ({ name, ...values(...shape) })),
});

test('several inputs are taken by name; one without a batch is the same in every inference', (t) => {
  const inferences = splitInferences(two, named({ state: [2, 1, 3], x: [3, 2] }));
  t.is(inferences.length, 3);
  t.deepEqual(inferences[2].get('x'), { type: 'fp32', shape: [1, 2], values: Float32Array.of(4, 5) });
  for (const inference of inferences) t.deepEqual(inference.get('state'), { type: 'fp32', ...values(2, 1, 3) });
});

test('an input whose first axis is no batch may have one before it', (t) => {
  const inferences = splitInferences(two, named({ state: [3, 2, 1, 3], x: [3, 2] }));
  t.deepEqual(inferences[1].get('state')!.shape, [2, 1, 3]);
  t.is(inferences[1].get('state')!.values[0], 6);
});

const refuses = test.macro<[Parameters<typeof splitInferences>[1], RegExp]>((t, given, message) => {
  t.throws(() => splitInferences(two, given), { instanceOf: UserError, message });
});
test('several inputs want a .npz file', refuses, array(2), /expected a .npz file with an array for each of x, state/);
test('a missing input is named', refuses, named({ x: [2] }), /found none for state/);
test('an unknown input is named', refuses, named({ x: [2], stat: [2, 1, 3] }), /no input "stat" .*"state"/);
test(
  'batches of different length are refused',
  refuses,
  named({ x: [2, 2], state: [3, 2, 1, 3] }),
  /batches of different length: 2 and 3/,
);
