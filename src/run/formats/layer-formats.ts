import { parseWeightFormat } from '../../base/block-format.ts';
import { largestMagnitude } from '../../base/extremes.ts';
import { type FixedFormat, isBareInteger, parseNumberFormat, scaledTo } from '../../base/number-format.ts';
import { chooseFixedFormat } from '../../compress/quantize-weights.ts';
import type { Chip } from '../../config/chip.ts';
import { rowsByColumn } from '../../kernels/weights/rows-by-column.ts';
import type { Layer, Network, WeightMatrix } from '../../network/layer.ts';
import { choosesFormats } from './chooses-formats.ts';

/** Magnitudes that a layer meets. */
interface Ranges {
  /** That of the largest weight. */
  readonly weight: number;
  /** That of the largest input. */
  readonly input: number;
  /** That of the largest product or partial sum, the bias included: found when it is asked for. */
  readonly sum: () => number;
  /** What no sum exceeds, known without a product: each closer than the one before it, and dearer. */
  readonly bounds: readonly (() => number)[];
}

/** Runs the first inference of a network with a graph: calls for the product of each layer with what it gets. */
export type Feed = (network: Network, multiply: (name: string, input: Float32Array) => Float32Array) => void;

/** The machine as each layer sees it: its formats have that layer's fraction bits. */
export type HardwareOf = (layer: string) => Chip;

/**
 * Number formats for each layer; the width stays as declared. Fixed point (simulation.fractionBits: perLayer) gets as many fraction bits as the largest weight,
 * activation and partial sum of the layer allow. Integers are scaled by these ranges, symmetric, one scale for a tensor, as networks are quantized; that of an
 * integer accumulator is that of the products, or as many powers of two above it as the largest sum needs. Ranges are found by running the first inference in
 * double precision. Floating-point formats stay.
 * @param feed of a network with a graph; without one each layer has its own activations
 */
export function layerFormats(
  hardware: Chip,
  network: Network,
  layers: readonly Layer[],
  feed: Feed = noGraph,
): HardwareOf {
  if (!choosesFormats(hardware)) return () => hardware;
  const ranges = network.graph === undefined ? new Map(layers.map(alone)) : measure(network, layers, feed);
  const machines = new Map(layers.map((layer) => [layer.name, withFormats(hardware, ranges.get(layer.name)!)]));
  return (name) => machines.get(name) ?? hardware;
}

const noGraph: Feed = () => {
  throw new Error('a network with a graph is fed through it');
};

function alone(layer: Layer): readonly [name: string, ranges: Ranges] {
  const { matrix, activations, name } = layer;
  const weight = largestWeight(matrix);
  const inputs = activations.reduce((sum, value) => sum + Math.abs(value), 0);
  const bias = matrix.hasBias ? Math.max(weight, largestMagnitude(matrix.biasValues ?? [])) : 0;
  const sum = () => measuredProduct(layer, activations).largest;
  const bounds = [() => inputs * weight + bias, () => largestReach(matrix, activations, weight, bias)];
  return [name, { weight, input: largestMagnitude(activations), sum, bounds }];
}

function measure(network: Network, layers: readonly Layer[], feed: Feed): ReadonlyMap<string, Ranges> {
  const byName = new Map(layers.map((layer) => [layer.name, { layer, input: 0, sum: 0 }]));
  feed({ ...network, layers }, (name, input) => {
    const all = byName.get(name)!;
    const { sums, largest } = measuredProduct(all.layer, input);
    all.input = Math.max(all.input, largestMagnitude(input));
    all.sum = Math.max(all.sum, largest);
    return sums;
  });
  const ranges = [...byName].map(([name, { layer, input, sum }]): [string, Ranges] => {
    const weight = largestWeight(layer.matrix);
    return [name, { weight, input, sum: () => sum, bounds: [] }];
  });
  return new Map(ranges);
}

function largestWeight({ weights }: WeightMatrix): number {
  return largestMagnitude(weights.kind === 'shared' ? weights.codebook : weights.values);
}

/** The largest sum of magnitudes of a row if every stored weight were the largest: where weights lie is known before their codes are made. */
function largestReach(matrix: WeightMatrix, input: Float32Array, weight: number, bias: number): number {
  const { columns, rows, hasBias } = matrix;
  const reach = new Float64Array(rows);
  const rowsOf = rowsByColumn(matrix);
  for (let column = 0; column < columns + (hasBias ? 1 : 0); column++) {
    const most = column === columns ? bias : Math.abs(input[column]) * weight;
    if (most === 0) continue;
    const own = rowsOf(column);
    for (let n = 0; n < own.length; n++) reach[own[n]] += most;
  }
  return largestMagnitude(reach);
}

/** The product in double precision, and what its accumulator has to hold. Inputs of 0 add nothing. */
function measuredProduct(
  { matrix }: Layer,
  input: Float32Array,
): { readonly sums: Float32Array; readonly largest: number } {
  const { columnStart, weights, biasValues, columns, rows, hasBias } = matrix;
  const sums = new Float64Array(rows);
  const rowsOf = rowsByColumn(matrix);
  const codes = weights.kind === 'shared' ? weights.codes : undefined;
  const values = weights.kind === 'shared' ? weights.codebook : weights.values;
  let largest = 0;
  for (let column = 0; column < columns + (hasBias ? 1 : 0); column++) {
    const activation = column === columns ? 1 : input[column];
    if (activation === 0) continue;
    const own = rowsOf(column);
    for (let n = 0, k = columnStart[column]; k < columnStart[column + 1]; n++, k++) {
      const bias = column === columns ? biasValues?.[n] : undefined;
      const product = (bias ?? values[codes === undefined ? k : codes[k]]) * activation;
      const sum = (sums[own[n]] += product);
      largest = Math.max(largest, Math.abs(product), Math.abs(sum));
    }
  }
  return { sums: Float32Array.from(sums), largest };
}

function withFormats(hardware: Chip, ranges: Ranges): Chip {
  const { weight, activation, accumulator } = hardware.arithmetic;
  const formatFor = hardware.simulation?.fractionBits === 'perLayer' ? chosenFormat : scaledFormat;
  const operands = {
    weight: formatFor(weight, () => ranges.weight),
    activation: formatFor(activation, () => ranges.input),
  };
  const sums = parseNumberFormat(accumulator);
  const arithmetic = {
    ...operands,
    accumulator:
      sums.kind === 'fixed' && isBareInteger(sums)
        ? sumFormat(sums, operands, ranges)
        : formatFor(accumulator, ranges.sum),
  };
  return { ...hardware, arithmetic };
}

function scaledFormat(declared: string, largest: () => number): string {
  const format = parseWeightFormat(declared);
  return format.kind === 'block' ? declared : scaledTo(format, largest()).name;
}

function chosenFormat(declared: string, largest: () => number): string {
  const format = parseWeightFormat(declared);
  if (format.kind !== 'fixed' || format.scale !== undefined) return declared;
  if (isBareInteger(format)) return scaledTo(format, largest()).name;
  return format.signed ? chooseFixedFormat(Float32Array.of(largest()), format.widthBits).name : declared;
}

/** An integer accumulator for products of these operands. */
function sumFormat(
  format: FixedFormat,
  operands: { readonly weight: string; readonly activation: string },
  { sum, bounds }: Pick<Ranges, 'sum' | 'bounds'>,
): string {
  const [weight, activation] = [unitOf(operands.weight), unitOf(operands.activation)];
  if (weight === undefined || activation === undefined) return scaledTo(format, sum()).name;
  const unit = weight * activation;
  const most = unit * format.maxRaw;
  // with a hundredth to spare, far more than what sums of magnitudes were rounded by
  const bits = bounds.some((bound) => bound() < 0.99 * most) ? 0 : Math.max(0, Math.ceil(Math.log2(sum() / most)));
  return parseNumberFormat(`${format.name}*${unit * 2 ** (Number.isFinite(bits) ? bits : 0)}`).name;
}

/** What one step of a fixed-point number stands for; floating-point numbers have no step. */
function unitOf(name: string): number | undefined {
  const format = parseWeightFormat(name);
  return format.kind === 'fixed' ? 2 ** -format.fractionBits * (format.scale ?? 1) : undefined;
}
