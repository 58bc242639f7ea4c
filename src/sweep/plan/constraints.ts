import type { Quantity } from '../../base/quantity.ts';
import { UserError } from '../../base/user-error.ts';
import type { Condition, SweepConfig } from '../config/sweep.ts';
import { MACHINE_AXIS } from '../config/swept-machines.ts';
import { condition } from './condition.ts';
import type { PointValues } from './grid.ts';

/** Keys of the base machine by name: what constraints may name beside the axes. */
export type Quantities = ReadonlyMap<string, Quantity>;

/** A name in a condition. */
const NAME = /[A-Za-z_][\w.]*/g;

/**
 * The points for which every constraint holds; one that names an axis which the machine of a point does not have says nothing of that point.
 * @throws UserError where none is left, a constraint names what does not exist, or is no comparison
 */
export async function constrained(
  config: SweepConfig,
  points: Uint32Array,
  valuesOf: (point: number) => PointValues,
  quantitiesOf: (values: PointValues) => Quantities,
): Promise<Uint32Array> {
  if (config.constraints.length === 0) return points;
  const tests = await Promise.all(config.constraints.map((one) => testOf(config, one, quantitiesOf)));
  const kept = points.filter((point) => {
    const values = valuesOf(point);
    return tests.every((allows) => allows(values));
  });
  if (kept.length > 0) return kept;
  const texts = config.constraints.map(({ text }) => text).join('; ');
  throw UserError.at(
    config.constraints[0].place,
    `expected constraints that leave a point, found none of ${points.length} (${texts})`,
    'SWEEP_EMPTY',
  );
}

/** Whether a constraint allows a point: asked once for all points that agree on the axes which it can name and on the machine. */
async function testOf(
  config: SweepConfig,
  constraint: Condition,
  quantitiesOf: (values: PointValues) => Quantities,
): Promise<(values: PointValues) => boolean> {
  const { text } = constraint;
  const holds = await condition(constraint);
  const read = config.axes.flatMap(({ name }, k) => (name === MACHINE_AXIS || canName(text, name) ? [k] : []));
  const known = new Map<string, boolean>();
  return (values) => {
    const key = JSON.stringify(read.map((k) => values[k]?.value ?? null));
    let allowed = known.get(key);
    if (allowed === undefined) {
      const named = namedQuantities(config, values, quantitiesOf(values));
      known.set(key, (allowed = lacks(config, text, named) || holds(named)));
    }
    return allowed;
  };
}

/** Whether a text may name a key, however it is written: it has all of its parts. */
function canName(text: string, key: string): boolean {
  return key.split('.').every((part) => text.includes(part));
}

/** Whether a condition names a key that changes only machines which have it, and this one does not. */
export function lacks({ whereKnown }: Pick<SweepConfig, 'whereKnown'>, text: string, named: Quantities): boolean {
  if (whereKnown.length === 0) return false;
  return (text.match(NAME) ?? []).some((name) => whereKnown.includes(name) && !named.has(name));
}

/** What a constraint may name at a point: the keys of the base machine, and the point's own values over them. */
export function namedQuantities({ axes }: SweepConfig, values: PointValues, quantities: Quantities): Quantities {
  const own = axes.flatMap(({ name, unit }, k) => {
    const value = values[k]?.value;
    return typeof value === 'number' ? [[name, { amount: value, unit }] as const] : [];
  });
  return new Map([...quantities, ...own]);
}
