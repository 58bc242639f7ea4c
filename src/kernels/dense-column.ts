/** How many rows a matrix has, and in how many blocks along its diagonal they lie. */
interface Shape {
  readonly rows: number;
  readonly columns: number;
  readonly groups?: number;
}

/** Rows that a column has weights in, [from, to): all of them, or those of its block (a grouped convolution); the bias column has all. */
export function rowsOfColumn(
  { rows, columns, groups = 1 }: Shape,
  column: number,
): readonly [from: number, to: number] {
  if (column >= columns) return [0, rows];
  const block = Math.floor(column / (columns / groups));
  return [(block * rows) / groups, ((block + 1) * rows) / groups];
}

/** How many of the rows before `row` lie on a PE (row r lies on PE r mod PEs): the local row that the next of them has. */
export function localRowsBefore(row: number, processingElement: number, processingElements: number): number {
  return Math.max(0, Math.ceil((row - processingElement) / processingElements));
}
