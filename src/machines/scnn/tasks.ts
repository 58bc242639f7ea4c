import type { SeenInput } from '../parts/inputs.ts';

/** What PEs hold of the inputs in one barrier to the next. */
export interface Task {
  /** Columns of weights that go by: from, to. */
  readonly from: number;
  readonly to: number;
  /** Of each PE the inputs that are not zero, in the order in which it takes them. */
  readonly held: readonly (readonly Held[])[];
}

/** An input that is not zero: of which column, and where its outputs lie. */
export interface Held {
  readonly column: number;
  readonly x: number;
  readonly y: number;
}

/** How a layer with several inputs lies on the PEs. */
export interface Mapping {
  readonly tasks: () => Iterable<Task>;
  /** Output pixels of a PE: what an output channel takes of its accumulators. */
  readonly tilePixels: number;
  /** PEs whose sums for one output have to be added, behind each group of outputs. */
  readonly addends: number;
}

const FOLD = 16;

/**
 * Every input vector is folded into images of 16 x 16 pixels, 256 inputs each (DNNsim does so), a tile of pixels for each PE; the kernel is as large as the image. Of the products
 * only those of an input with a weight of its own column count; all PEs have sums of every output, which are added in the end.
 */
export function folded(seen: readonly SeenInput[], columns: number, rows: number, across: number): Mapping {
  const high = Math.ceil(FOLD / rows);
  const wide = Math.ceil(FOLD / across);
  return {
    tilePixels: 1,
    addends: rows * across,
    *tasks() {
      for (const { columns: active } of seen) {
        let next = 0;
        for (let from = 0; from < columns; from += FOLD * FOLD) {
          const to = Math.min(columns, from + FOLD * FOLD);
          const held: Held[][] = Array.from({ length: rows * across }, () => []);
          for (; next < active.length && active[next] < to; next++) {
            const pixel = active[next] - from;
            const pe = Math.floor(Math.floor(pixel / FOLD) / high) * across + Math.floor((pixel % FOLD) / wide);
            held[pe].push({ column: active[next], x: 0, y: 0 });
          }
          yield { from, to, held };
        }
      }
    },
  };
}

/**
 * Every input vector is a pixel of a pointwise convolution, whose channels are the columns; pixels are dealt to PEs in tiles. Every product counts. This is what an SCNN does with
 * a 1 x 1 convolution, and with a batch of vectors.
 */
export function pixels(seen: readonly SeenInput[], columns: number, rows: number, across: number): Mapping {
  const side = Math.ceil(Math.sqrt(seen.length));
  const high = Math.ceil(side / rows);
  const wide = Math.ceil(side / across);
  return {
    tilePixels: high * wide,
    addends: 1,
    *tasks() {
      const next = new Uint32Array(seen.length);
      for (let column = 0; column < columns; column++) {
        const held: Held[][] = Array.from({ length: rows * across }, () => []);
        seen.forEach(({ columns: active }, pixel) => {
          if (next[pixel] >= active.length || active[next[pixel]] !== column) return;
          next[pixel]++;
          const [y, x] = [Math.floor(pixel / side), pixel % side];
          held[Math.floor(y / high) * across + Math.floor(x / wide)].push({ column, x, y });
        });
        yield { from: column, to: column + 1, held };
      }
    },
  };
}
