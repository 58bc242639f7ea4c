import test from 'ava';
import { holdWeights } from '../../../../src/compress/held-weights.ts';
import { simulateLayer } from '../../../../src/machines/eie/simulate-layer.ts';
import { blockScales } from '../../../../src/machines/eie/weights/block-scales.ts';
import type { Layer } from '../../../../src/network/layer.ts';
import { sparse } from '../../../compress/dense.ts';
import { hardwareOf } from '../../../oracles/hardware-of.ts';

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

/** A layer of these rows of weights, without a bias. */
function layerByValue(dense: readonly (readonly number[])[], inputs: readonly number[]): Layer {
  const { values, ...columns } = sparse(...dense);
  const matrix = { ...columns, hasBias: false, weights: { kind: 'direct', values } } as const;
  return { name: 'blocks', kind: 'fullyConnected', matrix, activations: Float32Array.from(inputs) };
}

test('weights in MXFP4 are those of their blocks of 32 inputs of a row, and their scales are stored', (t) => {
  const [rows, columns] = [3, 70];
  const dense = Array.from({ length: rows }, (_, r) =>
    Array.from({ length: columns }, (__, c) =>
      (r + c) % 3 === 0 ? 0 : (((c * 37 + r * 11) % 125) - 62) / 2 ** (c % 5),
    ),
  );
  const layer = layerByValue(
    dense,
    Array.from({ length: columns }, (_, c) => 1 + (c % 4)),
  );
  const base = hardwareOf({ processingElements: 2, queueDepth: 8, entriesPerLine: 8, rule: 'drained' });
  const hardware = {
    ...base,
    encoding: { ...base.encoding, weights: 'direct' as const },
    arithmetic: { weight: 'mxfp4', activation: 'int8', accumulator: 'fp32' },
  };
  const held = holdWeights(layer.matrix, 2, 4);
  const { outputs, saturations, actionCounts } = simulateLayer(layer, held, hardware);
  const expected = dense.map((row) => quantized(row).reduce((total, weight, c) => total + weight * (1 + (c % 4)), 0));
  t.deepEqual([...outputs], expected);
  t.true(saturations.weight > 0);
  // three blocks of inputs: a scale for each of three rows, read by two PEs in a line each
  const plain = simulateLayer(layer, held, { ...hardware, arithmetic: { ...hardware.arithmetic, weight: 'fp4e2m1' } });
  t.is(actionCounts['arithmeticUnit.scale'], 3 * 3);
  t.false('arithmeticUnit.scale' in plain.actionCounts);
  t.is(actionCounts['sparseMatrix.read'], plain.actionCounts['sparseMatrix.read'] + 3 * 2);
});

test('codes of IQ4_NL are looked up, zero points are subtracted once a product, and a scale of the layer is applied to each output', (t) => {
  const [rows, columns] = [3, 40];
  const full = Array.from({ length: rows }, (_, r) =>
    Array.from({ length: columns }, (__, c) => (((c * rows + r) * 31) % 63) - 31.5),
  );
  const layer = layerByValue(full, new Array<number>(columns).fill(1));
  const base = hardwareOf({ processingElements: 2, queueDepth: 8, entriesPerLine: 8, rule: 'drained' });
  const counts = (weight: string, indexBits: number | null) => {
    const encoding = { ...base.encoding, weights: 'direct' as const, indexBits };
    const hardware = { ...base, encoding, arithmetic: { weight, activation: 'int8', accumulator: 'fp32' } };
    return simulateLayer(layer, holdWeights(layer.matrix, 2, indexBits), hardware).actionCounts;
  };
  const products = rows * columns;
  const table = counts('iq4_nl', null);
  t.deepEqual([table['codebook.read'], table['arithmeticUnit.scale']], [products, 2 * rows]);
  t.true(table['codebook.leakage'] > 0);
  const groups = counts('uint4g16', 4);
  t.deepEqual([groups['arithmeticUnit.subtractZeroPoint'], groups['arithmeticUnit.scale']], [products, 3 * rows]);
  t.false('codebook.read' in groups || 'codebook.leakage' in groups);
  t.is(counts('nvfp4', 4)['arithmeticUnit.scale'], 3 * rows + rows);
  // 24 bits of scales a row in the first two blocks of 16 inputs: rows 0 and 2 lie on one PE
  t.is(groups['sparseMatrix.read'] - counts('int4', 4)['sparseMatrix.read'], 3 * 2);
});

test('scales of blocks in which no input is sent are neither read nor applied; a group has blocks of its own', (t) => {
  const machine = {
    arithmetic: { weight: 'mxfp4' },
    processingElements: 4,
    memories: { sparseMatrix: { widthBits: 64 } },
  };
  // 40 rows, ten a PE: 80 bits of scales are two lines
  const one = { rows: 40, columns: 128 };
  t.deepEqual(blockScales(one, Uint32Array.of(0, 31, 64), machine), { applied: 2 * 40, lineReads: 2 * 4 * 2 });
  t.deepEqual(blockScales(one, new Uint32Array(0), machine), { applied: 0, lineReads: 0 });
  // two groups of 64 inputs and 20 rows: five rows a PE are one line
  const grouped = blockScales({ ...one, groups: 2 }, Uint32Array.of(0, 64, 100), machine);
  t.deepEqual(grouped, { applied: 3 * 20, lineReads: 3 * 4 });
});
