import type { DecodedColumns } from '../kernels/streams.ts';
import type { SparseMatrix } from './imported-weights.ts';
import { whenRead } from './when-read.ts';

/** A matrix that is known by its codes: values are looked up when somebody asks for them, who works with the codes spares four bytes a weight. */
export function codedMatrix(
  rows: number,
  columns: number,
  { columnStart, rowIndex, codes }: DecodedColumns,
  codebook: Float32Array,
): SparseMatrix {
  const placed = { kind: 'sparse', rows, columns, columnStart, rowIndex } as const;
  return whenRead(placed, 'values', () => valuesOfCodes(codes, codebook));
}

/** The shared value of each code. */
export function valuesOfCodes(codes: Uint8Array, codebook: Float32Array): Float32Array {
  const values = new Float32Array(codes.length);
  for (let k = 0; k < codes.length; k++) values[k] = codebook[codes[k]];
  return values;
}
