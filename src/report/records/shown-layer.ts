import type { StageLayer, StageResult, TrainingResult } from '../../train/run/training-result.ts';

/** A layer in the course of a training. */
export interface ShownLayer {
  /** The stages with what they left of the layer, in order. */
  readonly stages: readonly { readonly stage: StageResult; readonly layer: StageLayer }[];
  /** Which layer it is, in words. */
  readonly leftOut: string;
}

/** The layer that pictures of a single one show: of the most weights, the first of equals. */
export function shownLayer({ stages }: TrainingResult): ShownLayer {
  const { layers } = stages[0];
  const most = layers.reduce((best, { weights }, index) => (weights > layers[best].weights ? index : best), 0);
  const { name } = layers[most];
  return {
    stages: stages.map((stage) => ({ stage, layer: stage.layers[most] })),
    leftOut: layers.length === 1 ? `layer ${name}` : `layer ${name} of ${layers.map((layer) => layer.name).join(', ')}`,
  };
}
