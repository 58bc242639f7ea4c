import { knownNames } from '../../base/nearest-name.ts';
import { randomStream } from '../../base/random.ts';
import { UserError } from '../../base/user-error.ts';
import { generateActivations, layerSeed } from '../generate.ts';
import { isInteger } from '../graph/element-type.ts';
import { refusedNodes } from '../graph/execution-faults.ts';
import type { Graph, Tensor } from '../graph/graph.ts';
import { tensorOf } from '../graph/operators/operator.ts';
import { formatShape } from '../importers/tensors/named-tensor.ts';
import { openSizeNames } from './named-sizes.ts';

/** What a user says about generated inputs, by name of the input. */
export interface GeneratedInputs {
  /** Also of values that cannot be computed. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  /** Inputs that hold one value everywhere, such as a sample rate. */
  readonly values: Readonly<Record<string, number>>;
}

/** @throws UserError on a name that neither an input nor a value that cannot be computed has */
export function checkGivenNames(graph: Graph, given: GeneratedInputs = { shapes: {}, values: {} }): void {
  const names = graph.inputs.map(({ name }) => name);
  const made = refusedNodes(graph).flatMap(({ node }) => node.outputs);
  for (const name of [...Object.keys(given.shapes).filter((one) => !made.includes(one)), ...Object.keys(given.values)])
    if (!names.includes(name))
      throw UserError.at(
        { path: 'inputShapes' },
        `no input "${name}" (${knownNames(name, [...names, ...openSizeNames(graph.inputs)])})`,
        'UNKNOWN_NAME',
      );
}

/**
 * Generated inputs: exactly round(density x size) positive multiples of 1/256 up to 1 (whole numbers: ones), or one given value. A dimension that the file leaves open is 1,
 * unless the shape is given.
 * @throws UserError on a name that the graph does not have, or a shape that contradicts it
 */
export function generateInputs(
  graph: Graph,
  density: number,
  seed: number,
  given: GeneratedInputs = { shapes: {}, values: {} },
): ReadonlyMap<string, Tensor> {
  checkGivenNames(graph, given);
  const made = new Map(
    graph.inputs.map(({ name, shape, type = 'fp32' }, index) => {
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
      // Whole numbers (tokens, masks) keep their density: what is not 0 is 1, unless a value is given.
      return [name, tensorOf(type, wanted, (at) => (isInteger(type) ? Math.ceil(values[at]) : values[at]))];
    }),
  );
  if ([...made.values()].every(({ values }) => values.length === 0))
    throw UserError.at({ path: 'inputShapes' }, 'expected at least one value, found a size of 0', 'INPUT_SHAPE');
  return made;
}
