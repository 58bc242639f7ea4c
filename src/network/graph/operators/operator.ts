import type { Steps } from '../../../base/steps.ts';
import type { Attribute, Tensor } from '../graph.ts';

/**
 * A matrix-vector product of a weight layer: the array does it, or plain code in its place. Length of the input: the layer's columns; of the result: its rows.
 * The layer's bias is part of it.
 */
export type Multiply = (layer: string, input: Float32Array) => Float32Array;

/** What an operator gets. */
export interface Call {
  readonly inputs: readonly (Tensor | undefined)[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** Names of the node's weight layers. */
  readonly layers: readonly string[];
  readonly outputCount: number;
  readonly multiply: Multiply;
}

/** An ONNX operator: its outputs, in order. Throws RangeError where the inputs do not fit; the caller adds the node's name. */
export type Operator = (call: Call) => readonly Tensor[];

/** An operator of many matrix-vector products: it yields behind each. */
export type SteppedOperator = (call: Call) => Steps<readonly Tensor[]>;

/** The first input. */
export function first({ inputs }: Call): Tensor {
  return operand(inputs, 0);
}

/** An input that must be there. */
export function operand(inputs: Call['inputs'], index: number): Tensor {
  const tensor = inputs[index];
  if (tensor === undefined) throw new RangeError(`input ${index + 1} is missing`);
  return tensor;
}

/** An attribute that is a number. */
export function numberOf({ attributes }: Call, name: string, otherwise: number): number {
  const value = attributes[name];
  return typeof value === 'number' ? value : otherwise;
}

/** An attribute that is a list of numbers. */
export function listOf({ attributes }: Call, name: string): readonly number[] | undefined {
  const value = attributes[name];
  return typeof value === 'object' ? value : undefined;
}

/** Number of elements. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** -1 is the last axis. */
export function axisOf(axis: number, dimensions: number): number {
  const positive = axis < 0 ? axis + dimensions : axis;
  if (!(positive >= 0 && positive < dimensions)) throw new RangeError(`axis ${axis} of ${dimensions} dimensions`);
  return positive;
}

/** Products of the sizes before an axis and behind it. */
export function around(shape: readonly number[], axis: number): { before: number; behind: number } {
  return { before: sizeOf(shape.slice(0, axis)), behind: sizeOf(shape.slice(axis + 1)) };
}
