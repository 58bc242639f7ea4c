import test from 'ava';
import type { EieCounts } from '../../../src/machines/eie/count-layer.ts';
import { countSum } from '../../../src/run/graph/sum-counts.ts';

const perPe = (...values: number[]) => Uint32Array.from(values);

function counts(busy: Uint32Array): EieCounts {
  const none = perPe(0, 0);
  return {
    cycles: 5,
    paddingCycles: 0,
    theoreticalCycles: 4.5,
    broadcasts: 1,
    multiplyAccumulates: 2,
    denseMultiplyAccumulates: 4,
    stallCycles: 0,
    perProcessingElement: { busy, emptyColumn: none, starved: none, blocked: none, bypasses: none },
    saturations: { weight: 0, activation: 1, accumulator: 0 },
    actionCounts: { 'pointers.read': 3 },
    outputs: Float32Array.of(1),
  };
}

test('counts of products are added up, record by record, and outputs stand one behind the other', (t) => {
  const sum = countSum<EieCounts>();
  sum.add(counts(perPe(1, 2)), [Float32Array.of(1, 0)]);
  sum.add(counts(perPe(3, 4)), [Float32Array.of(1, 1)]);
  const total = sum.total()!;
  t.is(total.cycles, 10);
  t.is(total.theoreticalCycles, 9);
  t.is(total.saturations.activation, 2);
  t.is(total.actionCounts['pointers.read'], 6);
  t.deepEqual([...total.perProcessingElement.busy], [4, 6]);
  t.deepEqual([...total.outputs], [1, 1]);
  t.is(total.products, 2);
  t.is(total.activationDensity, 0.75);
});

test('sums of a PE go beyond 32 bits', (t) => {
  const sum = countSum<EieCounts>();
  for (let n = 0; n < 3; n++) sum.add(counts(perPe(3e9, 1)), [Float32Array.of(1)]);
  t.is(sum.total()!.perProcessingElement.busy[0], 9e9);
});

test('what was added is left as it was', (t) => {
  const first = counts(perPe(1, 2));
  const sum = countSum<EieCounts>();
  sum.add(first, [Float32Array.of(1)]);
  sum.add(first, [Float32Array.of(1)]);
  t.deepEqual([...first.perProcessingElement.busy], [1, 2]);
  t.is(first.actionCounts['pointers.read'], 3);
});

test('nothing added gives no sum', (t) => t.is(countSum<EieCounts>().total(), undefined));
