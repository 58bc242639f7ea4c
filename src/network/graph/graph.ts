import type { Values } from '../values.ts';
import type { ElementType } from './element-type.ts';

/** Numbers with a shape, row-major. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly values: Values;
  readonly type: ElementType;
}

/** What an attribute of a node can be. */
export type Attribute = number | string | readonly number[];

/** One operation. Operators and attributes have the names and meanings of ONNX, whatever file they came from. */
export interface GraphNode {
  readonly name: string;
  readonly operator: string;
  /** Whose operator it is; absent for the standard's own. */
  readonly domain?: string;
  /** Version of the operator set that says what the operator means; the newest known where absent. */
  readonly opset?: number;
  /** Names of values; '' for an optional input that is absent. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** Names of the imported layers that hold this node's weights. */
  readonly layers: readonly string[];
  /** Graphs of an If, by its condition; they read the values of the graph around them. */
  readonly branches?: { readonly whenTrue: Graph; readonly whenFalse: Graph };
  /** Why it is not executed, where the importer could not say it by operators and attributes. */
  readonly refused?: string;
  /** Positions among `inputs` that the layers hold: they are no input of the product. */
  readonly weightInputs?: readonly number[];
}

/** A value of the graph whose shape the file states; a size that it leaves open is null, or a name that equal sizes share. */
export interface ValueShape {
  readonly name: string;
  readonly shape: readonly (number | string | null)[];
}

/** A graph in an order that can be executed: a value is written before it is read. */
export interface Graph {
  /** Inputs that the user gives; a dimension that the file leaves open is null. */
  readonly inputs: readonly GraphInput[];
  readonly outputs: readonly string[];
  readonly nodes: readonly GraphNode[];
  /** Constants that nodes read and that are no weight matrix (shapes, scales, biases). */
  readonly constants: ReadonlyMap<string, Tensor>;
  /** Shapes that the file states for values that nodes make; for those that cannot be computed. */
  readonly shapes?: readonly ValueShape[];
  /** Values of nodes that are not executed are generated, with these shapes where the file states none. */
  readonly madeUp?: {
    readonly density: number;
    readonly seed: number;
    readonly shapes: Readonly<Record<string, readonly number[]>>;
  };
}

/** An input of a graph. */
export interface GraphInput {
  readonly name: string;
  readonly shape: readonly (number | null)[];
  /** fp32 where absent. */
  readonly type?: ElementType;
  /** Names of its open sizes, by axis, where the file has them. */
  readonly sizes?: readonly (string | null)[];
}
