import test from 'ava';
import { drain } from '../../../../src/base/steps.ts';
import { handedOut } from '../../../../src/network/graph/cache/handed-out.ts';
import { cacheWatches } from '../../../../src/network/graph/cache/watch-cache.ts';
import { graphSteps } from '../../../../src/network/graph/execute-graph.ts';
import type { Graph, GraphNode, Tensor } from '../../../../src/network/graph/graph.ts';

const node = (
  operator: string,
  inputs: readonly string[],
  outputs: readonly string[],
  more: Partial<GraphNode> = {},
): GraphNode => ({
  name: outputs[0],
  operator,
  inputs,
  outputs,
  attributes: {},
  layers: [],
  ...more,
});
const graph = (nodes: readonly GraphNode[], outputs: readonly string[], inputs: readonly string[] = []): Graph => ({
  inputs: inputs.map((name) => ({ name, shape: [null] })),
  outputs,
  nodes,
  constants: new Map(),
});

test('what is cut out of a cache hands out the cache, what is cut out of anything else hands out the part', (t) => {
  const nodes = [
    node('Slice', ['all', 's', 'e'], ['k']),
    node('Transpose', ['k'], ['turned']),
    node('Concat', ['past', 'turned'], ['long']),
    node('Slice', ['long', 's', 'e'], ['present']),
    node('Relu', ['present'], ['y']),
  ];
  t.deepEqual([...handedOut(graph(nodes, ['present']))].toSorted(), ['k', 'long', 'past', 'present', 'turned']);
  t.deepEqual([...handedOut(graph(nodes, ['y']))], ['y']);
});

test('a merged decoder writes what an encoder said where its first pass computes that, and only reads it in the others', (t) => {
  const attention = (keys: string) =>
    node('Attention', ['q', keys, keys], ['a'], { attributes: { q_num_heads: 1, kv_num_heads: 1 } });
  const fresh = graph([node('Relu', ['encoded'], ['k']), attention('k')], ['a', 'k']);
  const again = graph([attention('past'), node('Identity', ['past'], ['same'])], ['a', 'same']);
  const merged = graph(
    [node('If', ['isFirst'], ['y', 'present'], { branches: { whenTrue: fresh, whenFalse: again } })],
    ['y', 'present'],
    ['q', 'encoded', 'past', 'isFirst'],
  );
  const of = (isFirst: number) => {
    const tensor = (shape: readonly number[]): Tensor => ({
      type: 'fp32',
      shape,
      values: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(1),
    });
    const inputs = new Map([
      ['q', tensor([1, 1, 4])],
      ['encoded', tensor([1, 3, 4])],
      ['past', tensor([1, 3, 4])],
      ['isFirst', { type: 'bool', shape: [], values: Float32Array.of(isFirst) } as Tensor],
    ]);
    const cache = cacheWatches(merged)!();
    drain(
      graphSteps(
        merged,
        inputs,
        () => {
          throw new Error('no products');
        },
        { cache },
      ),
    );
    return cache.use()!;
  };
  // keys are values here: three vectors of 4, each read twice
  t.like(of(1), { read: { vectors: 6, values: 24 }, written: { vectors: 3, values: 12 } });
  t.like(of(0), { read: { vectors: 6, values: 24 }, written: { vectors: 0, values: 0 } });
});
