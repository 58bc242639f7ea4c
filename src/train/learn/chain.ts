import type { z } from '../../base/zod.ts';
import { TRAINABLE_KINDS } from '../layers/index.ts';
import { type PlannedLayer, type Shape, sizeOf, type TrainableKind, type WeightShape } from '../layers/layer-kind.ts';

/** A layer of a recipe: exactly one kind with its settings. */
export type LayerSettings = {
  readonly [Kind in keyof typeof TRAINABLE_KINDS]?: z.output<(typeof TRAINABLE_KINDS)[Kind]['schema']> | undefined;
};

/** Where the parameters of a layer stand in the vector of all. */
export interface Slot extends WeightShape {
  /** Its place among the layers of the chain. */
  readonly layer: number;
  readonly weightsAt: number;
  readonly biasesAt: number;
}

/** Layers, each of which takes what the one before it gives. */
export interface Chain {
  readonly input: Shape;
  /** The layers as the recipe has them. */
  readonly settings: readonly LayerSettings[];
  readonly layers: readonly PlannedLayer[];
  readonly slots: readonly Slot[];
  /** Length of the vector of all parameters: weights and biases, layer after layer, each list filled up to a multiple of 4. */
  readonly parameters: number;
  /** Values of the last layer: the classes. */
  readonly outputs: number;
}

/** The kind of a layer and its settings. */
export function kindAndSettings(layer: LayerSettings): { kind: string; settings: unknown } {
  const [kind, settings] = Object.entries(layer).find(([, value]) => value !== undefined)!;
  return { kind, settings };
}

/** Names of the layers with weights. */
export function weightNames(layers: readonly LayerSettings[]): string[] {
  return layers.flatMap((layer) => (kindAndSettings(layer).settings as { name?: string }).name ?? []);
}

/** A layer that does not fit what comes before it. */
export interface Misfit {
  readonly layer: number;
  readonly kind: string;
  readonly message: string;
}

/** The chain of these layers behind an input, or the first layer that does not fit. */
export function planChain(layers: readonly LayerSettings[], input: Shape): Chain | Misfit {
  const planned: PlannedLayer[] = [];
  const slots: Slot[] = [];
  let shape = input;
  let at = 0;
  for (const [index, layer] of layers.entries()) {
    const { kind, settings } = kindAndSettings(layer);
    const entry = TRAINABLE_KINDS[kind as keyof typeof TRAINABLE_KINDS] as unknown as TrainableKind;
    const plan = entry.plan(settings, shape);
    if (typeof plan === 'string') return { layer: index, kind, message: plan };
    if (plan.weights !== undefined) {
      const biasesAt = at + rounded(plan.weights.rows * plan.weights.columns);
      slots.push({ ...plan.weights, layer: index, weightsAt: at, biasesAt });
      at = biasesAt + rounded(plan.weights.rows);
    }
    planned.push(plan);
    shape = plan.output;
  }
  return { input, settings: layers, layers: planned, slots, parameters: at, outputs: sizeOf(shape) };
}

export function isMisfit(chain: Chain | Misfit): chain is Misfit {
  return 'message' in chain;
}

function rounded(length: number): number {
  return Math.ceil(length / 4) * 4;
}
