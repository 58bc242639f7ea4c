import { type Arguments, text, texts, UsageError } from '../command.ts';
import { flag, value } from './options.ts';

/** What goes into a network that is executed, of commands that execute one. */
export const networkInputs = {
  inputs: value('inputs: .npy (one, or a batch), or .npz (an array for each input by name)'),
  'input-shape': value(
    'shape of a generated input: x=1x3x224x224, or 1x3x224x224 of the only one; or a size that the file leaves open, by its name: tokens=8 (repeats)',
  ),
  'layers-alone': flag('each layer by itself with one input vector, even where the file connects them'),
} as const;

/** The same as they were given. */
export function givenInputs(args: Arguments): {
  readonly inputs?: string;
  readonly inputShapes: Readonly<Record<string, readonly number[]>>;
  readonly layersAlone?: true;
} {
  const inputs = text(args, 'inputs');
  return {
    ...(inputs !== undefined && { inputs }),
    inputShapes: inputShapes(args),
    ...(args['layers-alone'] === true && { layersAlone: true }),
  };
}

/** `NAME=1x3x224x224`; without a name it is that of the only input. */
function inputShapes(args: Arguments): Record<string, number[]> {
  return Object.fromEntries(
    texts(args, 'input-shape').map((given) => {
      const [, name = '', sizes] = /^(?:(.*)=)?(\d+(?:x\d+)*)$/.exec(given) ?? [];
      if (sizes === undefined) throw new UsageError(`--input-shape: expected NAME=1x3x224x224, found "${given}"`);
      return [name, sizes.split('x').map(Number)];
    }),
  );
}
