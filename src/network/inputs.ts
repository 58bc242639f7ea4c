import { knownNames } from '../base/nearest-name.ts';
import { randomStream } from '../base/random.ts';
import { UserError } from '../base/user-error.ts';
import { generateActivations, layerSeed } from './generate.ts';
import type { Graph, Tensor } from './graph/graph.ts';
import type { Values } from './imported-weights.ts';
import { loadSource } from './importers/load-source.ts';
import { readNpyArray } from './importers/npy-array.ts';
import { formatShape } from './importers/tensor-layers.ts';

/** Input values that a user gives. */
export interface InputArray {
  readonly file: string;
  readonly shape: readonly number[];
  readonly values: Values;
}

/** Reads inputs from a .npy file. */
export async function readInputs(file: string): Promise<InputArray> {
  const { bytes } = await loadSource(file);
  const { shape, values } = readNpyArray(file, bytes);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw UserError.at(
      { file },
      `expected finite inputs, found ${values[bad]} at position ${bad}`,
      'ACTIVATION_NOT_FINITE',
    );
  return { file, shape, values };
}

/** Reads labels, whole numbers from 0, from a .npy file. */
export async function readLabels(file: string): Promise<number[]> {
  const { values } = await readInputs(file);
  const bad = values.findIndex((value) => !(Number.isInteger(value) && value >= 0));
  if (bad >= 0)
    throw UserError.at({ file }, `expected whole numbers from 0, found ${values[bad]} at position ${bad}`, 'LABELS');
  return [...values];
}

/**
 * Inputs of a graph with one input: an array of its shape, where the first axis is the batch (one inference for each index), or one without the batch axis.
 * @throws UserError that names both shapes
 */
export function splitInferences(graph: Graph, { file, shape, values }: InputArray): ReadonlyMap<string, Tensor>[] {
  const fail = (expected: string): never => {
    throw UserError.at({ file }, `expected inputs of shape ${expected}, found ${formatShape(shape)}`, 'INPUT_SHAPE');
  };
  if (graph.inputs.length !== 1)
    return fail(`one input, the network has ${graph.inputs.map(({ name }) => name).join(', ')}`);
  const [{ name, shape: wanted }] = graph.inputs;
  const item = shape.length === wanted.length ? shape.slice(1) : shape;
  const fits = item.length === wanted.length - 1 && item.every((size, axis) => (wanted[axis + 1] ?? size) === size);
  if (!fits) return fail(`${formatShape(['N', ...wanted.slice(1)] as never)} or ${formatShape(wanted.slice(1))}`);
  const size = item.reduce((product, one) => product * one, 1);
  return Array.from({ length: values.length / size }, (_, index) => {
    const tensor = {
      shape: [1, ...item],
      values: Float32Array.from(values.subarray(index * size, (index + 1) * size)),
    };
    return new Map([[name, tensor]]);
  });
}

/** What a user says about generated inputs, by name of the input. */
export interface GeneratedInputs {
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  /** Inputs that hold one value everywhere, such as a sample rate. */
  readonly values: Readonly<Record<string, number>>;
}

/**
 * Generated inputs: exactly round(density x size) positive multiples of 1/256 up to 1, or one given value. A dimension that the file leaves open is 1,
 * unless the shape is given.
 * @throws UserError on a name that the graph does not have, or a shape that contradicts it
 */
export function generateInputs(
  graph: Graph,
  density: number,
  seed: number,
  given: GeneratedInputs = { shapes: {}, values: {} },
): ReadonlyMap<string, Tensor> {
  const names = graph.inputs.map(({ name }) => name);
  for (const name of [...Object.keys(given.shapes), ...Object.keys(given.values)])
    if (!names.includes(name))
      throw UserError.at({ path: 'inputShapes' }, `no input "${name}" (${knownNames(name, names)})`, 'UNKNOWN_NAME');
  return new Map(
    graph.inputs.map(({ name, shape }, index) => {
      const wanted = given.shapes[name] ?? shape.map((size) => size ?? 1);
      if (wanted.length !== shape.length || !wanted.every((size, axis) => (shape[axis] ?? size) === size))
        throw UserError.at(
          { path: `inputShapes.${name}` },
          `expected ${formatShape(shape)}, found ${formatShape(wanted)}`,
          'INPUT_SHAPE',
        );
      const count = wanted.reduce((product, size) => product * size, 1);
      const value = given.values[name];
      const values =
        value === undefined
          ? generateActivations(randomStream(layerSeed(seed, index)), count, density)
          : new Float32Array(count).fill(value);
      return [name, { shape: wanted, values }];
    }),
  );
}
