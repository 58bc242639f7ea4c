import test from 'ava';
import { pricingRuleWarnings } from '../../src/compare/pricing-rules.ts';

const price = (action: string, rule?: string, provenance: 'modelled' | 'override' = 'modelled') => ({
  component: 'pointers',
  action,
  energyPj: 1,
  source: 's',
  provenance,
  ...(rule !== undefined && { rule }),
});
const result = (name: string, ...energyTable: ReturnType<typeof price>[]) => ({ name, record: { energyTable } });

test('prices of two rules are marked, once for all actions of the same two', (t) => {
  const warnings = pricingRuleWarnings([
    result('a', price('read', 'CACTI, clock'), price('write', 'CACTI, clock')),
    result('b', price('read', 'CACTI, ed2'), price('write', 'CACTI, ed2')),
  ]);
  t.deepEqual(warnings, [
    'pointers.read, pointers.write: priced by different rules (a: CACTI, clock; b: CACTI, ed2); their difference is that of the rules too, not of the machines alone',
  ]);
});

test('the same rule, an override and an action of one result alone are not marked', (t) => {
  t.deepEqual(
    pricingRuleWarnings([
      result('a', price('read', 'CACTI, clock'), price('write', 'CACTI, clock'), price('leakage', 'CACTI, clock')),
      result('b', price('read', 'CACTI, clock'), price('write', undefined, 'override')),
    ]),
    [],
  );
});

test('a record of before the rules were told is marked', (t) => {
  const [warning] = pricingRuleWarnings([result('old', price('read')), result('new', price('read', 'CACTI, clock'))]);
  t.regex(warning, /old: a rule that an older record does not tell; new: CACTI, clock/);
});
