import type { RunResult } from '../../../run/result.ts';
import { wrapWords } from '../../text/wrap-words.ts';

/** So many outputs of a network are told; the record has all. */
const MOST = 4;

/** What a network gives out in its first inference: the places of the largest values of each output; undefined where that is not known. */
export function outputsText({ outputs }: RunResult, width: number): string | undefined {
  if (outputs === undefined) return undefined;
  const lines = outputs
    .slice(0, MOST)
    .map(({ name, shape, best }) => `Output "${name}" (${shape.join(', ')}): largest at ${best.join(', ')}.`);
  const more = outputs.length > MOST ? [`${outputs.length - MOST} more outputs are in the record.`] : [];
  return [...lines, ...more].map((line) => wrapWords(line, width)).join('\n');
}
