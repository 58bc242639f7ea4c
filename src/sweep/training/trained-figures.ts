import type { StageResult } from '../../train/run/training-result.ts';

/** What metrics of a sweep that trains are read from: `training.accuracy.top1` behind the last stage, `training.stages.share.bytes` behind another one. */
export interface TrainedFigures extends Omit<StageResult, 'name' | 'kind' | 'epochs' | 'charge'> {
  /** On the test data, of the last stage. */
  readonly error: number;
  readonly stages: readonly (StageResult & { readonly error: number })[];
}

/** The figures of a training from its stages; their names are such as an expression can have: `round1Prune`. */
export function trainedFigures(stages: readonly StageResult[]): TrainedFigures {
  const told = stages.map((stage) => ({
    ...stage,
    name: inOneWord(stage.name),
    error: 1 - stage.accuracy.top1,
  }));
  const { name: _name, kind: _kind, epochs: _epochs, charge: _charge, ...last } = told.at(-1)!;
  return { ...last, stages: told };
}

/** `round 1: prune` -> `round1Prune`. */
function inOneWord(name: string): string {
  const [first, ...others] = name.match(/[A-Za-z]+|\d+/g) ?? [name];
  return [first.toLowerCase(), ...others.map((word) => word[0].toUpperCase() + word.slice(1))].join('');
}

/** Figures of steps and layers with these names, to look up what a metric may name. */
export function probeFigures(steps: readonly string[], layers: readonly string[]): TrainedFigures {
  const accuracy = { top1: 1, standardError: 0, loss: 0 };
  const part = { weights: 1, kept: 1, density: 1, bytes: 1, originalBytes: 1, compressionRate: 1 };
  const bits = { bitsPerWeight: 1, bitsPerIndex: 1, storedBitsPerWeight: 1, storedBitsPerIndex: 1 };
  const stored = { entries: 1, paddingZeros: 0, weightBytes: 1, indexBytes: 1, codebookBytes: 1, biasBytes: 1 };
  const dead = { huffmanTableBytes: 1, withoutInputs: 0, withoutOutputs: 0 };
  const stage = (name: string) => ({
    name,
    kind: name,
    accuracy,
    validation: accuracy,
    density: 1,
    bytes: 1,
    compressionRate: 1,
    layers: layers.map((layer) => ({ name: layer, ...part, ...bits, ...stored, ...dead })),
  });
  return trainedFigures(steps.map(stage));
}
