import type { Layer, WeightMatrix } from '../../src/network/layer.ts';
import type { DenseLayer } from './eie/eie-gen-1.ts';

function matrixOf({ rows, columns, codes, biasCodes, codebook }: DenseLayer, hasBias: boolean): WeightMatrix {
  const columnStart = [0];
  const rowIndex: number[] = [];
  const stored: number[] = [];
  for (let column = 0; column < columns + (hasBias ? 1 : 0); column++) {
    const own = column < columns ? codes.subarray(column * rows, (column + 1) * rows) : biasCodes;
    for (const [row, code] of own.entries()) {
      if (code === 0) continue;
      rowIndex.push(row);
      stored.push(code);
    }
    columnStart.push(rowIndex.length);
  }
  return {
    rows,
    columns,
    hasBias,
    columnStart: Uint32Array.from(columnStart),
    rowIndex: Uint32Array.from(rowIndex),
    weights: { kind: 'shared', codes: Uint8Array.from(stored), codebook },
  };
}

/** The product's record of a dense oracle layer. */
export function layerOf(dense: DenseLayer, hasBias: boolean): Layer {
  return {
    name: 'layer',
    kind: 'fullyConnected',
    matrix: matrixOf(dense, hasBias),
    activations: dense.activations,
  };
}
