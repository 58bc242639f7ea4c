import type { Steps } from '../../../base/steps.ts';
import type { GraphNode } from '../graph.ts';
import { ARITHMETIC } from './arithmetic.ts';
import { ATTENTION } from './attention.ts';
import { CONVOLUTION } from './convolution.ts';
import { type Definition, type Definitions, definitionOf } from './definition.ts';
import { ELEMENTWISE } from './elementwise.ts';
import { INDEXING } from './indexing.ts';
import { LANGUAGE } from './language.ts';
import { NORMALIZATION } from './normalization.ts';
import type { Call, Outputs } from './operator.ts';
import { POOLING } from './pooling.ts';
import { PRODUCT } from './product.ts';
import { QUANTIZATION } from './quantization.ts';
import { RECURRENT } from './recurrent.ts';
import { REDUCTION } from './reduction.ts';
import { RESIZE } from './resize.ts';
import { ROTARY } from './rotary.ts';
import { SHAPE } from './shape.ts';
import { STATE_SPACE } from './state-space.ts';

/** Every operator that a graph may have, by its ONNX name; one of another domain by `domain:name`. */
export const OPERATORS: Definitions = {
  ...PRODUCT,
  ...CONVOLUTION,
  ...RECURRENT,
  ...ELEMENTWISE,
  ...ARITHMETIC,
  ...REDUCTION,
  ...NORMALIZATION,
  ...POOLING,
  ...QUANTIZATION,
  ...RESIZE,
  ...SHAPE,
  ...INDEXING,
  ...ROTARY,
  ...ATTENTION,
  ...STATE_SPACE,
  ...LANGUAGE,
};

/** What a node computes, or why it is not executed: its operator, or what the file says of it that no definition honours. */
export function definitionFor(node: GraphNode): Definition | { readonly refused: string } {
  let found = known.get(node);
  if (found === undefined) known.set(node, (found = definitionOf(OPERATORS, node)));
  return found;
}

/** A graph is executed thousands of times. */
const known = new WeakMap<GraphNode, Definition | { readonly refused: string }>();

/**
 * Computes one node; yields behind each product of a weight layer.
 * @throws RangeError where the node is not executed, or its inputs do not fit
 */
export function* compute(node: GraphNode, call: Pick<Call, 'inputs' | 'multiply' | 'attends'>): Steps<Outputs> {
  const definition = definitionFor(node);
  if ('refused' in definition) throw new RangeError(`${definition.refused} is not executed`);
  const { attributes, layers, outputs } = node;
  const results = definition.compute({ ...call, attributes, layers, outputCount: outputs.length });
  return 'next' in results ? yield* results : results;
}
