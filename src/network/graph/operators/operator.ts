import type { Steps } from '../../../base/steps.ts';
import type { Values } from '../../values.ts';
import type { Attending } from '../cache/attending.ts';
import { type ElementType, newValues, roundingOf } from '../element-type.ts';
import type { Attribute, Tensor } from '../graph.ts';

/**
 * A matrix-vector product of a weight layer: the array does it, or plain code in its place. Length of the input: the layer's columns; of the result: its rows.
 * The layer's bias is part of it.
 */
export type Multiply = (layer: string, input: Float32Array) => Float32Array;

/**
 * The products of a weight layer with all inputs that a node has for it, in their order: an array that amortises over them takes them together, another one
 * takes each as it is asked for its outputs. Who gives an input may use its memory again for the next one.
 */
export type MultiplyAll = (layer: string, inputs: Iterable<Float32Array>) => Steps<Iterable<Float32Array>>;

/** One product behind the other. */
export function oneByOne(multiply: Multiply): MultiplyAll {
  function* products(layer: string, inputs: Iterable<Float32Array>): Iterable<Float32Array> {
    for (const input of inputs) yield multiply(layer, input);
  }
  return function* (layer, inputs) {
    yield* []; // it never has to wait
    return products(layer, inputs);
  };
}

/**
 * Products of some inputs at a time, as many as hold about so many values.
 * @param multiply outputs of a layer for several inputs, one behind the other
 */
export function blockByBlock(
  multiply: (layer: string, inputs: readonly Float32Array[]) => Float32Array,
  values: number,
): MultiplyAll {
  function* products(layer: string, inputs: Iterable<Float32Array>): Iterable<Float32Array> {
    let block: Float32Array[] = [];
    let filled = 0;
    for (const input of inputs) {
      block[filled] ??= new Float32Array(input.length);
      block[filled++].set(input);
      if (filled * input.length < values) continue;
      yield* outputsOf(layer, block);
      filled = 0;
    }
    block = block.slice(0, filled);
    if (filled > 0) yield* outputsOf(layer, block);
  }
  function* outputsOf(layer: string, block: readonly Float32Array[]): Iterable<Float32Array> {
    const outputs = multiply(layer, block);
    const rows = outputs.length / block.length;
    for (let from = 0; from < outputs.length; from += rows) yield outputs.subarray(from, from + rows);
  }
  return function* (layer, inputs) {
    yield* []; // it never has to wait
    return products(layer, inputs);
  };
}

/** What an operator gets. */
export interface Call {
  readonly inputs: readonly (Tensor | undefined)[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** Names of the node's weight layers. */
  readonly layers: readonly string[];
  readonly outputCount: number;
  readonly multiply: MultiplyAll;
  /** An attention that is one node tells it what it attends to. */
  readonly attends?: (attending: Attending) => void;
}

/** Outputs of a node in order; undefined: one that is not made. */
export type Outputs = readonly (Tensor | undefined)[];

/** Computes a node. Throws RangeError where the inputs do not fit; the caller adds the node's name. */
export type Compute = (call: Call) => Outputs;

/** The same with many matrix-vector products: it yields behind each. */
export type SteppedCompute = (call: Call) => Steps<Outputs>;

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

/** An attribute that is text. */
export function textOf({ attributes }: Call, name: string, otherwise: string): string {
  const value = attributes[name];
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

/** What newer operator sets take as an input and older ones as an attribute. */
export function listAt(call: Call, input: number, attribute: string): readonly number[] | undefined {
  const given = call.inputs[input];
  return given === undefined ? listOf(call, attribute) : [...given.values];
}

/** A tensor whose elements are computed one by one and stored in their kind. */
export function tensorOf(type: ElementType, shape: readonly number[], element: (index: number) => number): Tensor {
  const values = newValues(type, sizeOf(shape));
  const round = roundingOf(type);
  // elements of fp32 are rounded as they are stored
  if (round === Math.fround) for (let index = 0; index < values.length; index++) values[index] = element(index);
  else for (let index = 0; index < values.length; index++) values[index] = round(element(index));
  return { type, shape, values };
}

/** A tensor of one number. */
export function scalar(type: ElementType, value: number): Tensor {
  return tensorOf(type, [], () => value);
}

/** The same elements, in the order of another index: values[origin(index)]. */
export function picked({ type, values }: Tensor, shape: readonly number[], origin: (index: number) => number): Tensor {
  const result: Values = newValues(type, sizeOf(shape));
  for (let index = 0; index < result.length; index++) result[index] = values[origin(index)];
  return { type, shape, values: result };
}

/** Number of elements. */
export function sizeOf(shape: readonly number[]): number {
  let product = 1;
  for (const size of shape) product *= size;
  return product;
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

/** Elements between neighbours along each axis. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1] * shape[axis + 1];
  return strides;
}

/** Elements of a tensor along steps, in row-major order of `shape`. */
export function strided(
  { type, values }: Tensor,
  shape: readonly number[],
  steps: readonly number[],
  start = 0,
): Tensor {
  const result: Values = newValues(type, sizeOf(shape));
  walk(shape, [steps], [start], (at, [origin]) => {
    result[at] = values[origin];
  });
  return { type, shape, values: result };
}

/** Visits every element of a shape in row-major order, with a place in each of several arrays that moves by its own steps. */
export function walk(
  shape: readonly number[],
  steps: readonly (readonly number[])[],
  starts: readonly number[],
  visit: (at: number, places: readonly number[]) => void,
): void {
  const places = [...starts];
  const index = shape.map(() => 0);
  const count = sizeOf(shape);
  for (let at = 0; at < count; at++) {
    visit(at, places);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const turned = ++index[axis] === shape[axis];
      for (let k = 0; k < places.length; k++) places[k] += turned ? steps[k][axis] * (1 - shape[axis]) : steps[k][axis];
      if (!turned) break;
      index[axis] = 0;
    }
  }
}

/** The shape that several broadcast to (numpy). */
export function broadcastShape(shapes: readonly (readonly number[])[]): number[] {
  const dimensions = Math.max(...shapes.map((shape) => shape.length));
  const result = new Array<number>(dimensions).fill(1);
  for (const shape of shapes)
    shape.forEach((size, at) => {
      const axis = dimensions - shape.length + at;
      if (size !== 1 && result[axis] !== 1 && size !== result[axis])
        throw new RangeError(`shapes ${shapes.map(shapeText).join(' and ')} do not fit`);
      if (size !== 1) result[axis] = size;
    });
  return result;
}

/** Steps of a tensor along the axes of the shape that it is broadcast to: 0 where it is repeated. */
export function broadcastSteps(shape: readonly number[], wanted: readonly number[]): number[] {
  const missing = wanted.length - shape.length;
  const strides = stridesOf(shape);
  return wanted.map((_, axis) => (axis < missing || shape[axis - missing] === 1 ? 0 : strides[axis - missing]));
}

/** `[2, 3]`. */
export function shapeText(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}
