import type { PublishedShares } from '../config/network/network.ts';
import type { Origins } from '../config/yaml/origins.ts';
import type { ActionPrice, EnergyReport } from '../energy/energy-report.ts';
import type { AreaReport } from '../energy/models/area.ts';
import type { RatioRange } from '../energy/ratio-range.ts';
import type { CounterName, EieCounterName } from '../machines/index.ts';
import type { LayerKind, Published } from '../network/layer.ts';
import type { DramTraffic } from '../simulate/dram/dram-traffic.ts';
import type { CacheResult, LanguageResult, PhaseResult } from './language/language-result.ts';
import type { MeasuredBeside } from './platforms/machine-rows.ts';

/**
 * Numbers that the machine counts (its table of counters defines them). Those of the EIE have the type that they have there: of another machine ask isCounted first,
 * for what it does not count is absent.
 */
export type Counters = Readonly<Record<EieCounterName, number>> & Partial<Readonly<Record<CounterName, number>>>;

/** Whether the machine of these layers has a counter. */
export function isCounted(layers: readonly object[], name: string): boolean {
  return layers.every((layer) => Object.hasOwn(layer, name));
}

/** What was counted: of one layer, or summed over the layers. Cycles of PEs are summed over PEs. */
export interface Counted extends Counters {
  readonly saturations: { readonly weight: number; readonly activation: number; readonly accumulator: number };
  readonly actionCounts: Readonly<Record<string, number>>;
}

/** What the counts cost. */
export interface Charged {
  readonly energyPj: EnergyReport;
  readonly averagePowerMw: number;
  /** null where nothing was multiplied. */
  readonly energyPerMultiplyAccumulatePj: number | null;
  /** (sram + dram) / arithmetic, dynamic energy only; null where nothing was multiplied. */
  readonly memoryToArithmeticRatio: number | null;
}

/** One layer of a result: what was simulated and what it cost, of several inputs the sum. Units end the names. */
export interface LayerResult extends Counted, Charged {
  readonly name: string;
  readonly kind: LayerKind;
  readonly rows: number;
  readonly columns: number;
  /** Blocks along the diagonal of the matrix, outside of which there are no weights: a grouped convolution. */
  readonly groups?: number;
  readonly weightDensity: number;
  readonly activationDensity: number;
  /** Matrix-vector products (positions of a convolution, steps of a recurrent layer), where the layer is part of a graph; counts are sums over them. */
  readonly products?: number;
  /** Number formats of this layer, where they were chosen for it (simulation.fractionBits: perLayer). */
  readonly formats?: { readonly weight: string; readonly activation: string; readonly accumulator: string };
  readonly published?: Published;
  /** Of a machine that counts them for each PE. */
  readonly perProcessingElement?: {
    readonly busy: readonly number[];
    readonly emptyColumn: readonly number[];
    readonly starved: readonly number[];
    readonly blocked: readonly number[];
    readonly bypasses: readonly number[];
  };
  /** Where weights came from DRAM: useful and charged bytes, bits of each kind, time. */
  readonly dram?: DramTraffic;
  readonly outputs: { readonly sha256: string; readonly values?: readonly number[] };
}

/** Sums over the layers and, where there are several inputs, over the batch; ratios of those sums. What is of one inference (per second, per joule, energy x delay) is the mean. */
export interface Totals extends Counted, Charged {
  /** null where the layers are no inference (network.layersAlone), and where they take no time. */
  readonly inferencesPerSecond: number | null;
  readonly inferencesPerJoule: number | null;
  readonly energyDelayPjS: number;
}

/** The result record (`result.json`, `--json`): no date, host name or absolute path; the same input gives the same bytes. */
export interface RunResult {
  readonly schemaVersion: 1;
  readonly kind: 'run';
  readonly tool: { readonly name: 'picojoule'; readonly version: string };
  /** The command that made it, without what only says where and how it is written; absent where it was made from code. */
  readonly command?: string;
  /** The resolved config; energy.tableFile is cut to its base name. */
  readonly hardware: Readonly<Record<string, unknown>> & {
    readonly name: string;
    readonly file: string;
    readonly processingElements: number;
    readonly clockHz: number;
    readonly technologyNm: number;
  };
  /** Config key of the machine -> where its value comes from: `--set`, or file and line; keys that are not named are defaults. */
  readonly origins?: Origins;
  readonly energyTable: readonly ActionPrice[];
  readonly network: {
    readonly name: string;
    readonly file: string;
    readonly seed: number | null;
    readonly layers: number;
    /** Each layer ran by itself with one input vector: nothing here is a figure of an inference. */
    readonly layersAlone?: true;
    /** A language model, each layer once: an inference is a token. */
    readonly tokens?: true;
    /** Inferences that run together, where that is not one; counts of layers that run alone are sums over them. */
    readonly batch?: number;
    /** What a paper says of the cycles of all layers together. */
    readonly published?: PublishedShares;
  };
  readonly area?: AreaReport;
  /** What was measured of it on real machines, beside the simulated one. */
  readonly measured?: MeasuredBeside;
  readonly warnings: readonly string[];
  readonly layers: readonly LayerResult[];
  readonly totals: Totals;
  /** How far totals.memoryToArithmeticRatio moves with device type, array and what counts as arithmetic; absent where nothing was multiplied. */
  readonly memoryToArithmeticRange?: RatioRange;
  /** A network with a graph: what it gives out in the first inference; absent where values had to be made up. */
  readonly outputs?: readonly NetworkOutput[];
  /** A language model, each layer once with inputs that are not its own: what a decoded token costs. */
  readonly token?: PhaseResult;
  /** The same of the prompt before it, all of its tokens in one pass, and the key-value cache of both; where a prompt was asked for. */
  readonly prefill?: PhaseResult;
  /** Of a network with a graph: the one that its attention reads, moved in all inferences. */
  readonly keyValueCache?: CacheResult;
  /** A language model that wrote: what, and what a token costs. */
  readonly language?: LanguageResult;
  /** A network with a graph: all its inferences, whose sums the layers and totals are. */
  readonly inferences?: Inferences;
}

/** One output of a network: its values, row-major, hashed as little-endian fp32. */
export interface NetworkOutput {
  readonly name: string;
  readonly shape: readonly number[];
  readonly sha256: string;
  /** Places of the five largest values, best first; equal ones in their order. */
  readonly best: readonly number[];
  readonly values?: readonly number[];
}

/** Mean and range of a figure over inferences; the standard deviation is that of the sample's own population. */
export interface Spread {
  readonly mean: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly standardDeviation: number;
}

/** Several inferences of one network. */
export interface Inferences {
  readonly count: number;
  readonly timeUs: Spread;
  readonly energyPj: Spread;
  /** Places of the five largest values of the first output in each inference, best first; none where values had to be made up. */
  readonly predictions: readonly (readonly number[])[];
  /** Where labels were given: share of inferences whose label is the best (one of the five best) output, beside that of an original executed in plain
   * fp32: the network before the compression that its file asks for, or the same weights (of a file that was compressed before nothing else is known). */
  readonly accuracy?: {
    readonly top1: number;
    readonly top5: number;
    readonly originalTop1: number;
    readonly originalTop5: number;
    readonly original: 'beforeCompression' | 'sameWeights';
  };
}
