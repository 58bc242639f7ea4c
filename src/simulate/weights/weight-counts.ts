import type { WeightMatrix } from '../../network/layer.ts';

type Counted = Pick<WeightMatrix, 'rows' | 'columns' | 'columnStart' | 'hasBias' | 'groups'>;

/** Products of a dense machine with one input: every row with every column (of its block), and the bias. */
export function denseProducts({ rows, columns, hasBias, groups = 1 }: Omit<Counted, 'columnStart'>): number {
  return rows * (columns / groups + (hasBias ? 1 : 0));
}

/** Stored weights of the bias column. */
export function storedBiases({ columns, columnStart, hasBias }: Omit<Counted, 'rows'>): number {
  return hasBias ? columnStart[columns + 1] - columnStart[columns] : 0;
}
