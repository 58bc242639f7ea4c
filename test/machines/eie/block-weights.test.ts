import test from 'ava';
import { holdWeights } from '../../../src/compress/held-weights.ts';
import { simulateLayer } from '../../../src/machines/eie/simulate-layer.ts';
import type { Layer } from '../../../src/network/layer.ts';
import { hardwareOf } from '../../oracles/hardware-of.ts';

/** The values of e2m1. */
const E2M1 = [0, 0.5, 1, 1.5, 2, 3, 4, 6];

/** Nearest value of e2m1, of two as near the one with an even code; the largest beyond it. */
function nearest(x: number): number {
  const magnitude = Math.abs(x);
  let best = 0;
  for (const [code, value] of E2M1.entries()) {
    const closer = Math.abs(value - magnitude) - Math.abs(E2M1[best] - magnitude);
    if (closer < 0 || (closer === 0 && code % 2 === 0)) best = code;
  }
  return Math.sign(x) * E2M1[best];
}

/** A row of weights as MXFP4: 32 inputs a block. */
function quantized(row: readonly number[]): number[] {
  return row.map((weight, column) => {
    const first = column - (column % 32);
    const largest = Math.max(2 ** -20, ...row.slice(first, first + 32).map(Math.abs));
    let scale = 1;
    while (scale * 8 <= largest) scale *= 2;
    while (scale * 4 > largest) scale /= 2;
    return nearest(weight / scale) * scale;
  });
}

test('weights in MXFP4 are those of their blocks of 32 inputs of a row, and their scales are stored', (t) => {
  const [rows, columns] = [3, 70];
  const dense = Array.from({ length: rows }, (_, r) =>
    Array.from({ length: columns }, (__, c) =>
      (r + c) % 3 === 0 ? 0 : (((c * 37 + r * 11) % 125) - 62) / 2 ** (c % 5),
    ),
  );
  const columnStart = [0];
  const rowIndex: number[] = [];
  const values: number[] = [];
  for (let c = 0; c < columns; c++) {
    for (let r = 0; r < rows; r++)
      if (dense[r][c] !== 0) {
        rowIndex.push(r);
        values.push(dense[r][c]);
      }
    columnStart.push(rowIndex.length);
  }
  const layer: Layer = {
    name: 'blocks',
    kind: 'fullyConnected',
    matrix: {
      rows,
      columns,
      hasBias: false,
      columnStart: Uint32Array.from(columnStart),
      rowIndex: Uint32Array.from(rowIndex),
      weights: { kind: 'direct', values: Float32Array.from(values) },
    },
    activations: Float32Array.from({ length: columns }, (_, c) => 1 + (c % 4)),
  };
  const base = hardwareOf({ processingElements: 2, queueDepth: 8, entriesPerLine: 8, rule: 'drained' });
  const hardware = {
    ...base,
    encoding: { ...base.encoding, weights: 'direct' as const },
    arithmetic: { weight: 'mxfp4', activation: 'int8', accumulator: 'fp32' },
  };
  const { outputs, saturations } = simulateLayer(layer, holdWeights(layer.matrix, 2, 4), hardware);
  const expected = dense.map((row) => quantized(row).reduce((total, weight, c) => total + weight * (1 + (c % 4)), 0));
  t.deepEqual([...outputs], expected);
  t.true(saturations.weight > 0);
});
