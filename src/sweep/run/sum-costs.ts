import type { Chip } from '../../config/chip.ts';
import { inCategories, type PriceMap } from '../../energy/charge.ts';
import type { EnergyReport } from '../../energy/energy-report.ts';
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
  /** Where the prices of a point are laid out, one point after the other. */
  readonly prices: Float64Array;
}

const numbered = new WeakMap<readonly CostlyLayer[], Numbered>();

/**
 * What layers cost together: summedCosts(costsOf(...)), to the bit, for points of a sweep that differ in nothing but clock and prices; energy by component and by
 * action is summed when it is asked for.
 * @throws UserError as costsOf
 */
export function sumCosts(layers: readonly CostlyLayer[], prices: PriceMap, hardware: Chip): SummedCosts {
  const { names, categories, layers: all, prices: costs } = numberedOf(layers, hardware);
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
  const inParts = () => summedCosts(costsOf(layers, prices, hardware)).energyPj;
  return { timeUs, energyPj: Object.assign(new Parts(inParts), inCategories(total, sums)) };
}

/**
 * Sums by component and by action, made when they are asked for. A class: the getters of a literal would be those of this point alone, and the engine would keep a
 * shape for each point, with all that it reaches.
 */
class Parts {
  #parts: EnergyReport | undefined;
  readonly #inParts: () => EnergyReport;

  constructor(inParts: () => EnergyReport) {
    this.#inParts = inParts;
  }

  get byComponent(): EnergyReport['byComponent'] {
    return (this.#parts ??= this.#inParts()).byComponent;
  }

  get byAction(): EnergyReport['byAction'] {
    return (this.#parts ??= this.#inParts()).byAction;
  }
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
    prices: new Float64Array(names.length),
  };
  numbered.set(layers, made);
  return made;
}
