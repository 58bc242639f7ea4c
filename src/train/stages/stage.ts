import type { FieldPath } from '../../base/field-path.ts';
import type { Fault } from '../../base/user-error.ts';
import type { z } from '../../base/zod.ts';
import type { ConfigTree } from '../../config/yaml/config-tree.ts';
import type { Learning } from '../config/learning-schema.ts';
import type { TrainedNetwork } from '../network/trained-network.ts';

/** A step of a training: it changes the network at once, lets it learn for some epochs, or tries what would become of it. */
export type Step = ChangeStep | LearnStep | MeasureStep;

/** A step as it stands in a recipe. */
export type PlacedStep = Step & {
  /** All that it does beside what the recipe says of every stage, as data: kind and settings of its stage, and which part of it. */
  readonly content: readonly unknown[];
};

interface NamedStep {
  /** What the record and the charts call it; no two of a training are the same. */
  readonly name: string;
  /** Kind of stage that it is a part of. */
  readonly kind: string;
}

export interface ChangeStep extends NamedStep {
  readonly change: (network: TrainedNetwork) => TrainedNetwork;
}

export interface LearnStep extends NamedStep {
  readonly learning: Learning;
  /** What learns: weights and biases, or the values that weights share. */
  readonly learns: 'weights' | 'centroids';
  /** Whether dropout falls with the connections that are left: D_r = D_o sqrt(C_ir / C_io) (Han et al. 2015, formula 3). */
  readonly scalesDropout: boolean;
  /** What is done to the network behind the last epoch. */
  readonly finish?: (network: TrainedNetwork) => TrainedNetwork;
}

/** Each layer alone is pruned to each density; the network stays as it is. */
export interface MeasureStep extends NamedStep {
  readonly trials: { readonly densities: readonly number[]; readonly only?: readonly string[] | undefined };
}

/** What the stages of a recipe may ask about it. */
export interface StageContext {
  /** Names of the layers with weights. */
  readonly layers: readonly string[];
  /** Kinds of the stages before this one. */
  readonly before: readonly string[];
  /** Whether the network was imported and not initialised. */
  readonly imported: boolean;
  readonly seed: number;
}

/** A kind of stage: its key in a recipe, and the steps that it consists of. A new kind is one file and one line in index.ts. */
export interface StageKind<Schema extends z.ZodType = z.ZodType> {
  readonly schema: Schema;
  /** What contradicts the other keys of the recipe. */
  readonly faults?: (settings: z.output<Schema>, context: StageContext, path: FieldPath, tree: ConfigTree) => Fault[];
  readonly steps: (settings: z.output<Schema>, context: StageContext) => Step[];
}

export function stageOf<Schema extends z.ZodType>(stage: StageKind<Schema>): StageKind<Schema> {
  return stage;
}
