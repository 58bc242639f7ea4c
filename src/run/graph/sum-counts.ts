import { joinFloats } from '../../base/join-floats.ts';
import type { LayerCounts, PerElement } from '../../simulate/layer-counts.ts';

/** Counts of many products with one matrix, added up as they come; memory does not grow with their number, outputs apart. */
export interface CountSum<Counts extends LayerCounts = LayerCounts> {
  /** Counts of the products with these inputs. */
  add(counts: Counts, batch: readonly Float32Array[]): void;
  /** The sum, with the outputs of all products one behind the other; undefined where there was none. */
  total(): (Counts & SummedCounts) | undefined;
}

/** Counts of one or more matrix-vector products. */
export interface SummedCounts extends LayerCounts {
  /** Matrix-vector products: positions of a convolution, steps of a recurrent layer. */
  readonly products: number;
  /** Mean over the products. */
  readonly activationDensity: number;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

export function countSum<Counts extends LayerCounts = LayerCounts>(): CountSum<Counts> {
  let only: Counts | undefined;
  let sum: Mutable<Counts> | undefined;
  let products = 0;
  let nonZeros = 0;
  let inputs = 0;
  const outputs: Float32Array[] = [];
  return {
    add(counts, batch) {
      if (outputs.length === 0) only = counts;
      else {
        sum ??= copyOf(only!);
        addTo(sum, counts);
      }
      products += batch.length;
      for (const input of batch) {
        inputs += input.length;
        for (let k = 0; k < input.length; k++) if (input[k] !== 0) nonZeros++;
      }
      outputs.push(counts.outputs);
    },
    total() {
      const all: Counts | undefined = sum ?? only;
      if (all === undefined) return undefined;
      return { ...all, outputs: joinFloats(outputs), products, activationDensity: nonZeros / inputs };
    },
  };
}

function copyOf<Counts extends LayerCounts>(counts: Counts): Mutable<Counts> {
  const lists = Object.entries(counts.perProcessingElement ?? {}).map(([name, list]) => [
    name,
    Float64Array.from(list),
  ]);
  return {
    ...counts,
    saturations: { ...counts.saturations },
    actionCounts: { ...counts.actionCounts },
    ...(counts.perProcessingElement && { perProcessingElement: Object.fromEntries(lists) }),
    ...(counts.dram && { dram: { ...counts.dram } }),
  };
}

/** Counts of a batch, layer by layer, added up as the inferences come; outputs and warnings are those of the first one in which a layer is executed. */
export interface BatchSum<
  Simulated extends { readonly layer: { readonly name: string }; readonly counts: SummedCounts },
> {
  add(layers: readonly Simulated[]): void;
  total(): Simulated[];
}

export function batchSum<
  Simulated extends { readonly layer: { readonly name: string }; readonly counts: SummedCounts },
>(): BatchSum<Simulated> {
  const sums = new Map<string, { readonly one: Simulated; readonly counts: Mutable<SummedCounts> }>();
  return {
    add(layers) {
      for (const one of layers) {
        const { activationDensity, products } = one.counts;
        const known = sums.get(one.layer.name);
        if (known === undefined) {
          sums.set(one.layer.name, { one, counts: copyOf(one.counts) });
          continue;
        }
        const { counts } = known;
        const density = counts.activationDensity * counts.products + activationDensity * products;
        addTo(counts, one.counts);
        counts.activationDensity = density / counts.products;
      }
    },
    total: () => [...sums.values()].map(({ one, counts }) => ({ ...one, counts })),
  };
}

/** Every number of `counts` is added to that of `sum`, in whatever record it lies. */
function addTo(sum: object, counts: object): void {
  const target = sum as Record<string, unknown>;
  const source = counts as Record<string, unknown>;
  for (const name in source) {
    if (name === 'outputs') continue;
    const value = source[name];
    if (typeof value === 'number') target[name] = ((target[name] as number | undefined) ?? 0) + value;
    else if (ArrayBuffer.isView(value)) addArray(target[name] as Float64Array, value as PerElement);
    else if (typeof value === 'object' && value !== null) addTo(target[name] as object, value);
  }
}

function addArray(sum: Float64Array, values: PerElement): void {
  for (let p = 0; p < values.length; p++) sum[p] += values[p];
}
