import test from 'ava';
import { productSizes } from '../../../../src/network/graph/cache/product-sizes.ts';
import type { GraphNode, Tensor } from '../../../../src/network/graph/graph.ts';

const tensor = (...shape: readonly number[]): Tensor => ({ type: 'fp32', shape, values: new Float32Array(0) });
const node = (operator: string, equation = '', layers: readonly string[] = []): GraphNode => ({
  name: 'n',
  operator,
  inputs: ['a', 'b'],
  outputs: ['y'],
  attributes: { equation },
  layers,
});

test('scores and what they weigh have the same sizes as a product of matrices and in the letters of an Einsum', (t) => {
  const scores = { rows: 3, inner: 4, columns: 7 };
  t.deepEqual(productSizes(node('MatMul'), [tensor(1, 2, 3, 4), tensor(1, 2, 4, 7)]), scores);
  t.deepEqual(productSizes(node('Einsum', 'bqhd, bkhd -> bhqk'), [tensor(1, 3, 2, 4), tensor(1, 7, 2, 4)]), scores);
  const weighed = { rows: 3, inner: 7, columns: 4 };
  t.deepEqual(productSizes(node('MatMul'), [tensor(1, 2, 3, 7), tensor(1, 2, 7, 4)]), weighed);
  t.deepEqual(productSizes(node('Einsum', 'bhqk,bkhd->bqhd'), [tensor(1, 2, 3, 7), tensor(1, 7, 2, 4)]), weighed);
});

test('a layer, another operator and a product whose rows are not those of the left operand have none', (t) => {
  t.is(productSizes(node('MatMul', '', ['w']), [tensor(3, 4), tensor(4, 7)]), undefined);
  t.is(productSizes(node('Gemm'), [tensor(3, 4), tensor(4, 7)]), undefined);
  t.is(productSizes(node('MatMul'), [tensor(4), tensor(4, 7)]), undefined);
  t.is(productSizes(node('Einsum', 'bhqd,bhkd->bhkq'), [tensor(1, 2, 3, 4), tensor(1, 2, 7, 4)]), undefined);
  t.is(productSizes(node('Einsum', 'bhdq,bhdk->bhqk'), [tensor(1, 2, 4, 3), tensor(1, 2, 4, 7)]), undefined);
  t.is(productSizes(node('Einsum', '...qd,...kd->...qk'), [tensor(1, 3, 4), tensor(1, 7, 4)]), undefined);
});
