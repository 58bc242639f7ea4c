import type { z } from '../../base/zod.ts';
import type { GraphNode } from '../../network/graph/graph.ts';
import type { LayerKind } from '../../network/layer.ts';
import type { Floats, NewFloats, Products } from '../products/products.ts';

/** Shape of one sample between two layers: [values], or [channels, height, width]. */
export type Shape = readonly number[];

/** Values of a shape. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** The weights of a layer: a matrix of rows x columns (im2col), row-major, and one bias for each row. */
export interface WeightShape {
  readonly name: string;
  readonly kind: LayerKind;
  readonly rows: number;
  readonly columns: number;
  /** The weights as a tensor, e.g. [20, 1, 5, 5]. */
  readonly shape: readonly number[];
}

/** What a layer computes on: `samples` rows of its input and output, and its own weights (empty where it has none). */
export interface Values {
  readonly samples: number;
  readonly inputs: Floats;
  readonly outputs: Floats;
  readonly weights: Floats;
  readonly biases: Floats;
}

/** How a layer of a network that is being trained behaves in this batch. */
export interface TrainingMode {
  /** Share of the values that are dropped; of dropout layers alone. */
  readonly dropRate: number;
  /** Seed of whatever is drawn for a sample: the same whoever computes it. */
  readonly seedOf: (sample: number) => number;
}

/** Gradients of the loss; those of weights and biases are sums over the samples and are overwritten. */
export interface Gradients {
  readonly outputs: Floats;
  /** null where nobody needs them: before the first layer with weights. */
  readonly inputs: Floats | null;
  readonly weights: Floats;
  readonly biases: Floats;
}

/** A layer at work, with scratch memory of its own for a number of samples. */
export interface Operator {
  /** @param mode undefined when the network is only used */
  readonly forward: (values: Values, mode?: TrainingMode) => void;
  /** After `forward` on the same values. */
  readonly backward: (values: Values, gradients: Gradients) => void;
}

/** A layer that knows its place in a chain. */
export interface PlannedLayer {
  readonly input: Shape;
  readonly output: Shape;
  readonly weights?: WeightShape;
  /** Share that is dropped in training, of a dropout layer. */
  readonly dropRate?: number;
  /** Whether negative values become 0. */
  readonly rectifies?: boolean;
  readonly operator: (products: Products, floats: NewFloats, samples: number) => Operator;
  /** Operators of ONNX that do the same, from a value to `output`; none where the layer does nothing outside of training. */
  readonly nodes: (value: string, output: string) => readonly GraphNode[];
}

/** A kind of layer: its key in a recipe, and what it becomes behind an input. A new kind is one file and one line in index.ts. */
export interface TrainableKind<Schema extends z.ZodType = z.ZodType> {
  readonly schema: Schema;
  /** @returns a sentence where the settings do not fit the input */
  readonly plan: (settings: z.output<Schema>, input: Shape) => PlannedLayer | string;
}

/** A kind with the types of its settings. */
export function kindOf<Schema extends z.ZodType>(kind: TrainableKind<Schema>): TrainableKind<Schema> {
  return kind;
}
