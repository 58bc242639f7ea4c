import type { FieldPath } from '../../base/field-path.ts';
import { type Fault, faultsIn } from '../../base/user-error.ts';
import { type ConfigTree, placeOf } from '../yaml/config-tree.ts';
import type { NetworkData } from './network-schema.ts';
import { PRUNE_RULES, type PruneRule, parsePattern } from './prune-rule.ts';

/** The keys of pruning as they were read. */
export type PruneData = NonNullable<NonNullable<NetworkData['compress']>['prune']>;

/** Keys that belong to a rule, and to which. */
const BESIDE = {
  banks: 'perBank',
  balance: 'density',
  processingElements: 'balance',
  blockRows: 'density',
} as const;

/** One rule, with what belongs to it and nothing else. */
export function pruningFaults(
  prune: PruneData | undefined,
  tree: ConfigTree,
  path: FieldPath = ['compress', 'prune'],
): Fault[] {
  if (prune === undefined) return [];
  const faults: Fault[] = [];
  const say = (key: string | undefined, message: string, code: string) =>
    faults.push({ place: placeOf(tree, [...path, ...(key === undefined ? [] : [key])]), message, code });
  const rules = PRUNE_RULES.filter((rule) => prune[rule] !== undefined);
  if (rules.length !== 1)
    say(
      undefined,
      `expected one of ${PRUNE_RULES.join(', ')}, found ${rules.length === 0 ? 'none' : rules.join(' and ')}`,
      'MISSING_KEY',
    );
  for (const [key, owner] of Object.entries(BESIDE) as [keyof typeof BESIDE, keyof PruneData][])
    if (prune[key] !== undefined && prune[owner] === undefined)
      say(key, `"${key}" belongs to "${owner}"`, 'UNKNOWN_KEY');
  if (prune.perBank !== undefined && prune.banks === undefined)
    say('perBank', 'expected the number of banks of a row beside it: `banks`', 'MISSING_KEY');
  if (prune.balance !== undefined && prune.blockRows !== undefined)
    say('blockRows', 'expected one of balance and blockRows, found both', 'CONFIG_CONTRADICTION');
  if (prune.pattern !== undefined)
    faults.push(...faultsIn(() => parsePattern(prune.pattern!, placeOf(tree, [...path, 'pattern']))));
  const isPattern = [prune.pattern, prune.perBank, prune.balance, prune.blockRows].some((key) => key !== undefined);
  if (isPattern && prune.scope === 'global')
    say('scope', 'expected layer for a pattern, which each layer has by itself, found global', 'CONFIG_CONTRADICTION');
  return faults;
}

/** PEs that rows are dealt to where the config does not say: those of the EIE. */
const DEALT_TO = 64;

/** The rule of a checked config. */
export function ruleOf(prune: PruneData): PruneRule {
  const { density, threshold, quality, pattern, perBank, banks, balance, blockRows } = prune;
  if (threshold !== undefined) return { threshold };
  if (quality !== undefined) return { quality };
  if (pattern !== undefined) return { pattern: parsePattern(pattern, {}) };
  if (perBank !== undefined) return { perBank, banks: banks! };
  if (balance !== undefined)
    return { density: density!, balance, processingElements: prune.processingElements ?? DEALT_TO };
  return blockRows === undefined ? { density: density! } : { density: density!, blockRows };
}
