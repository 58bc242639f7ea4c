import type { Memory } from '../base/budget.ts';
import { lookUp } from '../base/registry.ts';
import { drain } from '../base/steps.ts';
import { UserError } from '../base/user-error.ts';
import type { Chip } from '../config/chip.ts';
import type { CycleBound } from '../machines/cycle-bound.ts';
import { machineOf } from '../machines/index.ts';
import { KNOWN_COUNTERS } from '../machines/known/known-counters.ts';
import { viewsOf } from '../machines/views.ts';
import type { Network } from '../network/layer.ts';
import type { StreamedNetwork } from '../network/streamed-network.ts';
import type { LayerCounts } from '../simulate/layer-counts.ts';
import { CHARGED_TERMS, type Term } from './charged-terms.ts';
import { chosenLayer, type TimelineChoice } from './one-layer/layer-timeline.ts';
import { multiply, place, storeLayers } from './store-layers.ts';

/** Every number of a run's record that has a meaning of its own: what machines count, and what that costs. */
export const TERMS: readonly Term[] = [...KNOWN_COUNTERS.values(), ...CHARGED_TERMS];

/** What is told of the number of that name. Throws a UserError with the nearest known name. */
export function termNamed(name: string): Term {
  return lookUp('number of the record', Object.fromEntries(TERMS.map((term) => [term.name, term])), name);
}

/** Why a layer takes its cycles. */
export interface ExplainedCycles {
  readonly layer: string;
  readonly cycles: number;
  /** They add up to the cycles. */
  readonly parts: readonly CycleBound[];
}

/** Weights, zeros counted, of all layers that are explained on the way: they are made and stored once more for that. */
const MOST_WEIGHTS = 2 ** 28;

/**
 * The same of the layers of a network that run by themselves with one input vector, as many of the first as are made in seconds; none where layers feed each other,
 * or the machine does not tell. A layer that cannot be explained (it is taken in several passes over its rows) is left out.
 */
export async function explainLayers(
  hardware: Chip,
  network: Network | StreamedNetwork,
  memory: Memory = {},
): Promise<readonly ExplainedCycles[]> {
  if (viewsOf(hardware).cycleBounds === undefined) return [];
  const explained: ExplainedCycles[] = [];
  let weights = 0;
  for (const { rows, columns, make } of layersOf(network)) {
    weights += rows * columns;
    if (weights > MOST_WEIGHTS) break;
    const layer = await make();
    if (layer.kind === 'keyValueCache' || (layer.inputs ?? []).length > 1) continue;
    const alone = { name: network.name, file: network.file, seed: null, layers: [layer] };
    try {
      explained.push(explainCycles(hardware, alone, { memory }));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  }
  return explained;
}

function layersOf(network: Network | StreamedNetwork) {
  if ('coming' in network)
    return network.coming.map(({ rows, columns, make }) => ({ rows, columns, make: async () => (await make()).layer }));
  if (network.graph !== undefined) return [];
  return network.layers.map((layer) => ({ ...layer.matrix, make: async () => layer }));
}

/**
 * Why a layer takes its cycles: what the machine says of its product, and what waiting for DRAM adds.
 * @throws UserError for a layer that is not there, and for a machine that cannot tell
 */
export function explainCycles(
  hardware: Chip,
  network: Network,
  choice: Pick<TimelineChoice, 'layer' | 'memory'>,
): ExplainedCycles {
  const { cycleBounds } = viewsOf(hardware);
  if (cycleBounds === undefined)
    throw UserError.at(
      { path: 'machine' },
      `a ${machineOf(hardware).name} does not tell why it takes its cycles`,
      'NO_CYCLE_BOUNDS',
    );
  const { stored } = storeLayers(hardware, chosenLayer(network, choice.layer), choice.memory);
  const [one] = stored;
  const counts: LayerCounts = multiply(one, [one.layer.activations]);
  const { cycles } = place(one, counts).counts;
  const parts = drain(cycleBounds(one.layer, one.made, one.hardware));
  const waits = cycles - counts.cycles;
  const dram: CycleBound = {
    kind: 'memory',
    title: 'waiting for weights from DRAM',
    cycles: waits,
    shorter: 'compression, a faster DRAM part',
  };
  return { layer: one.layer.name, cycles, parts: waits > 0 ? [dram, ...parts] : parts };
}
