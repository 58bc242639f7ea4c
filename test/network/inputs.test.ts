import test from 'ava';
import { UserError } from '../../src/base/user-error.ts';
import type { Graph } from '../../src/network/graph/graph.ts';
import { generateInputs, splitInferences } from '../../src/network/inputs.ts';

const graph: Graph = { inputs: [{ name: 'x', shape: [null, 2, 3] }], outputs: [], nodes: [], constants: new Map() };
const array = (...shape: number[]) => ({
  file: 'in.npy',
  shape,
  values: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, index) => index),
});

test('the first axis is the batch: one inference for each index', (t) => {
  const inferences = splitInferences(graph, array(2, 2, 3));
  t.is(inferences.length, 2);
  t.deepEqual(inferences[1].get('x'), { shape: [1, 2, 3], values: Float32Array.of(6, 7, 8, 9, 10, 11) });
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
    message: /^in\.npy: expected inputs of shape \(N, 2, 3\) or \(2, 3\), found \(3, 2\)/,
  });
});

test('generated inputs have exactly the density, and the seed decides them', (t) => {
  const wide: Graph = { ...graph, inputs: [{ name: 'x', shape: [1, 100] }] };
  const nonZeros = (seed: number) =>
    generateInputs(wide, 0.37, seed)
      .get('x')!
      .values.filter((value) => value !== 0).length;
  t.is(nonZeros(1), 37);
  t.deepEqual(generateInputs(wide, 0.37, 1), generateInputs(wide, 0.37, 1));
  t.notDeepEqual(generateInputs(wide, 0.37, 1), generateInputs(wide, 0.37, 2));
});
