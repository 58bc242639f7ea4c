/*
 * Machines that are known by their rules, cycle by cycle and written apart from src: `weights[row][column]` and `input[column]` say what is not zero. Each returns the
 * cycles of one layer.
 */
type Mask = readonly boolean[];

/** Cambricon-X: in each cycle every PE takes the next `lanes` entries of the row it is at; a row starts in a cycle of its own. A gap beyond a step costs an entry. */
export function stepCambriconX(weights: readonly Mask[], pes: number, lanes: number, stepBits: number): number {
  const work = Array.from({ length: pes }, (_, pe) =>
    weights.filter((__, row) => row % pes === pe).map((row) => entriesOf(row, stepBits)),
  );
  let cycles = 0;
  while (work.some((rows) => rows.some((left) => left > 0))) {
    cycles++;
    for (const rows of work) {
      while (rows.length > 0 && rows[0] === 0) rows.shift();
      if (rows.length > 0) rows[0] = Math.max(0, rows[0] - lanes);
    }
  }
  return cycles;
}

function entriesOf(row: Mask, stepBits: number): number {
  let entries = 0;
  let zeros = 0;
  for (const isWeight of row)
    if (isWeight) {
      entries++;
      zeros = 0;
    } else if (++zeros === 2 ** stepBits) {
      // an entry that holds a zero, if a weight is still to come
      entries++;
      zeros = 0;
    }
  let end = row.length;
  while (end > 0 && !row[end - 1]) end--;
  return entries - Math.floor((row.length - end) / 2 ** stepBits);
}

/** Cambricon-S: blocks of outputs one behind the other; in each cycle the next `lanes` inputs that are not zero and for which some output of the block has a weight. */
export function stepCambriconS(weights: readonly Mask[], input: Mask, pes: number, lanes: number): number {
  let cycles = 0;
  for (let first = 0; first < weights.length; first += pes) {
    const block = weights.slice(first, first + pes);
    let waiting = input.filter((isActive, column) => isActive && block.some((row) => row[column])).length;
    while (waiting > 0) {
      waiting -= lanes;
      cycles++;
    }
  }
  return cycles;
}

export interface ScnnShape {
  readonly rows: number;
  readonly columns: number;
  readonly inputs: number;
  readonly weights: number;
  readonly banks: number;
  readonly accumulators: number;
}

/** An input or a weight with its coordinates. */
interface Activation {
  readonly channel: number;
  readonly r: number;
  readonly x: number;
  readonly y: number;
}

const bank = (k: number, x: number, y: number, banks: number) =>
  ((((k & 4) << 2) ^ ((x & 2) << 3) ^ ((y & 2) << 3)) + ((x & 1) << 3) + ((y & 1) << 2) + (k & 3)) % banks;

/** Cycles of one PE with its inputs and the weights of a channel: all pairs of I inputs and F weights, as long as the fullest bank. */
function stepPe(inputs: readonly Activation[], weights: readonly { k: number; r: number }[], shape: ScnnShape): number {
  let cycles = 0;
  for (let i = 0; i < inputs.length; i += shape.inputs)
    for (let f = 0; f < weights.length; f += shape.weights) {
      const filled = new Array<number>(shape.banks).fill(0);
      for (const input of inputs.slice(i, i + shape.inputs))
        for (const weight of weights.slice(f, f + shape.weights))
          if (weight.r === input.r) filled[bank(weight.k, input.x, input.y, shape.banks)]++;
      cycles += Math.max(1, ...filled);
    }
  return cycles;
}

/** SCNN with every input vector folded into images of 16 x 16. */
export function stepFoldedScnn(weights: readonly Mask[], batch: readonly Mask[], shape: ScnnShape): number {
  const columns = weights[0].length;
  const [high, wide] = [Math.ceil(16 / shape.rows), Math.ceil(16 / shape.columns)];
  let cycles = 0;
  for (let first = 0; first < weights.length; first += shape.accumulators) {
    const group = weights.slice(first, first + shape.accumulators);
    for (const input of batch)
      for (let channel = 0; channel * 256 < columns; channel++) {
        const kernel: { k: number; r: number }[] = [];
        for (let r = 0; r < 256 && channel * 256 + r < columns; r++)
          group.forEach((row, k) => {
            if (row[channel * 256 + r]) kernel.push({ k: first + k, r });
          });
        let slowest = 0;
        for (let pe = 0; pe < shape.rows * shape.columns; pe++) {
          const held: Activation[] = [];
          for (let r = 0; r < 256 && channel * 256 + r < columns; r++) {
            const [across, down] = [r % 16, Math.floor(r / 16)];
            const own = Math.floor(down / high) * shape.columns + Math.floor(across / wide);
            if (own === pe && input[channel * 256 + r]) held.push({ channel, r, x: 0, y: 0 });
          }
          slowest = Math.max(slowest, stepPe(held, kernel, shape));
        }
        cycles += slowest;
      }
    if (shape.rows * shape.columns > 1) cycles += 2 * group.length + shape.rows - 1 + shape.columns - 1;
  }
  return cycles;
}

/** SCNN with every input vector as a pixel. */
export function stepPixelScnn(weights: readonly Mask[], batch: readonly Mask[], shape: ScnnShape): number {
  const side = Math.ceil(Math.sqrt(batch.length));
  const [high, wide] = [Math.ceil(side / shape.rows), Math.ceil(side / shape.columns)];
  const atOnce = Math.max(1, Math.floor(shape.accumulators / (high * wide)));
  let cycles = 0;
  for (let first = 0; first < weights.length; first += atOnce) {
    const group = weights.slice(first, first + atOnce);
    for (let channel = 0; channel < weights[0].length; channel++) {
      const kernel = group.flatMap((row, k) => (row[channel] ? [{ k: first + k, r: 0 }] : []));
      let slowest = 0;
      for (let pe = 0; pe < shape.rows * shape.columns; pe++) {
        const held = batch.flatMap((input, pixel): Activation[] => {
          const [y, x] = [Math.floor(pixel / side), pixel % side];
          const own = Math.floor(y / high) * shape.columns + Math.floor(x / wide);
          return own === pe && input[channel] ? [{ channel, r: 0, x, y }] : [];
        });
        slowest = Math.max(slowest, stepPe(held, kernel, shape));
      }
      cycles += slowest;
    }
  }
  return cycles;
}
