import test from 'ava';
import type { Graph } from '../../../src/network/graph/graph.ts';
import { generateInputs } from '../../../src/network/inputs/generate-inputs.ts';

test('generated inputs have exactly the density, and the seed decides them', (t) => {
  const wide: Graph = {
    inputs: [{ name: 'x', shape: [1, 100] }],
    outputs: [],
    nodes: [],
    constants: new Map(),
  };
  const nonZeros = (seed: number) =>
    generateInputs(wide, 0.37, seed)
      .get('x')!
      .values.filter((value) => value !== 0).length;
  t.is(nonZeros(1), 37);
  t.deepEqual(generateInputs(wide, 0.37, 1), generateInputs(wide, 0.37, 1));
  t.notDeepEqual(generateInputs(wide, 0.37, 1), generateInputs(wide, 0.37, 2));
});
