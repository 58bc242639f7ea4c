import { loadEvaluator } from '../../base/expression.ts';
import { knownNames } from '../../base/nearest-name.ts';
import type { Quantity } from '../../base/quantity.ts';
import { UserError } from '../../base/user-error.ts';
import type { Condition } from '../config/sweep.ts';

/** Whether a comparison holds, given what its names stand for. */
export type Holds = (values: ReadonlyMap<string, Quantity>) => boolean;

/**
 * The test of a comparison such as `processingElements * activationQueue.depth <= 4096`.
 * @throws UserError (when it is used) for an unknown name, or where the text is no comparison
 */
export async function condition({ text, place }: Condition): Promise<Holds> {
  const evaluate = await loadEvaluator();
  return (values) => {
    try {
      const found = evaluate(text, (name) => values.get(name) ?? unknownName(name, values));
      if (typeof found === 'boolean') return found;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      throw new UserError(error.faults.map((fault) => ({ ...fault, place })));
    }
    throw UserError.at(place, `expected a comparison, found \`${text}\``, 'SWEEP_CONDITION');
  };
}

/** A unit is left to the evaluator, which knows where one may stand. */
function unknownName(name: string, values: ReadonlyMap<string, Quantity>): undefined {
  if (name.length < 4) return undefined;
  throw UserError.at({}, `no name "${name}" (${knownNames(name, [...values.keys()])})`, 'UNKNOWN_NAME');
}
