import test from 'ava';
import type { Graph } from '../../../src/network/graph/graph.ts';
import { openSizeNames, withNamedSizes } from '../../../src/network/inputs/named-sizes.ts';

const graph: Graph = {
  inputs: [
    { name: 'ids', shape: [null, null], sizes: ['batch', 'tokens'] },
    { name: 'mask', shape: [null, null], sizes: ['batch', 'past + tokens'] },
    { name: 'cache', shape: [1, 2, null, 8], sizes: [null, null, 'past + 1', null] },
    { name: 'image', shape: [1, null, null], sizes: [null, 'height', null] },
  ],
  outputs: [],
  nodes: [],
  constants: new Map(),
};

const shapesWith = (given: Readonly<Record<string, readonly number[]>>) =>
  withNamedSizes(graph, given).graph.inputs.map(({ shape }) => shape);

test('open sizes have the names of the file, of a sum its parts', (t) => {
  t.deepEqual(openSizeNames(graph.inputs), ['batch', 'tokens', 'past', 'height']);
});

test('a size is filled in wherever its name stands, a sum where all of its parts are known', (t) => {
  t.deepEqual(shapesWith({ tokens: [3], past: [4] }), [
    [null, 3],
    [null, 7],
    [1, 2, 5, 8],
    [1, null, null],
  ]);
  t.deepEqual(shapesWith({ tokens: [3] })[1], [null, null]);
});

test('the shape of an input is left to it', (t) => {
  const { shapes, graph: same } = withNamedSizes(graph, { image: [1, 2, 3], mask: [5] });
  t.deepEqual(shapes, { image: [1, 2, 3], mask: [5] });
  t.is(same, graph);
});
