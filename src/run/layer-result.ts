import { sha256 } from '../base/sha256.ts';
import type { Chip } from '../config/chip.ts';
import { DEFAULT_MACHINE } from '../config/default-machine.ts';
import { type EnergyReport, memoryToArithmetic } from '../energy/energy-report.ts';
import type { Made } from '../machines/pass.ts';
import type { Layer } from '../network/layer.ts';
import type { Values } from '../network/values.ts';
import type { LayerCounts } from '../simulate/layer-counts.ts';
import { layerNumbers } from './counted.ts';
import { quantizationWarnings, seenInputs, zeroedWeights } from './formats/quantization-loss.ts';
import type { SummedCounts } from './graph/sum-counts.ts';
import type { Charged, LayerResult } from './result.ts';

/** A layer with what was counted in it. */
export interface SimulatedLayer {
  readonly layer: Layer;
  /** What the passes of its weights made. */
  readonly made: Made;
  readonly counts: LayerCounts | SummedCounts;
  /** The machine as this layer saw it, where its number formats are its own. */
  readonly hardware?: Chip;
  /** What of it does not fit the machine. */
  readonly warnings?: readonly string[];
}

/** What a run keeps of a layer that it has let go: all that its result says before there are prices. */
export interface MeasuredLayer {
  /** The result without energy; of a layer that chose number formats, with them. */
  readonly result: Omit<LayerResult, keyof Charged>;
  /** What of it does not fit the machine, and what number formats did to it. */
  readonly warnings: readonly string[];
}

/** Measures a simulated layer; `withOutputs`: its output values, and not only their hash. */
export function measureLayer(simulated: SimulatedLayer, hardware: Chip, withOutputs: boolean): MeasuredLayer {
  const { layer, made, counts, hardware: own, warnings = [] } = simulated;
  const seen = own ?? hardware;
  const { outputs } = counts;
  const result = {
    ...countedLayer(layer, made, counts, seen, listsOf(counts)),
    outputs: { sha256: outputHash(outputs), ...(withOutputs && { values: [...outputs] }) },
  };
  return {
    result: seen === hardware ? result : { ...result, formats: seen.arithmetic },
    warnings: [...warnings, ...quantizationWarnings(simulated, seen)],
  };
}

/** Lists of a layer with a number for each PE. */
function listsOf({ perProcessingElement = {} }: LayerCounts | SummedCounts): Pick<LayerResult, 'perProcessingElement'> {
  const lists = Object.entries(perProcessingElement).map(([name, list]) => [name, [...list]]);
  if (lists.length === 0) return {};
  return { perProcessingElement: Object.fromEntries(lists) as NonNullable<LayerResult['perProcessingElement']> };
}

/**
 * The result of a layer before there are prices, its outputs apart. `made` is what the passes of its weights made, `hardware` the machine with the layer's own number
 * formats, `lists` what stands among its numbers.
 */
export function countedLayer(
  layer: Layer,
  made: Made,
  counts: LayerCounts | SummedCounts,
  hardware: Chip,
  lists: Pick<LayerResult, 'perProcessingElement'> = {},
): Omit<MeasuredLayer['result'], 'outputs'> {
  const { rows, columns, columnStart, groups = 1 } = layer.matrix;
  return {
    name: layer.name,
    kind: layer.kind,
    rows,
    columns,
    ...(groups > 1 && { groups }),
    weightDensity: (columnStart[columns] - zeroedWeights(layer.matrix, hardware)) / ((rows * columns) / groups),
    activationDensity: 'products' in counts ? counts.activationDensity : density(layer.activations, hardware),
    ...('products' in counts && { products: counts.products }),
    ...layerNumbers(layer, made, counts, hardware),
    saturations: withClipped(counts.saturations, layer.clippedWeights),
    ...publishedOf(layer, hardware),
    ...lists,
    ...(counts.dram && { dram: counts.dram }),
    actionCounts: counts.actionCounts,
  };
}

/** The same with what it costs. */
export function pricedLayer(result: MeasuredLayer['result'], energyPj: EnergyReport): LayerResult {
  const { outputs, formats, ...counted } = result;
  const ratios = energyRatios(energyPj, counted.timeUs, counted.multiplyAccumulates);
  return { ...counted, energyPj, ...ratios, outputs, ...(formats && { formats }) };
}

/** The published time of a layer, if it is one of this kind of machine. */
function publishedOf({ published }: Layer, { machine = DEFAULT_MACHINE }: Chip): Pick<LayerResult, 'published'> {
  if (published === undefined) return {};
  const { machine: of = machine, ...time } = published;
  return of === machine ? { published: time } : {};
}

/** As the machine sees them: what the number format turns to 0 is 0. */
function density(activations: Float32Array, hardware: Chip): number {
  const { all, nonZeros } = seenInputs(activations, hardware);
  return nonZeros / all;
}

/** Weights that were clipped before they came to the machine (compress.format) count as those that it clips. */
function withClipped(saturations: LayerCounts['saturations'], before = 0): LayerCounts['saturations'] {
  return before === 0 ? saturations : { ...saturations, weight: saturations.weight + before };
}

/** Power (0 where nothing took time) and the ratios that the record derives from energy; null where nothing was multiplied. */
export function energyRatios(energyPj: EnergyReport, timeUs: number, multiplyAccumulates: number) {
  return {
    averagePowerMw: timeUs === 0 ? 0 : energyPj.total / timeUs / 1000,
    energyPerMultiplyAccumulatePj: multiplyAccumulates === 0 ? null : energyPj.total / multiplyAccumulates,
    memoryToArithmeticRatio: memoryToArithmetic(energyPj),
  };
}

/** Hash of the outputs as little-endian fp32. */
export function outputHash(outputs: Values): string {
  // every processor that runs JavaScript has the lower byte of a float first
  const floats = new Float32Array(outputs);
  return sha256(new Uint8Array(floats.buffer));
}
