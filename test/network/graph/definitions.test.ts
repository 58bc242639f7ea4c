import test from 'ava';
import type { Attribute, GraphNode } from '../../../src/network/graph/graph.ts';
import { definitionFor, OPERATORS } from '../../../src/network/graph/operators/index.ts';

const node = (operator: string, inputs: readonly string[], more: Partial<GraphNode> = {}): GraphNode => ({
  name: 'n',
  operator,
  inputs,
  outputs: ['y'],
  attributes: {},
  layers: [],
  ...more,
});

const refused = test.macro<[GraphNode, string | undefined]>((t, one, reason) => {
  const found = definitionFor(one);
  t.is('refused' in found ? found.refused : undefined, reason);
});

const withAttribute = (operator: string, name: string, value: Attribute): GraphNode =>
  node(operator, ['x', 'w', 'r'], { attributes: { [name]: value } });

test('an operator that nobody knows is refused by name', refused, node('Frobnicate', ['x']), 'Frobnicate');
test(
  'the name of a standard operator in another domain is another operator',
  refused,
  node('MatMul', ['x', 'w'], { domain: 'pkg.local' }),
  'MatMul of the domain pkg.local',
);
test(
  'an attribute that is not honoured is named',
  refused,
  withAttribute('LSTM', 'frequency', 3),
  'LSTM: attribute frequency',
);
test(
  'a value of an attribute that is not honoured is named',
  refused,
  node('Pad', ['x', 'p'], { attributes: { mode: 'mirror' } }),
  'Pad: attribute mode = mirror',
);
test(
  'an input behind those that are honoured is named',
  refused,
  node('Relu', ['x', 'limit']),
  'Relu: input 2 ("limit")',
);
test(
  'an output behind those that are made is named',
  refused,
  node('BatchNormalization', ['x', 's', 'b', 'm', 'v'], { outputs: ['y', 'running'] }),
  'BatchNormalization: output 2 ("running")',
);
test('an input that is missing is named', refused, node('Add', ['x', '']), 'Add: without its input B');
test(
  'an operator set that is newer than all that is known is refused',
  refused,
  node('Relu', ['x'], { opset: 99 }),
  'Relu of opset 99',
);
test(
  'training is refused',
  refused,
  node('BatchNormalization', ['x', 's', 'b', 'm', 'v'], { attributes: { training_mode: 1 }, opset: 15 }),
  'BatchNormalization: attribute training_mode = 1',
);
test(
  'what trains where an attribute is absent is refused',
  refused,
  node('Dropout', ['x'], { opset: 6 }),
  'Dropout: without its attribute is_test',
);
test('an optional input may be absent', refused, node('LSTM', ['x', 'w', 'r', '', '', 'h']), undefined);
test('what says why it is not read is refused for that', refused, node('Add', ['a', 'b'], { refused: 'so' }), 'so');

test('every version of an operator ends where the next begins', (t) => {
  for (const [name, given] of Object.entries(OPERATORS)) {
    const versions = 'compute' in given ? [given] : given;
    versions.slice(1).forEach(({ opsets }, at) => {
      t.is(opsets[0], versions[at].opsets[1] + 1, name);
    });
  }
});
