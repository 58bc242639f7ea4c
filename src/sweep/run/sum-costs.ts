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
  readonly layers: readonly NumberedLayer[];
  /** Where the prices of a point are laid out, one point after the other. */
  readonly prices: Float64Array;
}

/** The counts of a layer, and of each its action and its category, as its place in CATEGORIES. */
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
export function sumCosts(layers: readonly CostlyLayer[], prices: PriceMap, hardware: Chip): SummedCosts {
  const { names, layers: all, prices: costs } = numberedOf(layers, hardware);
  let areAllPriced = true;
  for (let k = 0; k < names.length; k++) {
    const price = prices.get(names[k]);
    areAllPriced &&= price !== undefined;
    costs[k] = price ?? 0;
  }
  // what was not counted needs no price; what was counted and has none is an error
  if (!areAllPriced) costsOf(layers, prices, hardware);
  const sums = new Float64Array(CATEGORIES.length);
  const ofLayer = new Float64Array(CATEGORIES.length);
  let timeUs = 0;
  let total = 0;
  for (let k = 0; k < layers.length; k++) {
    ofLayer.fill(0);
    timeUs += microseconds(layers[k].cycles, hardware.clockHz);
    total += charged(all[k], costs, ofLayer);
    for (let c = 0; c < sums.length; c++) sums[c] += ofLayer[c];
  }
  const inParts = () => summedCosts(costsOf(layers, prices, hardware)).energyPj;
  return { timeUs, energyPj: Object.assign(new Parts(inParts), inCategories(total, sums)) };
}

/** Energy of a layer, also added to that of each category. */
function charged({ counts, actions, categories }: NumberedLayer, costs: Float64Array, sums: Float64Array): number {
  let total = 0;
  for (let i = 0; i < counts.length; i++) {
    const energyPj = counts[i] * costs[actions[i]];
    total += energyPj;
    sums[categories[i]] += energyPj;
  }
  return total;
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

function numberedOf(layers: readonly CostlyLayer[], hardware: Chip): Numbered {
  const known = numbered.get(layers);
  if (known !== undefined) return known;
  const categoryOf = categoriesOf(machineOf(hardware));
  const names = [...new Set(layers.flatMap(({ actionCounts }) => Object.keys(actionCounts)))];
  const numbers = new Map(names.map((name, number) => [name, number]));
  const made = {
    names,
    layers: layers.map(({ actionCounts }) => ({
      counts: Float64Array.from(Object.values(actionCounts)),
      actions: Uint16Array.from(Object.keys(actionCounts), (name) => numbers.get(name)!),
      categories: Uint8Array.from(Object.keys(actionCounts), (name) => CATEGORIES.indexOf(categoryOf(name))),
    })),
    prices: new Float64Array(names.length),
  };
  numbered.set(layers, made);
  return made;
}
