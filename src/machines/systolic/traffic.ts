import { type Dataflow, type Grid, laidOut, type Product, type Tiles, tilesOf } from './folds.ts';

/** What moves, in values: out of memories, into them, and from register to register inside the array. */
export interface Traffic {
  readonly weightReads: number;
  readonly inputReads: number;
  /** Partial sums that are read back to be added to, and those that are written, the last of which are the outputs. */
  readonly sumReads: number;
  readonly sumWrites: number;
  /** Values that a register of the array takes over from its neighbour. */
  readonly weightSteps: number;
  readonly inputSteps: number;
  readonly sumSteps: number;
  readonly multiplies: number;
}

/** What a memory needs to be asked as often: words of one access each. */
export interface Words {
  readonly weightReads: number;
  readonly inputReads: number;
  readonly sumReads: number;
  readonly sumWrites: number;
}

/**
 * Traffic of a product. With N:M weights every input of a block comes to the array, which picks N of M (`inputsPerWeight` = M / N at the rows that are used).
 * Where weights or inputs stay, sums leave the array behind every fold and are read back for the next one along the inputs; where outputs stay they leave it once.
 */
export function trafficOf(product: Product, dataflow: Dataflow, grid: Grid, allInputs: number): Traffic {
  const { inputs, outputs, batch, groups } = product;
  const laid = laidOut(product, dataflow);
  const tiles = tilesOf(laid, grid);
  const across = Math.ceil(laid.columns / grid.columns);
  const along = Math.ceil(laid.rows / grid.rows);
  const sum = (of: (tile: Tiles) => number): number => tiles.reduce((all, tile) => all + tile.count * of(tile), 0);
  const flowing = sum(({ rows, columns }) => laid.steps * rows * columns);
  // a column of registers takes the values of its last row first, which pass all others
  const shifted = sum(({ rows, columns }) => ((rows * (rows + 1)) / 2) * columns);
  const weights = inputs * outputs * groups;
  const given = allInputs * batch * groups;
  const sums = outputs * batch * groups;
  if (dataflow === 'outputStationary')
    return {
      weightReads: weights * along,
      inputReads: given * across,
      sumReads: 0,
      sumWrites: sums,
      weightSteps: flowing,
      inputSteps: flowing,
      sumSteps: flowing + shifted,
      multiplies: flowing,
    };
  const stays = dataflow === 'weightStationary';
  return {
    weightReads: stays ? weights : weights * across,
    inputReads: stays ? given * across : given,
    sumReads: sums * (along - 1),
    sumWrites: sums * along,
    weightSteps: stays ? shifted : flowing,
    inputSteps: stays ? flowing : shifted,
    // sums leave at the foot of the array, past rows that hold nothing
    sumSteps: sum(({ columns }) => laid.steps * grid.rows * columns),
    multiplies: flowing,
  };
}

/** Values that a word of each memory holds at least in part; a value may take several words. */
export interface Widths {
  readonly weight: number;
  readonly input: number;
  readonly sum: number;
}

/** Memory words of the same: what the array takes in a cycle, a value a row or column that is used, lies side by side. `bits` of a value over those of a word. */
export function wordsOf(
  product: Product,
  dataflow: Dataflow,
  grid: Grid,
  bits: Widths,
  widths: Widths,
  pick: number,
): Words {
  const laid = laidOut(product, dataflow);
  const along = Math.ceil(laid.rows / grid.rows);
  const sum = (of: (tile: Tiles) => number): number =>
    tilesOf(laid, grid).reduce((all, tile) => all + tile.count * of(tile), 0);
  const words = (values: number, kind: keyof Widths) => Math.ceil((values * bits[kind]) / widths[kind]);
  const { steps } = laid;
  if (dataflow === 'outputStationary')
    return {
      weightReads: sum(({ columns }) => steps * words(columns, 'weight')),
      inputReads: sum(({ rows }) => steps * words(rows * pick, 'input')),
      sumReads: 0,
      sumWrites: sum(({ rows, columns }) => rows * words(columns, 'sum')),
    };
  const stays = dataflow === 'weightStationary';
  const written = sum(({ columns }) => steps * words(columns, 'sum'));
  return {
    weightReads: sum(({ rows, columns }) => (stays ? rows * words(columns, 'weight') : steps * words(rows, 'weight'))),
    inputReads: sum(({ rows, columns }) =>
      stays ? steps * words(rows * pick, 'input') : rows * words(columns * pick, 'input'),
    ),
    sumReads: (written / along) * (along - 1),
    sumWrites: written,
  };
}
