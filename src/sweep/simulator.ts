import type { Hardware } from '../config/hardware.ts';
import type { Network } from '../network/layer.ts';
import { countLayer } from '../simulate/count-layer.ts';
import type { Outputs } from '../simulate/numeric.ts';
import { placeWeights } from '../simulate/stream-weights.ts';
import type { LayerEnd } from '../simulate/time-layer.ts';
import type { Traffic } from '../simulate/traffic.ts';
import { type LayerFigures, layerFigures } from './layer-figures.ts';
import { type Memo, memo } from './memo.ts';
import { type PassKeys, passKeys } from './pass-keys.ts';
import type { PassCounts } from './sweep-result.ts';
import type { EncodedLayer, Execute, ScannedLayer } from './tasks.ts';

/** All layers of a network on a machine, before clock and prices. */
export interface SimulatedNetwork {
  readonly layers: readonly LayerFigures[];
  readonly warnings: readonly string[];
}

/** Runs passes, each once for all points that need it. */
export interface Simulator {
  simulate(networkKey: string, network: Network, hardware: Hardware, withNumeric: boolean): Promise<SimulatedNetwork>;
  /** Forgets a machine's encoded weights and all that was simulated with them. */
  release(networkKey: string, hardware: Hardware): void;
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
    const scanned = await group.scans.get(keys.scan, () => {
      made.scan++;
      return Promise.all(encoded.map(({ layer }) => execute('scan', { layer, hardware })));
    });
    const inputs = encoded.map(({ layer, streams }, k) => ({ layer, streams, scanned: scanned[k], hardware }));
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
    async simulate(networkKey, network, hardware, withNumeric) {
      const keys = passKeys(networkKey, hardware);
      const group = await groups.get(keys.encode, () => openGroup(network, hardware));
      return group.figures.get(keys.counts, async () => {
        const passes = await passesOf(group, keys, hardware, withNumeric);
        return countedNetwork(network, group.encoded, hardware, passes);
      });
    },
    release: (networkKey, hardware) => groups.drop(passKeys(networkKey, hardware).encode),
    made: () => ({ encode: groups.made(), ...made, numeric: numerics.made() }),
  };
}

function countedNetwork(
  network: Network,
  encoded: readonly EncodedLayer[],
  hardware: Hardware,
  passes: readonly Parameters<typeof countLayer>[3][],
): SimulatedNetwork {
  const placed = encoded.map(({ layer, streams }, k) =>
    placeWeights(layer, streams, hardware, countLayer(layer, streams, hardware, passes[k])),
  );
  const fitted = encoded.flatMap(({ warning }) => warning ?? []);
  return {
    layers: placed.map(({ counts }, k) => layerFigures(encoded[k], counts, hardware)),
    warnings: [...(network.warnings ?? []), ...fitted, ...placed.flatMap(({ warnings }) => warnings)],
  };
}
