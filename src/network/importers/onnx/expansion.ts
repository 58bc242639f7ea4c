import { type Definition, define } from '../../graph/operators/definition.ts';
import type { NodeProto } from './model.ts';

/** An operator that stands for several others: what it honours of a node, and the nodes that mean the same. */
export interface Expansion extends Pick<Definition, 'inputs' | 'outputs' | 'attributes'> {
  readonly expand: (node: NodeProto) => readonly NodeProto[];
}

/** A name that no file has: the scale of integers that stand for themselves. */
export const ONE = '\u0000one';

export function expansion(
  inputs: string,
  expand: Expansion['expand'],
  attributes: Definition['attributes'] = {},
): Expansion {
  return { ...define(inputs, () => [], { attributes }), expand };
}

/** A value between the steps of a node. */
export function part({ outputs, name }: NodeProto, what: string): string {
  return `${outputs[0] ?? name}.${what}`;
}

export function step(
  node: NodeProto,
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: NodeProto['attributes'] = {},
): NodeProto {
  return { ...node, operator, domain: '', opset: null, inputs, outputs: [output], attributes };
}
