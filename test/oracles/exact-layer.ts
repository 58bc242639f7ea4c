import { type Exact, type ExactFormat, exact, plus, settled, times, toNumber } from './exact-number.ts';

/** A layer by its dense weights, column after column (null: no weight is stored there), and its inputs. */
export interface ExactLayer {
  readonly rows: number;
  readonly columns: number;
  readonly weights: readonly (number | null)[];
  readonly activations: readonly number[];
}

/** The formats of the three operands. */
export interface ExactFormats {
  readonly weight: ExactFormat;
  readonly activation: ExactFormat;
  readonly accumulator: ExactFormat;
}

/** Outputs and clipped values of a layer, with exact products and sums that are rounded once and then clipped; zero inputs (after rounding) are skipped. */
export function exactLayer(layer: ExactLayer, formats: ExactFormats) {
  const saturations = { weight: 0, activation: 0, accumulator: 0 };
  const settle = (x: Exact, operand: keyof ExactFormats) => {
    const { value, clipped } = settled(x, formats[operand]);
    if (clipped) saturations[operand]++;
    return value;
  };
  const weights = layer.weights.map((weight) => (weight === null ? null : settle(exact(weight), 'weight')));
  const activations = layer.activations.map((activation) => settle(exact(activation), 'activation'));
  const sums: Exact[] = Array.from({ length: layer.rows }, () => ({ m: 0n, e: 0 }));
  for (const [column, activation] of activations.entries()) {
    if (activation.m === 0n) continue;
    for (let row = 0; row < layer.rows; row++) {
      const weight = weights[column * layer.rows + row];
      if (weight === null) continue;
      sums[row] = settle(plus(sums[row], settle(times(weight, activation), 'accumulator')), 'accumulator');
    }
  }
  return { outputs: sums.map((sum) => Math.fround(toNumber(sum))), saturations };
}
