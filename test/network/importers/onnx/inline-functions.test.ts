import test from 'ava';
import { UserError } from '../../../../src/base/user-error.ts';
import { onnx } from '../../../../src/network/importers/onnx.ts';
import { execute } from '../../../oracles/conformance.ts';
import { type ModelFunction, type ModelNode, onnxModel } from '../../../oracles/onnx-model.ts';

const x = { type: 'fp32', shape: [1, 2], values: Float32Array.of(-2, 3) };

/** max(x, 0) + slope x min(x, 0), with a function inside; `hidden` is a value of its own. */
const leaky: ModelFunction = {
  name: 'Leaky',
  domain: 'pkg.local',
  inputs: ['a'],
  outputs: ['b'],
  nodes: [
    { operator: 'LeakyRelu', inputs: ['a'], outputs: ['hidden'], references: { alpha: 'slope' } },
    { operator: 'Through', domain: 'pkg.local', inputs: ['hidden'], outputs: ['b'] },
  ],
  opsets: { '': 17, 'pkg.local': 1 },
};
const through: ModelFunction = {
  name: 'Through',
  domain: 'pkg.local',
  inputs: ['a'],
  outputs: ['b'],
  nodes: [{ operator: 'Identity', inputs: ['a'], outputs: ['b'] }],
  opsets: { '': 17 },
};
const call = (input: string, output: string, slope: number): ModelNode => ({
  operator: 'Leaky',
  domain: 'pkg.local',
  inputs: [input],
  outputs: [output],
  attributes: { slope },
});
const model = (nodes: readonly ModelNode[], functions: readonly ModelFunction[]) =>
  onnxModel(nodes, [], { x: [1, 2] }, { opsets: { '': 17, 'pkg.local': 1 }, functions });

test('a function of the model is written out at each call, with the attributes of the call and names of its own', async (t) => {
  const bytes = model([call('x', 'h', 0.5), call('h', 'y', 0.25)], [leaky, through]);
  const outputs = await execute(bytes, new Map([['x', x]]));
  t.deepEqual([...outputs.get('y')!.values], [-0.25, 3]);
});

test('a function goes before an operator of its name', async (t) => {
  const negate: ModelFunction = {
    name: 'Relu',
    domain: 'pkg.local',
    inputs: ['a'],
    outputs: ['b'],
    nodes: [{ operator: 'Neg', inputs: ['a'], outputs: ['b'] }],
    opsets: { '': 17 },
  };
  const bytes = model([{ operator: 'Relu', domain: 'pkg.local', inputs: ['x'], outputs: ['y'] }], [negate]);
  t.deepEqual([...(await execute(bytes, new Map([['x', x]]))).get('y')!.values], [2, -3]);
});

test('functions that call each other without an end are refused', async (t) => {
  const circle: ModelFunction = { ...through, nodes: [{ ...leaky.nodes[1], inputs: ['a'] }] };
  const bytes = model([{ operator: 'Through', domain: 'pkg.local', inputs: ['x'], outputs: ['y'] }], [circle]);
  const read = async () => onnx.read({ file: 'f.onnx', bytes }, {});
  await t.throwsAsync(read, { instanceOf: UserError, message: /function "Through" calls itself/ });
});
