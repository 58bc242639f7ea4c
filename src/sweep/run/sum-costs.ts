import type { Chip } from '../../config/chip.ts';
import type { PriceMap } from '../../energy/charge.ts';
import type { EnergyReport } from '../../energy/energy-report.ts';
import type { PricesOver } from '../../energy/price-actions.ts';
import { CATEGORIES, type Category } from '../../machines/component.ts';
import { machineOf } from '../../machines/index.ts';
import { categoriesOf } from '../../machines/known/known-components.ts';
import { microseconds } from '../../run/counted.ts';
import { type CostlyLayer, costsOf, type SummedCosts, summedCosts } from '../../run/totals.ts';

/** Layers as thousands of price lists are laid over them: actions by their number. */
interface Numbered {
  readonly names: readonly string[];
  readonly numbers: ReadonlyMap<string, number>;
  readonly layers: readonly NumberedLayer[];
  /** Where the prices of a point are laid out, one point after the other. */
  readonly prices: Float64Array;
  /** Whose prices lie there, if all of them had one. */
  of: PriceMap | undefined;
  /** Where the same lie with a machine's own over them. */
  readonly own: Float64Array;
}

/** The counts of a layer that are not 0, and of each its action and its category, as its place in CATEGORIES. */
interface NumberedLayer {
  readonly counts: Float64Array;
  readonly actions: Uint16Array;
  readonly categories: Uint8Array;
}

const numbered = new WeakMap<readonly CostlyLayer[], Numbered>();

/**
 * What layers cost together: summedCosts(costsOf(...)), to the bit, for points of a sweep that differ in nothing but clock and prices; energy by component and by
 * action is summed when it is asked for.
 * @throws UserError as costsOf
 */
export function sumCosts(
  layers: readonly CostlyLayer[],
  prices: PriceMap & Partial<PricesOver>,
  hardware: Chip,
): SummedCosts {
  const all = numberedOf(layers, hardware);
  const { under = prices, over } = prices;
  const isMissing = !layOut(all, under);
  // what was not counted needs no price; what was counted and has none is an error
  if (isMissing) costsOf(layers, prices, hardware);
  const costs = over === undefined ? all.prices : withOwn(all, over);
  let timeUs = 0;
  let total = 0;
  sums.fill(0);
  for (let k = 0; k < layers.length; k++) {
    ofLayer.fill(0);
    timeUs += microseconds(layers[k].cycles, hardware.clockHz);
    total += charged(all.layers[k], costs, ofLayer);
    for (let c = 0; c < sums.length; c++) sums[c] += ofLayer[c];
  }
  return { timeUs, energyPj: new SummedEnergy(total, sums, layers, prices, hardware) };
}

/** Sums by category: of all layers, and of one. */
const [sums, ofLayer] = [new Float64Array(CATEGORIES.length), new Float64Array(CATEGORIES.length)];

/** Lays prices out by the numbers of their actions, 0 where there is none; again only where others lie there. Returns whether none is missing. */
function layOut(all: Numbered, prices: PriceMap): boolean {
  if (all.of === prices) return true;
  let areAllPriced = true;
  for (let k = 0; k < all.names.length; k++) {
    const price = prices.get(all.names[k]);
    areAllPriced &&= price !== undefined;
    all.prices[k] = price ?? 0;
  }
  all.of = areAllPriced ? prices : undefined;
  return areAllPriced;
}

/** What lies there with the machine's own prices over it. */
function withOwn({ prices, own, numbers }: Numbered, over: PricesOver['over']): Float64Array {
  own.set(prices);
  for (const [name, { price }] of over) {
    const number = numbers.get(name);
    if (number !== undefined) own[number] = price.energyPj;
  }
  return own;
}

/** Energy of a layer, also added to that of each category. */
function charged({ counts, actions, categories }: NumberedLayer, costs: Float64Array, to: Float64Array): number {
  let total = 0;
  for (let i = 0; i < counts.length; i++) {
    const energyPj = counts[i] * costs[actions[i]];
    total += energyPj;
    to[categories[i]] += energyPj;
  }
  return total;
}

/**
 * Energy in all and by category; sums by component and by action are made when they are asked for. A class: the getters of a literal would be those of this point alone,
 * and the engine would keep a shape for each point, with all that it reaches.
 */
class SummedEnergy implements EnergyReport {
  readonly total: number;
  declare readonly arithmetic: number;
  declare readonly sram: number;
  declare readonly dram: number;
  declare readonly registers: number;
  declare readonly control: number;
  declare readonly leakage: number;
  readonly #layers: readonly CostlyLayer[];
  readonly #prices: PriceMap;
  readonly #hardware: Chip;
  #parts: EnergyReport | undefined;

  constructor(
    total: number,
    sums: ArrayLike<number>,
    layers: readonly CostlyLayer[],
    prices: PriceMap,
    hardware: Chip,
  ) {
    this.total = total;
    const own = this as Record<Category, number>;
    for (let k = 0; k < CATEGORIES.length; k++) own[CATEGORIES[k]] = sums[k];
    this.#layers = layers;
    this.#prices = prices;
    this.#hardware = hardware;
  }

  get byComponent(): EnergyReport['byComponent'] {
    return this.#all().byComponent;
  }

  get byAction(): EnergyReport['byAction'] {
    return this.#all().byAction;
  }

  #all(): EnergyReport {
    return (this.#parts ??= summedCosts(costsOf(this.#layers, this.#prices, this.#hardware)).energyPj);
  }
}

function numberedOf(layers: readonly CostlyLayer[], hardware: Chip): Numbered {
  const known = numbered.get(layers);
  if (known !== undefined) return known;
  const categoryOf = categoriesOf(machineOf(hardware));
  const names = [...new Set(layers.flatMap(({ actionCounts }) => Object.keys(actionCounts)))];
  const numbers = new Map(names.map((name, number) => [name, number]));
  const made: Numbered = {
    names,
    numbers,
    layers: layers.map(({ actionCounts }) => {
      const counted = Object.entries(actionCounts).filter(([, count]) => count !== 0);
      return {
        counts: Float64Array.from(counted, ([, count]) => count),
        actions: Uint16Array.from(counted, ([name]) => numbers.get(name)!),
        categories: Uint8Array.from(counted, ([name]) => CATEGORIES.indexOf(categoryOf(name))),
      };
    }),
    prices: new Float64Array(names.length),
    of: undefined,
    own: new Float64Array(names.length),
  };
  numbered.set(layers, made);
  return made;
}
