import { knownNames } from '../base/nearest-name.ts';
import { lookUp } from '../base/registry.ts';
import { type Fault, UserError } from '../base/user-error.ts';
import { type CostAttribute, readAttribute } from './cost/cost-attribute.ts';
import type { CostModel, CostReport, ReadAttributes } from './cost/cost-report.ts';
import * as models from './cost/index.ts';
import { roundPrice } from './round-price.ts';

/** Components whose cost can be asked for. */
export const COST_MODELS: Readonly<Record<string, CostModel>> = models;

/**
 * What one action of a component costs, its leakage, area and access time, with the source; numbers have 9 significant digits.
 * Attributes are as in YAML: `costOf('sram', { capacity: '96 KiB', width: '64 bit' })`.
 * @throws UserError with all faults: unknown component or attribute, missing attribute, wrong unit, SRAM outside the grid.
 */
export function costOf(component: string, given: Readonly<Record<string, string | number>>): CostReport {
  const model = lookUp('component', COST_MODELS, component);
  const attributes = readAttributes(model.attributes, given);
  const { actions, leakageMw, areaMm2, accessTimeNs, cycleTimeNs, settled, ...rest } = model.cost(
    accessors(attributes),
  );
  return {
    component,
    attributes: { ...attributes, ...settled },
    actions: Object.fromEntries(
      Object.entries(actions).map(([name, { energyPj }]) => [name, { energyPj: roundPrice(energyPj) }]),
    ),
    leakageMw: roundKnown(leakageMw),
    areaMm2: roundKnown(areaMm2),
    accessTimeNs: roundKnown(accessTimeNs),
    ...(cycleTimeNs === undefined ? {} : { cycleTimeNs: roundPrice(cycleTimeNs) }),
    ...rest,
  };
}

function roundKnown(value: number | null): number | null {
  return value === null ? null : roundPrice(value);
}

function readAttributes(
  known: Readonly<Record<string, CostAttribute>>,
  given: Readonly<Record<string, string | number>>,
): Record<string, string | number> {
  const faults: Fault[] = Object.keys(given)
    .filter((name) => !Object.hasOwn(known, name))
    .map((name) => ({
      place: { path: name },
      message: `no attribute "${name}" (${knownNames(name, Object.keys(known))})`,
      code: 'UNKNOWN_NAME',
    }));
  const read: Record<string, string | number> = {};
  for (const [name, attribute] of Object.entries(known)) {
    const text = given[name] ?? attribute.fallback;
    if (text === undefined) {
      if (attribute.optional !== true) faults.push(missing(name, attribute));
    } else
      try {
        read[attribute.recordName] = readAttribute(name, attribute, text);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        faults.push(...error.faults);
      }
  }
  if (faults.length > 0) throw new UserError(faults);
  return read;
}

function missing(name: string, attribute: CostAttribute): Fault {
  const example = attribute.kind === 'word' ? '' : `, such as "${attribute.example}"`;
  return {
    place: { path: name },
    message: `expected ${attribute.describe}${example}, found nothing`,
    code: 'CONFIG_MISSING',
  };
}

function accessors(read: Readonly<Record<string, string | number>>): ReadAttributes {
  return { number: (name) => Number(read[name]), word: (name) => String(read[name]), has: (name) => name in read };
}
