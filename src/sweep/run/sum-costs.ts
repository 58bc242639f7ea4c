import type { Chip } from '../../config/chip.ts';
import { inCategories, type PriceMap } from '../../energy/charge.ts';
import { CATEGORIES } from '../../machines/component.ts';
import { machineOf } from '../../machines/index.ts';
import { categoriesOf } from '../../machines/known/known-components.ts';
import { microseconds } from '../../run/counted.ts';
import { type CostlyLayer, costsOf, type SummedCosts, summedCosts } from '../../run/totals.ts';

/** Layers as thousands of price lists are laid over them: actions by their number. */
interface Numbered {
  readonly names: readonly string[];
  /** Of each action its category, as its place in CATEGORIES. */
  readonly categories: Uint8Array;
  /** Of each layer its counts, and of each count its action. */
  readonly layers: readonly { readonly counts: Float64Array; readonly actions: Uint16Array }[];
}

const numbered = new WeakMap<readonly CostlyLayer[], Numbered>();

/**
 * What layers cost together: summedCosts(costsOf(...)), to the bit, for points of a sweep that differ in nothing but clock and prices; energy by component and by
 * action is summed when it is asked for.
 * @throws UserError as costsOf
 */
export function sumCosts(layers: readonly CostlyLayer[], prices: PriceMap, hardware: Chip): SummedCosts {
  const { names, categories, layers: all } = numberedOf(layers, hardware);
  const costs = new Float64Array(names.length);
  for (let k = 0; k < names.length; k++) costs[k] = prices.get(names[k]) ?? Number.NaN;
  const sums = new Float64Array(CATEGORIES.length);
  const ofLayer = new Float64Array(CATEGORIES.length);
  let timeUs = 0;
  let total = 0;
  for (let k = 0; k < layers.length; k++) {
    const { counts, actions } = all[k];
    let ofAll = 0;
    ofLayer.fill(0);
    for (let i = 0; i < counts.length; i++) {
      const price = costs[actions[i]];
      // what was not counted needs no price; what was counted and has none is an error, which costsOf tells
      const energyPj = Number.isNaN(price) ? unpriced(counts[i], layers, prices, hardware) : counts[i] * price;
      ofAll += energyPj;
      ofLayer[categories[actions[i]]] += energyPj;
    }
    timeUs += microseconds(layers[k].cycles, hardware.clockHz);
    total += ofAll;
    for (let c = 0; c < sums.length; c++) sums[c] += ofLayer[c];
  }
  let parts: SummedCosts['energyPj'] | undefined;
  const inParts = () => (parts ??= summedCosts(costsOf(layers, prices, hardware)).energyPj);
  const energyPj = {
    ...inCategories(total, sums),
    get byComponent() {
      return inParts().byComponent;
    },
    get byAction() {
      return inParts().byAction;
    },
  };
  return { timeUs, energyPj };
}

function unpriced(count: number, layers: readonly CostlyLayer[], prices: PriceMap, hardware: Chip): number {
  if (count !== 0) costsOf(layers, prices, hardware);
  return 0;
}

function numberedOf(layers: readonly CostlyLayer[], hardware: Chip): Numbered {
  const known = numbered.get(layers);
  if (known !== undefined) return known;
  const categoryOf = categoriesOf(machineOf(hardware));
  const names = [...new Set(layers.flatMap(({ actionCounts }) => Object.keys(actionCounts)))];
  const numbers = new Map(names.map((name, number) => [name, number]));
  const made = {
    names,
    categories: Uint8Array.from(names, (name) => CATEGORIES.indexOf(categoryOf(name))),
    layers: layers.map(({ actionCounts }) => ({
      counts: Float64Array.from(Object.values(actionCounts)),
      actions: Uint16Array.from(Object.keys(actionCounts), (name) => numbers.get(name)!),
    })),
  };
  numbered.set(layers, made);
  return made;
}
