import { UserError } from '../base/user-error.ts';
import { rankMagnitudes } from './magnitude-rank.ts';
import { type SparseWeights, selectWeights } from './sparse-weights.ts';

/** How weights are pruned: by the density to keep, by a magnitude, or by quality x standard deviation (Han et al. 2015). */
export type PruneRule = { readonly density: number } | { readonly threshold: number } | { readonly quality: number };

/** Whether a rule looks at each layer by itself, or at all layers together. */
export type PruneScope = 'layer' | 'global';

/**
 * Prunes layers by magnitude; zeros stay zero.
 * - density: exactly round(density x rows x columns) of the largest magnitudes stay (all non-zeros where there are fewer). Among equal magnitudes those
 *   that come first, column after column, stay.
 * - threshold: magnitudes from the threshold on stay.
 * - quality: as threshold, with quality x the standard deviation of all weights of the layer (or, global, of all layers), zeros included.
 * @throws UserError on a density outside 0 to 1, a negative threshold or quality
 */
export function prune(layers: readonly SparseWeights[], rule: PruneRule, scope: PruneScope = 'layer'): SparseWeights[] {
  checkRule(rule);
  if (scope === 'layer') return layers.flatMap((layer) => pruneTogether([layer], rule));
  return pruneTogether(layers, rule);
}

function pruneTogether(layers: readonly SparseWeights[], rule: PruneRule): SparseWeights[] {
  if ('density' in rule) return pruneToDensity(layers, rule.density);
  const threshold = 'threshold' in rule ? rule.threshold : rule.quality * standardDeviation(layers);
  return layers.map((layer) => selectWeights(layer, (value) => Math.abs(value) >= threshold));
}

function pruneToDensity(layers: readonly SparseWeights[], density: number): SparseWeights[] {
  const size = layers.reduce((total, { rows, columns }) => total + rows * columns, 0);
  const count = Math.round(density * size);
  const stored = layers.reduce((total, { values }) => total + values.length, 0);
  if (count >= stored) return [...layers];
  const { threshold, ties } =
    count === 0
      ? { threshold: Infinity, ties: 0 }
      : rankMagnitudes(
          layers.map(({ values }) => values),
          count,
        );
  let left = ties;
  return layers.map((layer) =>
    selectWeights(layer, (value) => {
      const magnitude = Math.abs(value);
      return magnitude > threshold || (magnitude === threshold && left-- > 0);
    }),
  );
}

/** Of all weights, the pruned ones (0) included; population standard deviation, in double. */
export function standardDeviation(layers: readonly SparseWeights[]): number {
  const size = layers.reduce((total, { rows, columns }) => total + rows * columns, 0);
  let sum = 0;
  for (const { values } of layers) for (const value of values) sum += value;
  const mean = sum / size;
  let stored = 0;
  let squares = 0;
  for (const { values } of layers) {
    stored += values.length;
    for (const value of values) squares += (value - mean) ** 2;
  }
  return Math.sqrt((squares + (size - stored) * mean ** 2) / size);
}

function checkRule(rule: PruneRule): void {
  const [name, value] = Object.entries(rule)[0];
  const most = name === 'density' ? 1 : Infinity;
  if (value >= 0 && value <= most && Number.isFinite(value)) return;
  const range = name === 'density' ? 'a number from 0 to 1' : 'a number from 0';
  throw UserError.at({ path: `compress.prune.${name}` }, `expected ${range}, found ${value}`, 'PRUNE_RANGE');
}
