import type { Chip } from '../../config/chip.ts';
import { memoryToArithmetic } from '../../energy/energy-report.ts';
import type { Sums } from '../../machines/counter.ts';
import { machineOf, multipliersOf } from '../../machines/index.ts';
import type { LayerResult, RunResult } from '../../run/result.ts';

/** A run of as many layers as a chart has room for. */
export interface FewerLayers {
  readonly result: RunResult;
  /** What was put together, in words; undefined where all layers are there. */
  readonly leftOut: string | undefined;
}

/**
 * Of more layers than a chart has room for those that take the most energy, in their order, and one that is the sum of the others.
 * @param most rows of layers, the sum among them
 */
export function fewerLayers(result: RunResult, most: number): FewerLayers {
  const { layers } = result;
  if (layers.length <= most) return { result, leftOut: undefined };
  const order = layers
    .map((_, k) => k)
    .toSorted((a, b) => layers[b].energyPj.total - layers[a].energyPj.total || a - b);
  const kept = new Set(order.slice(0, most - 1));
  const others = layers.filter((_, k) => !kept.has(k));
  return {
    result: { ...result, layers: [...layers.filter((_, k) => kept.has(k)), together(others, result.hardware)] },
    leftOut: `${kept.size} of ${layers.length} layers are drawn, those of the most energy, and the ${others.length} others as one`,
  };
}

/** The sum of layers as one: counts, cycles, energies and times add up, ratios are those of the sums. */
function together(layers: readonly LayerResult[], hardware: RunResult['hardware']): LayerResult {
  const { published: _published, ...sum } = sumOf(layers) as LayerResult;
  const { energyPj } = sum;
  const times = layers.map(({ published }) => published?.timeUs);
  return {
    ...sum,
    name: `${layers.length} others`,
    ...ratiosOf(sum, hardware),
    memoryToArithmeticRatio: memoryToArithmetic(energyPj),
    ...(times.every((time) => time !== undefined) && {
      published: { timeUs: times.reduce((total, time) => total + time, 0), source: 'sum of the published times' },
    }),
  };
}

/** Ratios that the machine's counters are of the sums; what an older result lacks stays out. */
function ratiosOf(sum: LayerResult, recorded: RunResult['hardware']): Partial<LayerResult> {
  const hardware = recorded as unknown as Chip;
  const sizes = { processingElements: hardware.processingElements, multipliers: multipliersOf(hardware) };
  const ratios = machineOf(hardware).counters.flatMap(({ name, from }) =>
    from.kind === 'ratio' && Object.hasOwn(sum, name) ? [[name, from.value(sum as unknown as Sums, sizes)]] : [],
  );
  return Object.fromEntries(ratios);
}

/** Numbers, lists of numbers and groups of them added up; of other things the first. */
function sumOf(values: readonly unknown[]): unknown {
  const present = values.filter((value) => value !== undefined && value !== null);
  const [first] = present;
  if (present.every((value) => typeof value === 'number')) return present.reduce((total, value) => total + value, 0);
  if (Array.isArray(first)) return first.map((_, k) => sumOf(present.map((list) => (list as unknown[])[k])));
  if (typeof first !== 'object' || first === null) return first;
  const groups = present.map((value) => Object(value) as Readonly<Record<string, unknown>>);
  const names = new Set(groups.flatMap((group) => Object.keys(group)));
  return Object.fromEntries([...names].map((name) => [name, sumOf(groups.map((group) => group[name]))]));
}
