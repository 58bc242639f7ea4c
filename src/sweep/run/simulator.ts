import { type Memo, memo } from '../../base/memo.ts';
import type { CountedLayer } from '../../energy/price-actions.ts';
import { countLayer, type LayerPasses } from '../../machines/eie/count-layer.ts';
import type { Outputs } from '../../machines/eie/numeric.ts';
import { placeWeights } from '../../machines/eie/place-weights.ts';
import type { LayerEnd } from '../../machines/eie/time-layer.ts';
import type { Traffic } from '../../machines/eie/traffic.ts';
import type { Hardware } from '../../machines/index.ts';
import type { Network } from '../../network/layer.ts';
import { type CountedTotals, countedTotals } from '../../run/totals.ts';
import type { PassKeys } from '../plan/pass-keys.ts';
import type { PassCounts } from '../sweep-result.ts';
import { type LayerFigures, layerFigures } from './layer-figures.ts';
import { layersToPrice } from './layers-to-price.ts';
import type { SimulatedGraph } from './simulate-graph-network.ts';
import type { EncodedLayer, Execute, ScannedLayer } from './tasks.ts';

/** All layers of a network on a machine, before clock and prices. */
export interface SimulatedNetwork {
  readonly layers: readonly LayerFigures[];
  readonly totals: CountedTotals;
  /** What was counted is no inference (Network.layersAlone). */
  readonly layersAlone?: boolean;
  /** The layers whose actions have to be priced. */
  readonly toPrice: readonly CountedLayer[];
  readonly warnings: readonly string[];
}

/** Runs passes, each once for all points that need it. */
export interface Simulator {
  simulate(keys: PassKeys, network: Network, hardware: Hardware, withNumeric: boolean): Promise<SimulatedNetwork>;
  /** A network with a graph: all passes in one. */
  execute(keys: PassKeys, network: Network, hardware: Hardware): Promise<SimulatedGraph>;
  /** Forgets encoded weights and all that was simulated with them. */
  release(encodeKey: string): void;
  /** How often each pass ran. */
  made(): Omit<PassCounts, 'network' | 'charge'>;
}

/** Encoded weights of one (network, PEs, index bits), and what was simulated with them. */
interface Group {
  readonly encoded: readonly EncodedLayer[];
  readonly scans: Memo<readonly ScannedLayer[]>;
  readonly timings: Memo<readonly LayerEnd[]>;
  readonly traffics: Memo<readonly Traffic[]>;
  readonly figures: Memo<SimulatedNetwork>;
}

const NO_OUTPUTS: Outputs = { outputs: new Float32Array(0), saturations: { weight: 0, activation: 0, accumulator: 0 } };

/** A simulator that has its passes run by `execute`, layer by layer. Memory: the encoded weights of the machines that are not yet released. */
export function simulator(execute: Execute): Simulator {
  const groups = memo<Group>();
  const numerics = memo<readonly Outputs[]>();
  const graphs = memo<SimulatedGraph>();
  const made = { scan: 0, timing: 0, traffic: 0 };

  const openGroup = async (network: Network, hardware: Hardware): Promise<Group> => ({
    encoded: await Promise.all(network.layers.map((layer) => execute('encode', { layer, hardware }))),
    scans: memo(),
    timings: memo(),
    traffics: memo(),
    figures: memo(),
  });

  const passesOf = async (group: Group, keys: PassKeys, hardware: Hardware, withNumeric: boolean) => {
    const { encoded } = group;
    const seen = encoded.map((one) => asSeenBy(one, hardware));
    const scanned = await group.scans.get(keys.scan, () => {
      made.scan++;
      return Promise.all(encoded.map(({ layer }, k) => execute('scan', { layer, hardware: seen[k] })));
    });
    const inputs = encoded.map(({ layer, streams }, k) => ({ layer, streams, scanned: scanned[k], hardware: seen[k] }));
    const [ends, moved, outputs] = await Promise.all([
      group.timings.get(keys.timing, () => {
        made.timing++;
        return Promise.all(inputs.map((input) => execute('timing', input)));
      }),
      group.traffics.get(keys.traffic, () => {
        made.traffic++;
        return Promise.all(inputs.map((input) => execute('traffic', input)));
      }),
      withNumeric
        ? numerics.get(keys.numeric, () =>
            Promise.all(inputs.map(async (input) => ({ ...NO_OUTPUTS, saturations: await execute('numeric', input) }))),
          )
        : encoded.map(() => NO_OUTPUTS),
    ]);
    return encoded.map((_, k) => ({ scan: scanned[k].scan, end: ends[k], traffic: moved[k], outputs: outputs[k] }));
  };

  return {
    async simulate(keys, network, hardware, withNumeric) {
      const group = await groups.get(keys.encode, () => openGroup(network, hardware));
      return group.figures.get(keys.counts, async () => {
        const passes = await passesOf(group, keys, hardware, withNumeric);
        return countedNetwork(network, group.encoded, hardware, passes);
      });
    },
    execute: (keys, network, hardware) => graphs.get(keys.counts, () => execute('graph', { hardware, network })),
    release(encodeKey) {
      groups.drop(encodeKey);
      graphs.drop(encodeKey); // of a network with a graph it is the key of all that was counted
    },
    made() {
      const executed = graphs.made();
      return {
        encode: groups.made() + executed,
        scan: made.scan + executed,
        timing: made.timing + executed,
        traffic: made.traffic + executed,
        numeric: numerics.made() + executed,
      };
    },
  };
}

/** The machine with the number formats that a layer chose for itself (simulation.fractionBits: perLayer). */
function asSeenBy({ arithmetic }: EncodedLayer, hardware: Hardware): Hardware {
  return arithmetic === undefined ? hardware : { ...hardware, arithmetic };
}

function countedNetwork(
  network: Network,
  encoded: readonly EncodedLayer[],
  hardware: Hardware,
  passes: readonly LayerPasses[],
): SimulatedNetwork {
  const placed = encoded.map((one, k) => {
    const seen = asSeenBy(one, hardware);
    const { layer, streams } = one;
    return placeWeights(layer, streams, seen, countLayer(layer, streams, seen, passes[k]));
  });
  const fitted = encoded.flatMap(({ warning }) => warning ?? []);
  const layers = placed.map(({ counts }, k) => layerFigures(encoded[k], counts, hardware));
  return {
    layers,
    totals: countedTotals(layers, hardware.processingElements),
    ...(network.layersAlone === true && { layersAlone: true }),
    toPrice: layersToPrice(layers),
    warnings: [...(network.warnings ?? []), ...fitted, ...placed.flatMap(({ warnings }) => warnings)],
  };
}
