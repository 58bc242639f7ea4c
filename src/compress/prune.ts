import { UserError } from '../base/user-error.ts';
import { type PruneRule, patternName } from '../config/network/prune-rule.ts';
import { pickMagnitudes } from '../kernels/weights/pick-magnitudes.ts';
import { largestMagnitudes } from './magnitude-rank.ts';
import { pruneBalanced, pruneBlocks, pruneToBanks, pruneToNOfM } from './prune-to-pattern.ts';
import { type SparseWeights, selectPicked } from './sparse-weights.ts';

export type { PruneRule } from '../config/network/prune-rule.ts';

/** Whether a rule looks at each layer by itself, or at all layers together. */
export type PruneScope = 'layer' | 'global';

/**
 * Prunes layers by magnitude; zeros stay zero.
 * - density: exactly round(density x rows x columns) of the largest magnitudes stay (all non-zeros where there are fewer). Among equal magnitudes those
 *   that come first, column after column, stay.
 * - threshold: magnitudes from the threshold on stay.
 * - quality: as threshold, with quality x the standard deviation of all weights of the layer (or, global, of all layers), zeros included.
 * - patterns (pattern, perBank, balance, blockRows): src/compress/prune-to-pattern.ts; they are of each layer by itself.
 * @throws UserError on a density outside 0 to 1, a negative threshold or quality, a pattern of all layers together
 */
export function prune(layers: readonly SparseWeights[], rule: PruneRule, scope: PruneScope = 'layer'): SparseWeights[] {
  checkRule(rule);
  const pattern = patternOf(rule);
  if (pattern !== undefined && scope === 'global')
    throw UserError.at(
      { path: 'compress.prune.scope' },
      `expected layer for ${pattern}, a pattern of each layer, found global`,
      'PRUNE_RANGE',
    );
  if (pattern !== undefined) return layers.map((layer) => pruneToPattern(layer, rule));
  if (scope === 'layer') return layers.flatMap((layer) => pruneTogether([layer], rule));
  return pruneTogether(layers, rule);
}

/** What a rule makes a pattern of, in words; undefined for those that look at magnitudes alone. */
function patternOf(rule: PruneRule): string | undefined {
  if ('pattern' in rule) return `pattern ${patternName(rule.pattern)}`;
  if ('perBank' in rule) return `perBank ${rule.perBank}`;
  if ('balance' in rule) return `balance ${rule.balance}`;
  return 'blockRows' in rule ? `blockRows ${rule.blockRows}` : undefined;
}

function pruneToPattern(layer: SparseWeights, rule: PruneRule): SparseWeights {
  if ('pattern' in rule) return pruneToNOfM(layer, rule.pattern);
  if ('perBank' in rule) return pruneToBanks(layer, rule);
  if ('balance' in rule) {
    const { density } = rule;
    return pruneBalanced(layer, density, rule, (all) => pruneToDensity([all], density)[0]);
  }
  if ('blockRows' in rule) return pruneBlocks(layer, rule.density, rule.blockRows);
  throw new Error('no pattern');
}

function pruneTogether(layers: readonly SparseWeights[], rule: PruneRule): SparseWeights[] {
  if ('density' in rule) return pruneToDensity(layers, rule.density);
  const threshold =
    'quality' in rule ? rule.quality * standardDeviation(layers) : (rule as { readonly threshold: number }).threshold;
  return layers.map((layer) => selectPicked(layer, pickMagnitudes(layer.values, threshold)));
}

function pruneToDensity(layers: readonly SparseWeights[], density: number): SparseWeights[] {
  const size = layers.reduce((total, { rows, columns }) => total + rows * columns, 0);
  const count = Math.round(density * size);
  const stored = layers.reduce((total, { values }) => total + values.length, 0);
  if (count >= stored) return [...layers];
  const kept = largestMagnitudes(
    layers.map(({ values }) => values),
    count,
  );
  return layers.map((layer, index) => selectPicked(layer, kept[index]));
}

/** Of all weights, the pruned ones (0) included; population standard deviation, in double. */
export function standardDeviation(layers: readonly SparseWeights[]): number {
  const size = layers.reduce((total, { rows, columns }) => total + rows * columns, 0);
  let sum = 0;
  for (const { values } of layers) for (let k = 0; k < values.length; k++) sum += values[k];
  const mean = sum / size;
  let stored = 0;
  let squares = 0;
  for (const { values } of layers) {
    stored += values.length;
    for (let k = 0; k < values.length; k++) squares += (values[k] - mean) ** 2;
  }
  return Math.sqrt((squares + (size - stored) * mean ** 2) / size);
}

function checkRule(rule: PruneRule): void {
  for (const name of ['density', 'threshold', 'quality'] as const)
    if (name in rule) checkNumber(name, (rule as Readonly<Record<string, number>>)[name]);
}

function checkNumber(name: 'density' | 'threshold' | 'quality', value: number): void {
  const most = name === 'density' ? 1 : Infinity;
  if (value >= 0 && value <= most && Number.isFinite(value)) return;
  const range = name === 'density' ? 'a number from 0 to 1' : 'a number from 0';
  throw UserError.at({ path: `compress.prune.${name}` }, `expected ${range}, found ${value}`, 'PRUNE_RANGE');
}
