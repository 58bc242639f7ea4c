import { holdWeights } from '../../src/compress/held-weights.ts';
import type { EieCounts } from '../../src/machines/eie/count-layer.ts';
import { simulateLayer } from '../../src/machines/eie/simulate-layer.ts';
import type { DenseLayer } from './eie/eie-gen-1.ts';
import { encodeDense } from './encode.ts';
import { hardwareOf, type MachineChoice } from './hardware-of.ts';
import { layerOf } from './layer-of.ts';
import { type StepperLayer, type StepperResult, step } from './stepper/stepper.ts';

/** A sparse machine, and whether the layer brings a bias. */
export interface BothChoice extends MachineChoice {
  readonly indexBits: number;
  readonly hasBias: boolean;
}

/** A layer on the product's fast model. */
export function runFast(dense: DenseLayer, choice: BothChoice): EieCounts {
  const layer = layerOf(dense, choice.hasBias);
  return simulateLayer(
    layer,
    holdWeights(layer.matrix, choice.processingElements, choice.indexBits),
    hardwareOf(choice),
  );
}

/** The same on the stepper. */
export function runStepper(dense: DenseLayer, choice: BothChoice): StepperResult {
  return step(stepperLayer(dense, choice));
}

/** A layer as the stepper has it. The authors' machine always processes a bias: where a layer has none, it is an empty column (quirk Q11). */
export function stepperLayer(dense: DenseLayer, choice: BothChoice): StepperLayer {
  const isReference = choice.rule === 'reference';
  const biasCodes = choice.hasBias ? dense.biasCodes : new Uint8Array(dense.rows);
  const layer = { ...dense, biasCodes };
  const skips = choice.skipZeroActivations === false ? 'nothing' : isReference ? 'nonPositive' : 'zero';
  return {
    ...layer,
    ...choice,
    ...encodeDense(layer, choice.processingElements, 2 ** choice.indexBits),
    hasBias: choice.hasBias || isReference,
    skips,
  };
}
