import { type Memory, simulationBudget } from '../base/budget.ts';
import type { Chip } from '../config/chip.ts';
import { machineOf } from '../machines/index.ts';
import type { FittedLayer } from '../machines/machine.ts';
import { type ActivationValues, type Made, type Pass, runPass, runPasses } from '../machines/pass.ts';
import { checkLayer } from '../network/check-layer.ts';
import type { Layer, Network } from '../network/layer.ts';
import type { LayerCounts, PlacedLayer } from '../simulate/layer-counts.ts';
import { type Feed, layerFormats } from './formats/layer-formats.ts';
import { countSum } from './graph/sum-counts.ts';

/** A layer as a machine stores it. */
export interface StoredLayer {
  /** With weights that the machine can hold. */
  readonly layer: Layer;
  /** What the passes of the weights made. */
  readonly made: Made;
  /** The machine with the number formats of this layer. */
  readonly hardware: Chip;
}

/** The layers of a network as a machine stores them: weights fitted and encoded, number formats chosen; with the network's warnings and those of fitting. */
export function storeLayers(
  hardware: Chip,
  network: Network,
  memory: Memory = {},
  feed?: Feed,
): { readonly stored: readonly StoredLayer[]; readonly warnings: readonly string[] } {
  for (const layer of network.layers) checkLayer(layer, network.graph !== undefined);
  return storeWhole(hardware, network, memory, feed);
}

/** The same of layers that are whole because files or generators made them: a check takes a fifth of the time of seven billion weights. */
export function storeWhole(
  hardware: Chip,
  network: Network,
  memory: Memory = {},
  feed?: Feed,
): ReturnType<typeof storeLayers> {
  const budget = simulationBudget(memory);
  const [fit, ...others] = machineOf(hardware).passes.filter((pass) => pass.of === 'weights');
  const fitted = network.layers.map((layer) => runPass(fit, givenOf(layer), {}, hardware) as FittedLayer);
  const layers = fitted.map(({ layer }) => layer);
  const seen = layerFormats(hardware, network, layers, feed);
  return {
    stored: layers.map((layer, k) => {
      const own = seen(layer.name);
      return { layer, hardware: own, made: runPasses(others, { ...givenOf(layer), budget }, { fit: fitted[k] }, own) };
    }),
    warnings: [...(network.warnings ?? []), ...fitted.flatMap(({ warning }) => warning ?? [])],
  };
}

/**
 * The products of a stored layer with a batch of inputs: together on a machine that amortises over a batch, else one behind the other and added up. The outputs
 * stand one behind the other; who asks for no outputs gets none, and saves the time that they take.
 */
export function multiply(
  { layer, made: stored, hardware }: StoredLayer,
  inputs: readonly Float32Array[],
  withOutputs = true,
): LayerCounts {
  const machine = machineOf(hardware);
  const all = machine.passes.filter((pass) => pass.of === 'product');
  const passes = withOutputs ? all : all.filter(({ unasked }) => unasked === undefined);
  const made = withOutputs ? stored : { ...stored, ...unaskedOf(all) };
  const run = (batch: readonly Float32Array[]): LayerCounts => {
    const given = { layer: { ...layer, activations: batch[0] }, inputs: batch, products: batch.length };
    return runPasses(passes, given, made, hardware).count as LayerCounts;
  };
  if (inputs.length === 1) return run(inputs);
  const sum = countSum();
  if (machine.batches === true) sum.add(run(inputs), inputs);
  else for (const input of inputs) sum.add(run([input]), [input]);
  return sum.total()!;
}

/** What passes that nobody asks for leave to those that need them. */
function unaskedOf(passes: readonly Pass<Chip>[]): Made {
  return Object.fromEntries(
    passes.flatMap(({ name, unasked }) => (unasked === undefined ? [] : [[name, unasked] as const])),
  );
}

/** The inputs of a layer that runs alone. */
export function inputsOf({ activations, inputs = [activations] }: Layer): readonly Float32Array[] {
  return inputs;
}

/** Puts the weights of a layer where the machine keeps them, once all its products are counted. */
export function place<Counts extends LayerCounts>(
  { layer, made, hardware }: StoredLayer,
  counts: Counts,
  products = 1,
  values?: ActivationValues,
): PlacedLayer<Counts> {
  const passes = machineOf(hardware).passes.filter((pass) => pass.of === 'layer');
  const given = { ...givenOf(layer), products, ...(values && { values }) };
  return runPasses(passes, given, { ...made, count: counts }, hardware).place as PlacedLayer<Counts>;
}

function givenOf(layer: Layer) {
  return { layer, inputs: [layer.activations], products: 1 };
}
