import assert from 'node:assert/strict';
import test from 'ava';
import * as fc from 'fast-check';
import { holdWeights } from '../../../src/compress/held-weights.ts';
import { simulateLayer } from '../../../src/machines/eie/simulate-layer.ts';
import type { Layer, WeightMatrix } from '../../../src/network/layer.ts';
import { type ExactLayer, exactLayer } from '../../oracles/exact-layer.ts';
import { type ExactFormat, fixedPoint, floatingPoint } from '../../oracles/exact-number.ts';
import { hardwareOf } from '../../oracles/hardware-of.ts';
import { holds } from '../../oracles/hold.ts';

const FORMATS: readonly ExactFormat[] = [
  floatingPoint('fp32', 24, -126),
  floatingPoint('fp16', 11, -14),
  floatingPoint('bf16', 8, -126),
  // the largest values of the OCP formats: 448, 57344, 28, 7.5, 6
  floatingPoint('fp8e4m3', 4, -6, { m: 14n, e: 5 }),
  floatingPoint('fp8e5m2', 3, -14, { m: 7n, e: 13 }),
  floatingPoint('fp6e3m2', 3, -2, { m: 7n, e: 2 }),
  floatingPoint('fp6e2m3', 4, 0, { m: 15n, e: -1 }),
  floatingPoint('fp4e2m1', 2, 0, { m: 3n, e: 1 }),
  fixedPoint('int32', true, 32, 0),
  fixedPoint('int16', true, 16, 0),
  fixedPoint('int8', true, 8, 0),
  fixedPoint('int4', true, 4, 0),
  fixedPoint('uint8', false, 8, 0),
  fixedPoint('q7.8', true, 16, 8),
  fixedPoint('q3.4', true, 8, 4),
  fixedPoint('q1.28', true, 30, 28),
  fixedPoint('q2.28', true, 31, 28),
  fixedPoint('q15.16', true, 32, 16),
  fixedPoint('q0.31', true, 32, 31),
  fixedPoint('uq4.4', false, 8, 4),
  fixedPoint('uq0.32', false, 32, 32),
];

/** Values of every size, halves of a last place (ties) and ends of ranges among them; all are fp32. */
const value = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -300, max: 300 }).map((n) => n / 16) },
  { weight: 2, arbitrary: fc.integer({ min: -70000, max: 70000 }).map((n) => n / 512) },
  { weight: 2, arbitrary: fc.float({ noNaN: true, min: Math.fround(-1e6), max: Math.fround(1e6) }) },
  { weight: 1, arbitrary: fc.float({ noNaN: true, noDefaultInfinity: true }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(0, 127.5, -128.5, 65504, 65520, -65536, 2 ** -24, 2 ** -25, 2 ** -149, 2 ** 31),
  },
);

const run = fc
  .record({ rows: fc.integer({ min: 1, max: 7 }), columns: fc.integer({ min: 1, max: 12 }) })
  .chain(({ rows, columns }) =>
    fc.record({
      layer: fc.record({
        rows: fc.constant(rows),
        columns: fc.constant(columns),
        weights: fc.array(fc.option(value, { freq: 4 }), { minLength: rows * columns, maxLength: rows * columns }),
        activations: fc.array(value, { minLength: columns, maxLength: columns }),
      }),
      formats: fc.record({
        weight: fc.constantFrom(...FORMATS),
        activation: fc.constantFrom(...FORMATS),
        accumulator: fc.constantFrom(...FORMATS),
      }),
      isShared: fc.boolean(),
      padding: fc.integer({ min: 0, max: 40 }),
    }),
  );

/** The record of the product; a codebook that is longer than the columns makes it multiply by stored weight instead of by code. */
function layerOf({ rows, columns, weights, activations }: ExactLayer, isShared: boolean, padding: number): Layer {
  const columnStart = [0];
  const rowIndex: number[] = [];
  const stored: number[] = [];
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) {
      const weight = weights[column * rows + row];
      if (weight === null) continue;
      rowIndex.push(row);
      stored.push(weight);
    }
    columnStart.push(stored.length);
  }
  const codebook = [0, ...new Set(stored), ...Array.from({ length: padding }, () => 0)];
  const matrix: WeightMatrix = {
    rows,
    columns,
    hasBias: false,
    columnStart: Uint32Array.from(columnStart),
    rowIndex: Uint32Array.from(rowIndex),
    weights: isShared
      ? {
          kind: 'shared',
          codes: Uint8Array.from(stored, (weight) => codebook.indexOf(weight, 1)),
          codebook: Float32Array.from(codebook),
        }
      : { kind: 'direct', values: Float32Array.from(stored) },
  };
  return { name: 'layer', kind: 'fullyConnected', matrix, activations: Float32Array.from(activations) };
}

test('outputs and saturations are those of exact arithmetic that rounds once, in every combination of formats', (t) => {
  holds(
    t,
    run,
    ({ layer, formats, isShared, padding }) => {
      const { weight, activation, accumulator } = formats;
      const record = layerOf(layer, isShared, padding);
      const machine = hardwareOf({ processingElements: 2, queueDepth: 4, entriesPerLine: 8, rule: 'drained' });
      const found = simulateLayer(record, holdWeights(record.matrix, 2, 4), {
        ...machine,
        arithmetic: { weight: weight.name, activation: activation.name, accumulator: accumulator.name },
      });
      const expected = exactLayer(layer, formats);
      assert.deepEqual([...found.outputs].map(positiveZero), expected.outputs.map(positiveZero));
      assert.deepEqual(found.saturations, expected.saturations);
    },
    5_000,
  );
});

function positiveZero(x: number): number {
  return x + 0;
}
