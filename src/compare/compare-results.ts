import { VERSION } from '../../generated/version.ts';
import { UserError } from '../base/user-error.ts';
import type { Platform } from '../config/platform/platform.ts';
import { measuredBesideAll } from '../run/platforms/measured-beside.ts';
import type { RunResult } from '../run/result.ts';
import { changedInRuns, changedInSweeps } from './changed-keys.ts';
import { compareRuns } from './compare-runs.ts';
import { compareSweeps, type NamedSweep } from './compare-sweeps.ts';
import type { Comparison } from './comparison.ts';
import { pricingRuleWarnings } from './pricing-rules.ts';
import type { StoredResult } from './read-result.ts';

/**
 * Two or more results side by side, the first as the baseline; of runs what platforms measured of the same layers.
 * @throws UserError where they are of different kinds, or lists what does not match
 */
export function compareResults(results: readonly StoredResult[], platforms: readonly Platform[] = []): Comparison {
  const head = {
    schemaVersion: 1,
    kind: 'comparison',
    tool: { name: 'picojoule', version: VERSION },
  } as const;
  const names = uniqueNames(results.map(({ name }) => name));
  const runs = results.flatMap((result, k) =>
    result.kind === 'run' ? [{ name: names[k], record: result.record }] : [],
  );
  const sweeps = results.flatMap((result, k) =>
    result.kind === 'sweep' ? [{ name: names[k], record: result.record }] : [],
  );
  if (runs.length > 0 && sweeps.length > 0) {
    const found = results.map(({ kind }, k) => `${names[k]} is a ${kind}`).join(', ');
    throw UserError.at({}, `expected results of one kind, found ${found}`, 'COMPARE_UNMATCHED');
  }
  if (platforms.length > 0 && runs.length === 0)
    throw UserError.at({}, 'a platform stands beside runs, found sweeps', 'COMPARE_UNMATCHED');
  const measured = platforms.length > 0 ? measuredBesideAll(runs, platforms) : undefined;
  if (runs.length > 0)
    return {
      ...head,
      of: 'runs',
      names,
      rows: compareRuns(runs),
      changes: changedInRuns(runs.map(({ record }) => record)),
      ...validationOf(runs),
      ...(measured && { measured }),
      warnings: pricingRuleWarnings(runs),
    };
  return {
    ...head,
    of: 'sweeps',
    names,
    axes: sweeps[0].record.axes.map(({ name, unit }) => ({ name, ...(unit !== undefined && { unit }) })),
    rows: compareSweeps(sweeps),
    changes: changedInSweeps(sweeps.map(({ record }) => record)),
    ...validationOf(sweeps.filter(({ record }) => record.machines === undefined)),
    ...machinesOf(sweeps),
    warnings: pricingRuleWarnings(sweeps),
  };
}

/** Results of machines that nobody validated. */
function validationOf(
  results: readonly { readonly name: string; readonly record: { readonly hardware: RunResult['hardware'] } }[],
): Pick<Comparison, 'validation'> {
  const found = results.flatMap(({ name, record: { hardware } }) =>
    typeof hardware.validation === 'string' ? [[name, hardware.validation] as const] : [],
  );
  return found.length === 0 ? {} : { validation: Object.fromEntries(found) };
}

/** Every machine of sweeps over machines, once. */
function machinesOf(sweeps: readonly NamedSweep[]): Pick<Comparison, 'machines'> {
  const all = sweeps.flatMap(({ record }) => record.machines ?? []);
  if (all.length === 0) return {};
  const bare = all.map(({ hardware: _h, energyTable: _e, ...machine }) => [machine.value, machine] as const);
  return { machines: [...new Map(bare).values()] };
}

function uniqueNames(names: readonly string[]): string[] {
  return names.map((name, k) => {
    const before = names.slice(0, k).filter((other) => other === name).length;
    return before === 0 ? name : `${name} (${before + 1})`;
  });
}
