import { type Chain, type LayerSettings, planChain } from '../learn/chain.ts';
import { deadNeurons } from './dead-neurons.ts';
import { placesOf, type TrainedLayer, type TrainedNetwork } from './trained-network.ts';

/** A network and the chain that computes it. */
export interface CompactNetwork {
  readonly chain: Chain;
  readonly network: TrainedNetwork;
}

/**
 * The network with smaller matrices: neurons that no weight leads on from are no rows any more (channels of a convolution), and what the next layer would read
 * of them no columns (of a fully connected layer behind images as many as a channel has positions). It computes the same. Where dead neurons are kept, or there
 * are none, nothing changes.
 */
export function compactNetwork(chain: Chain, network: TrainedNetwork): CompactNetwork {
  if (!network.layers.some(({ compacts }) => compacts)) return { chain, network };
  const dead = deadNeurons(network);
  const live = network.layers.map(({ rows }, index) => liveOf(rows, dead[index]?.withoutOutputs ?? []));
  if (live.every((neurons, index) => neurons.length === network.layers[index].rows)) return { chain, network };
  const settings = chain.settings.map((layer, place) => {
    const index = chain.slots.findIndex((slot) => slot.layer === place);
    return index < 0 ? layer : withOutputs(layer, live[index].length);
  });
  const compact = planChain(settings, chain.input) as Chain;
  const layers = network.layers.map((layer, index) => {
    const { rows, columns, shape } = compact.slots[index];
    const before = network.layers[index - 1];
    const inputs = before === undefined ? undefined : { neurons: live[index - 1], each: layer.columns / before.rows };
    return { ...cutLayer(layer, live[index], inputs), rows, columns, shape };
  });
  return { chain: compact, network: { layers } };
}

/** Numbers of the neurons that stay; one stays in any case, for a layer has outputs. */
function liveOf(neurons: number, dead: readonly number[]): number[] {
  const gone = new Set(dead);
  const live = Array.from({ length: neurons }, (_, neuron) => neuron).filter((neuron) => !gone.has(neuron));
  return live.length === 0 ? [0] : live;
}

function withOutputs(layer: LayerSettings, outputs: number): LayerSettings {
  const changed = Object.entries(layer).map(([kind, settings]) => [kind, settings && { ...settings, outputs }]);
  return Object.fromEntries(changed) as LayerSettings;
}

/** A layer of these rows alone, and of those columns that the neurons before it still have. */
function cutLayer(
  layer: TrainedLayer,
  rows: readonly number[],
  inputs: { readonly neurons: readonly number[]; readonly each: number } | undefined,
): TrainedLayer {
  const columns =
    inputs === undefined
      ? Array.from({ length: layer.columns }, (_, column) => column)
      : inputs.neurons.flatMap((neuron) => Array.from({ length: inputs.each }, (_, k) => neuron * inputs.each + k));
  const [newRow, newColumn] = [placesIn(rows, layer.rows), placesIn(columns, layer.columns)];
  const weights = new Float32Array(rows.length * columns.length);
  const kept: number[] = [];
  const codes: number[] = [];
  placesOf(layer).forEach((place, k) => {
    const [row, column] = [newRow[Math.floor(place / layer.columns)], newColumn[place % layer.columns]];
    if (row < 0 || column < 0) return;
    const at = row * columns.length + column;
    weights[at] = layer.weights[place];
    kept.push(at);
    if (layer.shared !== null) codes.push(layer.shared.codes[k]);
  });
  return {
    ...layer,
    weights,
    biases: Float32Array.from(rows, (row) => layer.biases[row]),
    kept: kept.length === weights.length ? null : Uint32Array.from(kept),
    shared: layer.shared && { ...layer.shared, codes: Uint8Array.from(codes) },
  };
}

/** Of each old place the new one, -1 where it is gone. */
function placesIn(left: readonly number[], length: number): Int32Array {
  const places = new Int32Array(length).fill(-1);
  left.forEach((old, place) => {
    places[old] = place;
  });
  return places;
}
