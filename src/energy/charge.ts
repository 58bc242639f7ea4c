import { splitAction } from '../base/action-name.ts';
import { UserError } from '../base/user-error.ts';
import { CATEGORIES, type Category } from '../machines/component.ts';
import { type CategoryOf, categoryOf } from '../machines/known/known-components.ts';
import type { ActionPrice, EnergyReport } from './energy-report.ts';

/** A number for each category, in their order. */
export function byCategory(value: (category: Category) => number): Record<Category, number> {
  return Object.fromEntries(CATEGORIES.map((category) => [category, value(category)])) as Record<Category, number>;
}

const NOTHING = byCategory(() => 0);

/** What costs nothing. */
export const FREE: EnergyReport = { total: 0, ...NOTHING, byComponent: {}, byAction: {} };

/** `component.action` -> pJ. */
export type PriceMap = Pick<ReadonlyMap<string, number>, 'get'>;

/** A price list as charge() takes it. */
export function priceMap(prices: readonly ActionPrice[]): PriceMap {
  return new Map(prices.map((price) => [`${price.component}.${price.action}`, price.energyPj]));
}

/**
 * Energy of a layer: the sum of count x price over its actions, by category, component and action.
 * An action counted zero times costs 0 and needs no price; one whose price is 0 shows as 0. `categories` are those of the machine; by default of any.
 * @throws UserError ENERGY_MISSING for a counted action without a price.
 */
export function charge(
  actionCounts: Readonly<Record<string, number>>,
  prices: PriceMap,
  layerName?: string,
  categories: CategoryOf = categoryOf,
): EnergyReport {
  const sums = { ...NOTHING };
  const byComponent: Record<string, number> = {};
  const byAction: Record<string, number> = {};
  let total = 0;
  for (const name in actionCounts) {
    const count = actionCounts[name];
    const price = prices.get(name);
    if (price === undefined && count !== 0) throw missingPrice(name, count, layerName);
    const energyPj = count * (price ?? 0);
    const { category, component } = partsOf(name, categories);
    total += energyPj;
    sums[category] += energyPj;
    byComponent[component] = (byComponent[component] ?? 0) + energyPj;
    byAction[name] = energyPj;
  }
  return { total, ...sums, byComponent, byAction };
}

/** Energy of several layers together; no layers cost nothing. */
export function sumReports(reports: readonly EnergyReport[]): EnergyReport {
  const sum = (value: (report: EnergyReport) => number): number =>
    reports.reduce((total, report) => total + value(report), 0);
  return {
    total: sum((report) => report.total),
    ...byCategory((category) => sum((report) => report[category])),
    byComponent: sumRecords(reports.map((report) => report.byComponent)),
    byAction: sumRecords(reports.map((report) => report.byAction)),
  };
}

function sumRecords(records: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const record of records) for (const key in record) sums[key] = (sums[key] ?? 0) + record[key];
  return sums;
}

const parts = new WeakMap<CategoryOf, Map<string, { category: Category; component: string }>>();

/** Category and component of an action, remembered: charging thousands of variants asks for the same few names. */
function partsOf(name: string, categories: CategoryOf): { category: Category; component: string } {
  let known = parts.get(categories);
  if (known === undefined) parts.set(categories, (known = new Map()));
  let found = known.get(name);
  if (found === undefined) known.set(name, (found = { category: categories(name), component: splitAction(name)[0] }));
  return found;
}

function missingPrice(name: string, count: number, layerName: string | undefined): UserError {
  const [component, action] = splitAction(name);
  const where = layerName === undefined ? '' : ` in layer "${layerName}"`;
  return UserError.at(
    { path: component },
    `no energy for action "${action}", counted ${count} times${where}`,
    'ENERGY_MISSING',
  );
}
