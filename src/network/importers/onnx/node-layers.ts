import type { Attribute } from '../../graph/graph.ts';
import type { ImportedLayer } from '../../imported-weights.ts';
import type { NodeProto } from './model.ts';
import type { Constant } from './tensor-data.ts';

/** Layers of a node, the names of the constants that they use up, or the reason why there are none. */
export type NodeLayers =
  | {
      readonly layers: readonly Omit<ImportedLayer, 'name'>[];
      readonly suffixes: readonly string[];
      readonly weight: string;
      readonly biases: readonly string[];
      /** Positions among the node's inputs that the layers hold. */
      readonly held: readonly number[];
      /** Attributes that the graph's operator needs of the weights. */
      readonly attributes?: Readonly<Record<string, Attribute>>;
    }
  | { readonly reason: string };

/** The constant at an input of the node, where there is one. */
export type Operand = (input: number) => Constant | undefined;
export type Reader = (operand: Operand, attributes: NodeProto['attributes']) => NodeLayers;

export const NO_WEIGHT = { reason: 'no operand is a constant: nothing to import' };
