import { UserError } from '../base/user-error.ts';
import { type PruneRule, patternName } from '../config/network/prune-rule.ts';
import { pickMagnitudes } from '../kernels/weights/pick-magnitudes.ts';
import { largestMagnitudes, rankMagnitudes, tiesKept } from './magnitude-rank.ts';
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
  return layers.map(prunerOf(layers, rule, scope));
}

/** What of a layer a rule for all layers together looks at; whoever reads it anew each time holds no more than one. */
export type Prunable = Pick<SparseWeights, 'rows' | 'columns' | 'values'>;

/**
 * The same for layers that come one at a time, in the order of `layers`: a rule for all of them together goes through `layers` before the first one is pruned, and through
 * their values at most so often as passesBefore says.
 * @throws UserError as prune does
 */
export function prunerOf(
  layers: Iterable<Prunable>,
  rule: PruneRule,
  scope: PruneScope = 'layer',
): (layer: SparseWeights) => SparseWeights {
  checkRule(rule);
  const pattern = patternOf(rule);
  if (pattern !== undefined && scope === 'global')
    throw UserError.at(
      { path: 'compress.prune.scope' },
      `expected layer for ${pattern}, a pattern of each layer, found global`,
      'PRUNE_RANGE',
    );
  if (pattern !== undefined) return (layer) => pruneToPattern(layer, rule);
  if ('density' in rule)
    return scope === 'layer' ? (layer) => pruneToDensity(layer, rule.density) : largestOf(layers, rule.density);
  if ('quality' in rule && scope === 'layer')
    return (layer) => pruneBelow(layer, rule.quality * standardDeviation([layer]));
  const threshold =
    'quality' in rule ? rule.quality * standardDeviation(layers) : (rule as { readonly threshold: number }).threshold;
  return (layer) => pruneBelow(layer, threshold);
}

/**
 * A rule by which each layer by itself is pruned as `rule` prunes it; `layers` are gone through for that. undefined where what stays of a layer depends on those
 * before it: of equal magnitudes the first ones stay.
 */
export function ruleOfEach(
  layers: Iterable<Prunable>,
  rule: PruneRule,
  scope: PruneScope = 'layer',
): PruneRule | undefined {
  if (scope === 'layer' || 'threshold' in rule) return rule;
  return 'quality' in rule ? { threshold: rule.quality * standardDeviation(layers) } : undefined;
}

/** How often the values of all layers are gone through before the first is pruned, at most. */
export function passesBefore(rule: PruneRule | undefined, scope: PruneScope = 'layer'): number {
  return rule !== undefined && scope === 'global' && ('density' in rule || 'quality' in rule) ? 2 : 0;
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
    return pruneBalanced(layer, density, rule, (all) => pruneToDensity(all, density));
  }
  if ('blockRows' in rule) return pruneBlocks(layer, rule.density, rule.blockRows);
  throw new Error('no pattern');
}

function pruneBelow(layer: SparseWeights, threshold: number): SparseWeights {
  return selectPicked(layer, pickMagnitudes(layer.values, threshold));
}

function pruneToDensity(layer: SparseWeights, density: number): SparseWeights {
  const { rows, columns, values } = layer;
  const count = Math.round(density * rows * columns);
  return count >= values.length ? layer : selectPicked(layer, largestMagnitudes(values, count));
}

/** The largest of all layers together: which magnitude is the least of them is known before the first layer is pruned, and how many of that very magnitude are left behind each. */
function largestOf(layers: Iterable<Prunable>, density: number): (layer: SparseWeights) => SparseWeights {
  const count = Math.round(density * sizeOf(layers));
  if (count === 0) return (layer) => pruneBelow(layer, Infinity);
  const { threshold, ties } = rankMagnitudes(valuesOf(layers), count);
  const keep = tiesKept(threshold, ties);
  return (layer) => selectPicked(layer, keep(pickMagnitudes(layer.values, threshold)));
}

function valuesOf(layers: Iterable<Prunable>): Iterable<Float32Array> {
  return {
    *[Symbol.iterator]() {
      for (const { values } of layers) yield values;
    },
  };
}

/** Of all weights, the pruned ones (0) included. */
function sizeOf(layers: Iterable<Prunable>): number {
  let size = 0;
  for (const layer of layers) size += layer.rows * layer.columns;
  return size;
}

/** Of all weights, the pruned ones (0) included; population standard deviation, in double. */
export function standardDeviation(layers: Iterable<Prunable>): number {
  const size = sizeOf(layers);
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
