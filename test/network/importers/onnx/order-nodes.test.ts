import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { executeGraph } from '../../../../src/network/graph/execute-graph.ts';
import { plainMultiply } from '../../../../src/network/graph/plain-multiply.ts';
import { onnx } from '../../../../src/network/importers/onnx.ts';
import { loadNetwork } from '../../../../src/node/read-networks.ts';
import { faultsOf } from '../../../config/faults-of.ts';
import { graphNetwork } from '../../../oracles/graph-network.ts';
import { type ModelNode, onnxModel } from '../../../oracles/onnx-model.ts';

const WEIGHTS = [
  { name: 'a', dims: [2, 3], floats: [1, 2, 3, 4, 5, 6] },
  { name: 'b', dims: [3, 1], floats: [1, -1, 2] },
];
const product = (input: string, weight: string, output: string): ModelNode => ({
  operator: 'MatMul',
  inputs: [input, weight],
  outputs: [output],
});
const relu = (input: string, output: string): ModelNode => ({ operator: 'Relu', inputs: [input], outputs: [output] });

const read = async (nodes: readonly ModelNode[], outputs: readonly string[]) =>
  onnx.read({ file: 'f.onnx', bytes: onnxModel(nodes, WEIGHTS, { x: [1, 2] }, { outputs }) }, {});
const written = (nodes: readonly ModelNode[], outputs: readonly string[]) => {
  const file = join(mkdtempSync(join(tmpdir(), 'picojoule-')), 'f.onnx');
  writeFileSync(file, onnxModel(nodes, WEIGHTS, { x: [1, 2] }, { outputs }));
  return file;
};

test('a node that stands behind those that read its values runs before them, and a warning says so', async (t) => {
  // a cast of the input behind everything else, as a converter to fp16 leaves it
  const nodes = [product('c', 'a', 'h'), relu('h', 'r'), product('r', 'b', 'y'), relu('x', 'c')];
  const { layers, graph, warnings } = await read(nodes, ['y']);
  t.deepEqual(
    layers.map(({ name }) => name),
    ['a', 'b'],
  );
  t.deepEqual(
    graph!.nodes.map(({ outputs }) => outputs[0]),
    ['c', 'h', 'r', 'y'],
  );
  t.deepEqual(warnings, [
    'nodes do not stand in the order in which they run, as ONNX wants them; they are put in order',
  ]);
  const network = graphNetwork(await loadNetwork(written(nodes, ['y'])));
  const inputs = new Map([['x', { shape: [1, 2], values: Float32Array.of(1, -2), type: 'fp32' as const }]]);
  // Relu gives (1, 0), a of it (1, 2, 3), b of that 1 - 2 + 6
  t.deepEqual([...executeGraph(network.graph, inputs, plainMultiply(network.layers)).get('y')!.values], [5]);
});

test('nodes in order stay as they are, without a word', async (t) => {
  const { graph, warnings } = await read([relu('x', 'c'), product('c', 'a', 'h'), product('h', 'b', 'y')], ['y']);
  t.deepEqual(warnings, []);
  t.deepEqual(
    graph!.nodes.map(({ outputs }) => outputs[0]),
    ['c', 'h', 'y'],
  );
});

test('what a branch of an If reads from the graph around it is made before the If', async (t) => {
  const branch = (input: string) => ({ nodes: [product(input, 'b', 'out')] });
  const nodes: ModelNode[] = [
    {
      operator: 'If',
      inputs: ['k'],
      outputs: ['y'],
      graphs: { then_branch: branch('h'), else_branch: branch('h') },
    },
    product('x', 'a', 'h'),
    { operator: 'Less', inputs: ['x', 'x'], outputs: ['less'] },
    { operator: 'ReduceMax', inputs: ['less'], outputs: ['k'], attributes: { keepdims: 0 } },
  ];
  const { graph } = await read(nodes, ['y']);
  t.deepEqual(
    graph!.nodes.map(({ outputs }) => outputs[0]),
    ['less', 'k', 'h', 'y'],
  );
});

test('thousands of nodes the wrong way round are put in order', async (t) => {
  const chain = Array.from({ length: 20_000 }, (_, k) => relu(k === 0 ? 'x' : `v${k - 1}`, `v${k}`));
  const { graph } = await read([product('v19999', 'a', 'y'), ...chain.toReversed()], ['y']);
  t.is(graph!.nodes[0].outputs[0], 'v0');
  t.is(graph!.nodes.at(-1)!.outputs[0], 'y');
});

test('nodes that need each other are refused by name', async (t) => {
  const loop = written(
    [product('x', 'a', 'h'), { operator: 'Add', inputs: ['h', 'r'], outputs: ['s'] }, relu('s', 'r')],
    ['r'],
  );
  const [fault] = await faultsOf(() => loadNetwork(loop));
  t.regex(fault, /reads "(r|s)", which no node before it makes/);
});
