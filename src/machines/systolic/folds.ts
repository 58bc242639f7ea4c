/** How a product lies on the array: what stays in it while the rest streams through. */
export type Dataflow = 'weightStationary' | 'inputStationary' | 'outputStationary';

/** Sizes of a product: outputs = weights (outputs x inputs) times a batch of inputs; a grouped convolution has so many blocks of it one behind the other. */
export interface Product {
  /** Inputs of a block whose weights are stored: with N:M weights, N of M. */
  readonly inputs: number;
  readonly outputs: number;
  /** Vectors that are multiplied: inferences, output positions of a convolution. */
  readonly batch: number;
  readonly groups: number;
}

/** Sizes of the array. */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
}

/** A product along the rows and columns of an endless array, and the steps of what streams through it (S_R, S_C and T of SCALE-Sim). */
export interface Laid {
  readonly rows: number;
  readonly columns: number;
  readonly steps: number;
  readonly groups: number;
}

/** Weights stay: inputs along the rows, outputs along the columns. Inputs stay: the batch along the columns. Outputs stay: the batch along the rows. */
export function laidOut({ inputs, outputs, batch, groups }: Product, dataflow: Dataflow): Laid {
  if (dataflow === 'weightStationary') return { rows: inputs, columns: outputs, steps: batch, groups };
  if (dataflow === 'inputStationary') return { rows: inputs, columns: batch, steps: outputs, groups };
  return { rows: batch, columns: outputs, steps: inputs, groups };
}

/** Tiles of one size that the array takes one behind the other, each of them a fold. */
export interface Tiles {
  /** Rows and columns of the array that hold something. */
  readonly rows: number;
  readonly columns: number;
  readonly count: number;
}

/** All folds of a product, by the size of their tiles: full ones, and those at the edges. */
export function tilesOf({ rows, columns, groups }: Laid, grid: Grid): Tiles[] {
  return pieces(rows, grid.rows).flatMap(([high, many]) =>
    pieces(columns, grid.columns).map(([wide, more]) => ({ rows: high, columns: wide, count: many * more * groups })),
  );
}

/** How often the array is filled. */
export function foldsOf({ rows, columns, groups }: Laid, grid: Grid): number {
  return Math.ceil(rows / grid.rows) * Math.ceil(columns / grid.columns) * groups;
}

/** A length in pieces of a size: [size, how many], and what is left over. */
function pieces(length: number, size: number): [number, number][] {
  const full: [number, number] = [size, Math.floor(length / size)];
  const rest: [number, number] = [length % size, 1];
  return [full, rest].filter(([piece, many]) => piece > 0 && many > 0);
}
