import type { Steps } from '../../../base/steps.ts';
import type { Tensor } from '../graph.ts';
import { ELEMENTWISE } from './elementwise.ts';
import { INDEX_ARITHMETIC } from './index-arithmetic.ts';
import { NORMALIZATION } from './normalization.ts';
import type { Call, Operator, SteppedOperator } from './operator.ts';
import { POOLING } from './pooling.ts';
import { QUANTIZATION } from './quantization.ts';
import { RECURRENT } from './recurrent.ts';
import { SHAPE } from './shape.ts';
import { WEIGHTED } from './weighted.ts';

/** Every operator that a graph may have, by its ONNX name. */
export const OPERATORS: Readonly<Record<string, Operator | SteppedOperator>> = {
  ...WEIGHTED,
  ...RECURRENT,
  ...ELEMENTWISE,
  ...NORMALIZATION,
  ...POOLING,
  ...QUANTIZATION,
  ...SHAPE,
  ...INDEX_ARITHMETIC,
};

/** Computes one node; yields behind each product of a weight layer. */
export function* compute(operator: string, call: Call): Steps<readonly Tensor[]> {
  const results = OPERATORS[operator](call);
  return 'next' in results ? yield* results : results;
}

/** Operators whose work is done on the array and charged; the others run outside it and are not charged. */
export const CHARGED_OPERATORS: readonly string[] = [...Object.keys(WEIGHTED), ...Object.keys(RECURRENT)];
