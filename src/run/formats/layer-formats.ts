import { parseWeightFormat } from '../../base/block-format.ts';
import { type FixedFormat, isBareInteger, parseNumberFormat, scaledTo } from '../../base/number-format.ts';
import { chooseFixedFormat } from '../../compress/quantize-weights.ts';
import type { Chip } from '../../config/chip.ts';
import type { Layer, Network } from '../../network/layer.ts';
import { choosesFormats } from './chooses-formats.ts';

/** Largest magnitudes that a layer meets. */
interface Ranges {
  input: number;
  /** Of all products and partial sums, the bias included. */
  sum: number;
}

/** Runs the first inference of a network: calls for the product of each layer with what it gets. */
export type Feed = (network: Network, multiply: (name: string, input: Float32Array) => Float32Array) => void;

/** Each layer has its own activations. A network with a graph needs feedThroughGraph. */
export const feedAlone: Feed = ({ graph, layers }, multiply) => {
  if (graph !== undefined) throw new Error('a network with a graph is fed through it');
  for (const { name, activations } of layers) multiply(name, activations);
};

/** The machine as each layer sees it: its formats have that layer's fraction bits. */
export type HardwareOf = (layer: string) => Chip;

/**
 * Number formats for each layer; the width stays as declared. Fixed point (simulation.fractionBits: perLayer) gets as many fraction bits as the largest weight,
 * activation and partial sum of the layer allow. Integers are scaled by these ranges, symmetric, one scale for a tensor, as networks are quantized; that of an
 * integer accumulator is that of the products, or as many powers of two above it as the largest sum needs. Ranges are found by running the first inference in
 * double precision. Floating-point formats stay.
 */
export function layerFormats(
  hardware: Chip,
  network: Network,
  layers: readonly Layer[],
  feed: Feed = feedAlone,
): HardwareOf {
  if (!choosesFormats(hardware)) return () => hardware;
  const ranges = measure(network, layers, feed);
  const machines = new Map(layers.map((layer) => [layer.name, withFormats(hardware, layer, ranges.get(layer.name))]));
  return (name) => machines.get(name) ?? hardware;
}

function measure(network: Network, layers: readonly Layer[], feed: Feed): ReadonlyMap<string, Ranges> {
  const ranges = new Map(layers.map(({ name }) => [name, { input: 0, sum: 0 }]));
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const multiply = (name: string, input: Float32Array) => measuredProduct(byName.get(name)!, input, ranges.get(name)!);
  feed({ ...network, layers }, multiply);
  return ranges;
}

/** The product in double precision; notes the largest input and what the accumulator has to hold. */
function measuredProduct({ matrix }: Layer, input: Float32Array, ranges: Ranges): Float32Array {
  const { columnStart, rowIndex, weights, biasValues, columns, rows, hasBias } = matrix;
  const sums = new Float64Array(rows);
  for (let column = 0; column < columns + (hasBias ? 1 : 0); column++) {
    const activation = column === columns ? 1 : input[column];
    if (column < columns) ranges.input = Math.max(ranges.input, Math.abs(activation));
    for (let k = columnStart[column]; k < columnStart[column + 1]; k++) {
      const own = column === columns ? biasValues?.[k - columnStart[columns]] : undefined;
      const weight = own ?? (weights.kind === 'shared' ? weights.codebook[weights.codes[k]] : weights.values[k]);
      const product = weight * activation;
      sums[rowIndex[k]] += product;
      ranges.sum = Math.max(ranges.sum, Math.abs(product), Math.abs(sums[rowIndex[k]]));
    }
  }
  return Float32Array.from(sums);
}

function withFormats(hardware: Chip, { matrix }: Layer, ranges: Ranges = { input: 0, sum: 0 }): Chip {
  const weights = matrix.weights.kind === 'shared' ? matrix.weights.codebook : matrix.weights.values;
  const largest = weights.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const { weight, activation, accumulator } = hardware.arithmetic;
  const formatFor = hardware.simulation?.fractionBits === 'perLayer' ? chosenFormat : scaledFormat;
  const operands = { weight: formatFor(weight, largest), activation: formatFor(activation, ranges.input) };
  const sums = parseNumberFormat(accumulator);
  const arithmetic = {
    ...operands,
    accumulator:
      sums.kind === 'fixed' && isBareInteger(sums)
        ? sumFormat(sums, operands, ranges.sum)
        : formatFor(accumulator, ranges.sum),
  };
  return { ...hardware, arithmetic };
}

function scaledFormat(declared: string, largest: number): string {
  const format = parseWeightFormat(declared);
  return format.kind === 'block' ? declared : scaledTo(format, largest).name;
}

function chosenFormat(declared: string, largest: number): string {
  const format = parseWeightFormat(declared);
  if (format.kind !== 'fixed' || format.scale !== undefined) return declared;
  if (isBareInteger(format)) return scaledTo(format, largest).name;
  return format.signed ? chooseFixedFormat(Float32Array.of(largest), format.widthBits).name : declared;
}

/** An integer accumulator for products of these operands. */
function sumFormat(
  format: FixedFormat,
  operands: { readonly weight: string; readonly activation: string },
  largest: number,
): string {
  const [weight, activation] = [unitOf(operands.weight), unitOf(operands.activation)];
  if (weight === undefined || activation === undefined) return scaledTo(format, largest).name;
  const unit = weight * activation;
  const bits = Math.max(0, Math.ceil(Math.log2(largest / (unit * format.maxRaw))));
  return parseNumberFormat(`${format.name}*${unit * 2 ** (Number.isFinite(bits) ? bits : 0)}`).name;
}

/** What one step of a fixed-point number stands for; floating-point numbers have no step. */
function unitOf(name: string): number | undefined {
  const format = parseWeightFormat(name);
  return format.kind === 'fixed' ? 2 ** -format.fractionBits * (format.scale ?? 1) : undefined;
}
