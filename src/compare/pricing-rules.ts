import type { ActionPrice } from '../energy/energy-report.ts';

/** A result with its prices. */
interface Priced {
  readonly name: string;
  readonly record: { readonly energyTable: readonly ActionPrice[] };
}

const UNTOLD = 'a rule that an older record does not tell';

/** A warning for every set of actions that the results price by more than one rule; a price that only one of them has is no such thing. */
export function pricingRuleWarnings(results: readonly Priced[]): string[] {
  const actionsByRules = new Map<string, string[]>();
  for (const [action, rules] of rulesByAction(results)) {
    if (new Set(rules.values()).size < 2) continue;
    const told = [...rules].map(([name, rule]) => `${name}: ${rule}`).join('; ');
    actionsByRules.set(told, [...(actionsByRules.get(told) ?? []), action]);
  }
  return [...actionsByRules].map(
    ([told, actions]) =>
      `${actions.join(', ')}: priced by different rules (${told}); their difference is that of the rules too, not of the machines alone`,
  );
}

/** `component.action` -> name of the result -> rule, of actions that have a rule somewhere; overrides have none. */
function rulesByAction(results: readonly Priced[]): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const rules = new Map<string, Map<string, string>>();
  const ruled = new Set(
    results.flatMap(({ record }) => record.energyTable.filter(({ rule }) => rule !== undefined).map(nameOf)),
  );
  for (const { name, record } of results)
    for (const price of record.energyTable) {
      if (!ruled.has(nameOf(price)) || price.provenance === 'override') continue;
      const ofAction = rules.get(nameOf(price)) ?? new Map<string, string>();
      rules.set(nameOf(price), ofAction.set(name, price.rule ?? UNTOLD));
    }
  return rules;
}

function nameOf({ component, action }: ActionPrice): string {
  return `${component}.${action}`;
}
