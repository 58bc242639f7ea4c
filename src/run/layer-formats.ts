import { parseWeightFormat } from '../base/block-format.ts';
import { chooseFixedFormat } from '../compress/quantize-weights.ts';
import type { Hardware } from '../machines/index.ts';
import { executeGraph } from '../network/graph/execute-graph.ts';
import type { Layer, Network } from '../network/layer.ts';

/** Largest magnitudes that a layer meets. */
interface Ranges {
  input: number;
  /** Of all partial sums, the bias included. */
  sum: number;
}

/** The machine as each layer sees it: its formats have that layer's fraction bits. */
export type HardwareOf = (layer: string) => Hardware;

/**
 * Fixed-point formats for each layer (simulation.fractionBits: perLayer): the width stays as declared, the fraction bits are as many as the largest weight,
 * activation and partial sum of the layer allow. They are found by running the first inference in double precision. Floating-point formats stay.
 * With declared formats every layer sees the machine as it is.
 */
export function layerFormats(hardware: Hardware, network: Network, layers: readonly Layer[]): HardwareOf {
  if (hardware.simulation.fractionBits !== 'perLayer') return () => hardware;
  const ranges = measure(network, layers);
  const machines = new Map(layers.map((layer) => [layer.name, withFormats(hardware, layer, ranges.get(layer.name))]));
  return (name) => machines.get(name) ?? hardware;
}

function measure(network: Network, layers: readonly Layer[]): ReadonlyMap<string, Ranges> {
  const ranges = new Map(layers.map(({ name }) => [name, { input: 0, sum: 0 }]));
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const multiply = (name: string, input: Float32Array) => measuredProduct(byName.get(name)!, input, ranges.get(name)!);
  const [inputs] = network.inferences ?? [];
  if (network.graph !== undefined && inputs !== undefined) executeGraph(network.graph, inputs, multiply);
  else for (const { name, activations } of layers) multiply(name, activations);
  return ranges;
}

/** The product in double precision; notes the largest input and partial sum. */
function measuredProduct({ matrix }: Layer, input: Float32Array, ranges: Ranges): Float32Array {
  const { columnStart, rowIndex, weights, biasValues, columns, rows, hasBias } = matrix;
  const sums = new Float64Array(rows);
  for (let column = 0; column < columns + (hasBias ? 1 : 0); column++) {
    const activation = column === columns ? 1 : input[column];
    if (column < columns) ranges.input = Math.max(ranges.input, Math.abs(activation));
    for (let k = columnStart[column]; k < columnStart[column + 1]; k++) {
      const own = column === columns ? biasValues?.[k - columnStart[columns]] : undefined;
      const weight = own ?? (weights.kind === 'shared' ? weights.codebook[weights.codes[k]] : weights.values[k]);
      sums[rowIndex[k]] += weight * activation;
      ranges.sum = Math.max(ranges.sum, Math.abs(sums[rowIndex[k]]));
    }
  }
  return Float32Array.from(sums);
}

function withFormats(hardware: Hardware, { matrix }: Layer, ranges: Ranges = { input: 0, sum: 0 }): Hardware {
  const weights = matrix.weights.kind === 'shared' ? matrix.weights.codebook : matrix.weights.values;
  const largest = weights.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const { weight, activation, accumulator } = hardware.arithmetic;
  const arithmetic = {
    weight: formatFor(weight, largest),
    activation: formatFor(activation, ranges.input),
    accumulator: formatFor(accumulator, ranges.sum),
  };
  return { ...hardware, arithmetic };
}

function formatFor(declared: string, largest: number): string {
  const format = parseWeightFormat(declared);
  return format.kind !== 'fixed' || !format.signed
    ? declared
    : chooseFixedFormat(Float32Array.of(largest), format.widthBits).name;
}
