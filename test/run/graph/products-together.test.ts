import test from 'ava';
import { drain, type Steps } from '../../../src/base/steps.ts';
import type { MultiplyAll } from '../../../src/network/graph/operators/operator.ts';
import { type ProductsOf, productsTogether } from '../../../src/run/graph/products-together.ts';

/** Executions that multiply a number by layers in their order, each of which doubles, or adds one, and say which inputs came together. */
function run(orders: readonly (readonly string[])[]) {
  const calls: string[] = [];
  const products: ProductsOf = (layer, parts, by) => {
    calls.push(`${layer}:${parts.map(([[value]], k) => `${value}${'abc'[by[k]]}`).join(',')}`);
    return parts.map(([[value]]) => Float32Array.of(layer === 'double' ? 2 * value : value + 1, -1));
  };
  function* execute(order: readonly string[], multiply: MultiplyAll): Steps<number> {
    const memory = new Float32Array([orders.indexOf(order) + 1]);
    for (const layer of order) {
      yield;
      for (const [value] of yield* multiply(layer, [memory])) memory[0] = value;
    }
    return memory[0];
  }
  return { results: drain(productsTogether(orders, execute, products)), calls };
}

test('executions that ask for the same layer get its products together, each its own', (t) => {
  const { results, calls } = run([
    ['double', 'add'],
    ['double', 'add'],
    ['double', 'add'],
  ]);
  t.deepEqual(results, [3, 5, 7]);
  t.deepEqual(calls, ['double:1a,2b,3c', 'add:2a,4b,6c']);
});

test('executions of other lengths and layers wait for none that is done', (t) => {
  const { results, calls } = run([['double', 'double', 'add'], [], ['add']]);
  t.deepEqual(results, [5, 2, 4]);
  t.deepEqual(calls, ['double:1a', 'add:3c', 'double:2a', 'add:4a']);
});

test('inputs whose memory is used again are those that were asked for', (t) => {
  const seen: number[][] = [];
  function* execute(_: number, multiply: MultiplyAll): Steps<number> {
    const memory = new Float32Array(1);
    function* inputs(): Iterable<Float32Array> {
      for (let value = 1; value <= 3; value++) {
        memory[0] = value;
        yield memory;
      }
    }
    return [...(yield* multiply('w', inputs()))].reduce((sum, [value]) => sum + value, 0);
  }
  const [sum] = drain(
    productsTogether([0], execute, (_, parts) =>
      parts.map((inputs) => {
        seen.push(inputs.map(([value]) => value));
        return Float32Array.from(inputs, ([value]) => value * value);
      }),
    ),
  );
  t.deepEqual(seen, [[1, 2, 3]]);
  t.is(sum, 14);
});

test('products that cannot be made fail where they were asked for', (t) => {
  function* execute(name: string, multiply: MultiplyAll): Steps<string> {
    try {
      yield* multiply('layer', [new Float32Array(7)]);
      return name;
    } catch (cause) {
      throw new Error(`${name}: ${(cause as Error).message}`, { cause });
    }
  }
  const products: ProductsOf = () => {
    throw new RangeError('3 inputs');
  };
  t.throws(() => drain(productsTogether(['node'], execute, products)), { message: 'node: 3 inputs' });
});
