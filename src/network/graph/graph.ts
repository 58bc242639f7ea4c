import type { Values } from '../values.ts';

/** Numbers with a shape, row-major. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly values: Values;
}

/** What an attribute of a node can be. */
export type Attribute = number | string | readonly number[];

/** One operation. Operators and attributes have the names and meanings of ONNX, whatever file they came from. */
export interface GraphNode {
  readonly name: string;
  readonly operator: string;
  /** Names of values; '' for an optional input that is absent. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** Names of the imported layers that hold this node's weights: one for each group of a convolution. */
  readonly layers: readonly string[];
  /** Graphs of an If, by its condition; they read the values of the graph around them. */
  readonly branches?: { readonly whenTrue: Graph; readonly whenFalse: Graph };
  /** Positions among `inputs` of a Gemm or MatMul that its layer holds; from the second on where it is absent. */
  readonly weightInputs?: readonly number[];
}

/** A graph in an order that can be executed: a value is written before it is read. */
export interface Graph {
  /** Inputs that the user gives; a dimension that the file leaves open is null. */
  readonly inputs: readonly { readonly name: string; readonly shape: readonly (number | null)[] }[];
  readonly outputs: readonly string[];
  readonly nodes: readonly GraphNode[];
  /** Constants that nodes read and that are no weight matrix (shapes, scales, biases). */
  readonly constants: ReadonlyMap<string, Tensor>;
}
