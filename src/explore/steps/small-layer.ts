import { parseNumberFormat } from '../../base/number-format.ts';
import { toSparse } from '../../compress/sparse-weights.ts';
import type { Layer } from '../../network/layer.ts';

/** A layer that can be looked at whole: weights[row][column], 0 where there is none. */
export interface SmallLayer {
  readonly weights: readonly (readonly number[])[];
  readonly activations: readonly number[];
}

/** What is shown: a layer, and what of the machine can be chosen. */
export interface Choice extends SmallLayer {
  readonly processingElements: number;
  readonly depth: number;
  /** Of the sparse-matrix SRAM. */
  readonly widthBits: number;
  /** Of the relative index: gaps that it cannot say take padding zeros. */
  readonly indexBits: number;
}

/** Rows and columns of the largest layer. */
export const MOST = 16;

/** What can be chosen of the machine. */
export const CHOICES = {
  processingElements: [1, 2, 3, 4],
  depth: [2, 3, 4, 5, 6, 8],
  widthBits: [16, 32, 64],
  indexBits: [1, 2, 3, 4],
} as const;

const FORMAT = parseNumberFormat('q7.8');
const STEP = 2 ** -8;
const [LOW, HIGH] = FORMAT.kind === 'fixed' ? [FORMAT.minRaw * STEP, FORMAT.maxRaw * STEP] : [0, 0];

/** The number that somebody typed, blank for 0; or what is wrong with it. */
export function readNumber(text: string): number | string {
  const typed = text.trim().replace(',', '.').replace('\u2212', '-');
  const value = Number(typed);
  if (typed === '') return 0;
  if (!/^[-+]?(\d+\.?\d*|\.\d+)$/.test(typed)) return `expected a number such as 0.75 or -1.5, found "${text.trim()}"`;
  if (value < LOW || value > HIGH)
    return `expected a number from ${LOW} to ${HIGH} (16 bits, 8 of them behind the point), found ${typed}`;
  return value;
}

/** As a network has it: sparse columns of weights stored by value. */
export function toLayer({ weights, activations }: SmallLayer): Layer {
  const [rows, columns] = [weights.length, activations.length];
  const dense = { kind: 'dense', rows, columns, values: Float32Array.from(weights.flat()) } as const;
  const { columnStart, rowIndex, values } = toSparse(dense).weights;
  return {
    name: 'weights',
    kind: 'fullyConnected',
    matrix: {
      rows,
      columns,
      hasBias: false,
      columnStart,
      rowIndex,
      weights: { kind: 'direct', values },
    },
    activations: Float32Array.from(activations),
  };
}

/** The same layer with so many rows and columns: what is cut off is gone, what is new is 0. */
export function resized({ weights, activations }: SmallLayer, rows: number, columns: number): SmallLayer {
  const line = (old: readonly number[] = []) => Array.from({ length: columns }, (_, k) => old[k] ?? 0);
  return { weights: Array.from({ length: rows }, (_, row) => line(weights[row])), activations: line(activations) };
}
