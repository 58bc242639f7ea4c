import type { Chip } from '../config/chip.ts';
import { type Counter, inGroups, LAYER_ORDER, type Sums, TOTALS_ORDER } from '../machines/counter.ts';
import { machineOf, multipliersOf } from '../machines/index.ts';
import type { Made } from '../machines/pass.ts';
import type { Layer } from '../network/layer.ts';
import type { LayerCounts, PerElement } from '../simulate/layer-counts.ts';
import type { Counters } from './result.ts';

/** cycles / clock, in microseconds. */
export function microseconds(cycles: number, clockHz: number): number {
  return (cycles * 1e6) / clockHz;
}

/** The numbers of a layer that its machine counts, in the order of the record. */
export function layerNumbers(layer: Layer, made: Made, counts: LayerCounts, hardware: Chip): Counters {
  const counters = inGroups(machineOf(hardware).counters, LAYER_ORDER);
  const added = ({ name, from }: Counter): number => {
    if (from.kind === 'weights') return from.value(made, layer);
    if (from.kind === 'perElement') return sum(counts.perProcessingElement?.[from.list] ?? []);
    if (from.kind === 'time') return microseconds(counts.cycles, hardware.clockHz);
    return (counts as unknown as Sums)[name];
  };
  return withRatios(counters, added, hardware);
}

/** The same summed over layers, in the order of the totals. Time is in it where the layers know theirs. */
export function totalNumbers(layers: readonly Sums[], hardware: Chip): Counters {
  const counters = inGroups(machineOf(hardware).counters, TOTALS_ORDER);
  const added = ({ name }: Counter) => layers.reduce((total, layer) => total + layer[name], 0);
  return withRatios(counters, added, hardware);
}

/** Numbers that add up, and then the ratios between them, all in the order of the counters. */
function withRatios(counters: readonly Counter[], added: (counter: Counter) => number, hardware: Chip): Counters {
  const sizes = { processingElements: hardware.processingElements, multipliers: multipliersOf(hardware) };
  const sums = Object.fromEntries(
    counters.flatMap((counter) => (counter.from.kind === 'ratio' ? [] : [[counter.name, added(counter)]])),
  );
  const numbers = counters.map(({ name, from }): [string, number] => [
    name,
    from.kind === 'ratio' ? from.value(sums, sizes) : sums[name],
  ]);
  return Object.fromEntries(numbers) as Counters;
}

function sum(values: PerElement | readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
