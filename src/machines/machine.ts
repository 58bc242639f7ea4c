import type { Fault } from '../base/user-error.ts';
import type { z } from '../base/zod.ts';
import type { Chip } from '../config/chip.ts';
import type { EnergyRow } from '../config/energy/energy-table.ts';
import type { ConfigTree } from '../config/yaml/config-tree.ts';
import type { Layer } from '../network/layer.ts';
import type { StoredBits } from '../simulate/weights/stored-bits.ts';
import type { Component } from './component.ts';
import type { Counter } from './counter.ts';
import type { Made, Pass } from './pass.ts';

/** A machine that runs layers: everything above it works on what it says here, and never asks which machine it is. */
export interface Machine<Hardware extends Chip> {
  /** As `machine:` of a hardware config names it. */
  readonly name: string;
  /** What reading its config takes, loaded when a config is read: the engine runs without. */
  readonly config: () => Promise<MachineConfig<Hardware>>;
  readonly components: readonly Component<Hardware>[];
  /** Every number that it counts of a layer. */
  readonly counters: readonly Counter[];
  /**
   * From a layer to its counts, each behind those that it needs. The first is `fit`, which makes a FittedLayer of the weights; of a product `count` makes LayerCounts; behind all
   * products `place` makes a PlacedLayer of their sum.
   */
  readonly passes: readonly Pass<Hardware>[];
  /** Multiply-accumulates that it can do in a cycle; one in each PE unless said. */
  readonly multipliers?: (hardware: Hardware) => number;
  /** Bits of a layer's weights as it stores them; `made` is what the passes of its weights made. */
  readonly stored: (layer: Layer, made: Made, hardware: Hardware) => StoredBits;
  /** Changes of a config, as `--set` takes them, that give it so many multipliers; undefined where it cannot have them. One PE each unless said. */
  readonly resized?: (multipliers: number, hardware: Hardware) => readonly string[] | undefined;
  /** The largest density of weights that its pattern holds; 1 unless said. */
  readonly densest?: (hardware: Hardware) => number;
  /** Why the time of a machine of these keys is a lower bound, where it is one. */
  readonly bound?: (hardware: Hardware) => string | undefined;
  /** Rows behind those of every energy table, for components that the table does not price. None: the table must price them all. */
  readonly prices?: readonly EnergyRow[];
  /** What a paper gives for the area of the machine at a node. */
  readonly publishedArea?: PublishedArea;
  /** Whether its passes of a product take all inputs of a batch at once, because it amortises over them; by default they get one at a time. */
  readonly batches?: boolean;
}

/** Area of a laid-out machine. */
export interface PublishedArea {
  readonly technologyNm: number;
  readonly processingElementMm2: number;
  readonly totalMm2: number;
  readonly source: string;
}

/** How a machine is described in a file. Apart from the machine: who has its record already needs no schema to run it. */
export interface MachineConfig<Hardware extends Chip> {
  /** Every key of its config file. */
  readonly schema: z.ZodObject;
  /** Faults of a checked config that several of its own keys cause together. */
  readonly faults: (config: never, tree: ConfigTree) => readonly Fault[];
  /** Whether it stores, reads and applies the scales of weights in blocks; such weights are refused unless it says so. */
  readonly holdsBlocks?: boolean;
  /** The machine of a config's record: what the keys leave to others of them. */
  readonly complete: (stated: never) => Hardware;
}

/** A layer whose weights a machine can hold, and what had to be changed. */
export interface FittedLayer {
  readonly layer: Layer;
  readonly warning: string | null;
}
