import { knownNames } from '../../base/nearest-name.ts';
import { UserError } from '../../base/user-error.ts';
import type { Graph, Tensor } from '../graph/graph.ts';
import { sizeOf, tensorOf } from '../graph/operators/operator.ts';
import { formatShape } from '../importers/tensors/named-tensor.ts';
import type { GivenInputs, InputArray } from './read-inputs.ts';

type GraphInput = Graph['inputs'][number];

/**
 * One set of inputs for each inference. An array has the shape of its input, or one axis before it (the batch: one inference for each index); the first axis
 * of an input is the batch itself where it is open or 1, and may then be left out. An input without a batch is the same in every inference. One that has nothing along an
 * open axis (the cache before the first token) is empty.
 * @throws UserError that names input, both shapes, and what is missing
 */
export function splitInferences(graph: Graph, given: GivenInputs): ReadonlyMap<string, Tensor>[] {
  const arrays = arraysByInput(graph, given);
  const split = graph.inputs.map((input) => ({
    input,
    tensors: splitArray(given.file, input, arrays.get(input.name)!, graph.inputs),
  }));
  const batches = new Set(split.map(({ tensors }) => tensors.length).filter((length) => length !== 1));
  if (batches.size > 1)
    throw UserError.at(
      { file: given.file },
      `batches of different length: ${[...batches].join(' and ')}`,
      'INPUT_SHAPE',
    );
  const [count = 1] = batches;
  return Array.from(
    { length: count },
    (_, index) => new Map(split.map(({ input, tensors }) => [input.name, tensors[tensors.length === 1 ? 0 : index]])),
  );
}

/** The array of each input: by name, or the only one for the only input. */
function arraysByInput({ inputs }: Graph, { file, arrays }: GivenInputs): ReadonlyMap<string, InputArray> {
  if (inputs.length === 1 && arrays.length === 1) return new Map([[inputs[0].name, arrays[0]]]);
  const names = inputs.map(({ name }) => name);
  const unknown = arrays.find(({ name }) => name === null || !names.includes(name));
  const missing = names.filter((name) => !arrays.some((array) => array.name === name));
  const wanted = `expected a .npz file with an array for each of ${names.join(', ')}`;
  if (unknown !== undefined)
    throw UserError.at(
      { file },
      unknown.name === null
        ? `${wanted}, found one array`
        : `no input "${unknown.name}" (${knownNames(unknown.name, names)})`,
      'INPUT_NAMES',
    );
  if (missing.length > 0)
    throw UserError.at({ file }, `${wanted}, found none for ${missing.join(', ')}`, 'INPUT_NAMES');
  return new Map(arrays.map((array) => [array.name!, array]));
}

function splitArray(
  file: string,
  { name, shape: wanted, type = 'fp32' }: GraphInput,
  { shape, values }: InputArray,
  inputs: readonly GraphInput[],
): Tensor[] {
  const isBatched = wanted.length > 0 && (wanted[0] ?? 1) === 1;
  const single = isBatched ? wanted.slice(1) : wanted;
  const item = shape.length > single.length ? shape.slice(1) : shape;
  const fits = item.length === single.length && item.every((size, axis) => (single[axis] ?? size) === size);
  const size = sizeOf(item);
  const count = shape.length > single.length ? shape[0] : 1;
  const isEmpty = inputs.length > 1 && item.every((one, axis) => one > 0 || single[axis] === null);
  if (!fits || shape.length > single.length + 1 || count === 0 || (values.length === 0 && !isEmpty))
    throw UserError.at(
      { file },
      `expected inputs of shape (${['N', ...single.map((size) => size ?? '?')].join(', ')}) or ${formatShape(single)} for "${name}", found ${formatShape(shape)}`,
      'INPUT_SHAPE',
    );
  return Array.from({ length: count }, (_, index) =>
    tensorOf(type, isBatched ? [1, ...item] : item, (at) => values[index * size + at]),
  );
}
