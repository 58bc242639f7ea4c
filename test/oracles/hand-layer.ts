import type { DenseLayer } from './eie/eie-gen-1.ts';
import { generatorCodebook } from './eie/eie-gen-1.ts';

/** A layer by hand: column c has a weight (code 1) in each of the rows listed for it; every input is 1 unless others are given; no bias. */
export function handLayer(
  rows: number,
  rowsOfColumns: readonly (readonly number[])[],
  inputs: readonly number[] = rowsOfColumns.map(() => 1),
): DenseLayer {
  const columns = rowsOfColumns.length;
  const codes = new Uint8Array(rows * columns);
  for (const [column, own] of rowsOfColumns.entries()) for (const row of own) codes[column * rows + row] = 1;
  return {
    rows,
    columns,
    activations: Float32Array.from(inputs),
    codes,
    biasCodes: new Uint8Array(rows),
    codebook: generatorCodebook,
  };
}

/** 0, 1, ... n - 1. */
export function upToRow(n: number): number[] {
  return Array.from({ length: n }, (_, row) => row);
}

/** The same item n times. */
export function repeat<T>(n: number, item: T): T[] {
  return Array.from({ length: n }, () => item);
}
