import type { Choice } from '../record.ts';
import type { FoundSection } from '../section.ts';
import { slug } from '../section.ts';
import type { EieRuns } from './eie-runs.ts';

const SAME: Choice = {
  name: 'same',
  title: 'the same quantity',
  meaning: 'the quantity that the paper derives its factor from',
};
const FLAT: Choice = {
  name: 'memoryFlat',
  title: 'memory energy, flat DRAM',
  meaning: 'gain in memory energy over the rung before, DRAM at 640 pJ per 32 bits',
  beside: true,
};
const STREAM: Choice = {
  name: 'memoryStream',
  title: 'memory energy, DRAM stream',
  meaning: 'the same with DRAM as a stream of whole rows of the machine’s part',
  beside: true,
};

/** Introduction: what each idea saves, on the ladder from dense weights in DRAM. */
export async function savings(runs: EieRuns): Promise<FoundSection> {
  const { claims = [], rungs } = await runs.ladder();
  return {
    key: 'savings',
    title: 'Introduction: what each idea saves',
    about: [
      'The paper derives each factor from a quantity of its own; the first column is the same quantity here, on the nine layers, the others are what the step saves in memory energy (picojoule ladder).',
      `The quantities: ${claims.map(({ of, quantity }) => `${of}: ${quantity}`).join('; ')}.`,
    ],
    choices: [SAME, FLAT, STREAM],
    rows: claims.map(({ rung, of, factor, found }) => {
      const step = rungs.find(({ name }) => name === rung);
      return {
        key: slug(of),
        name: of,
        unit: 'x',
        published: factor,
        place: 'section I',
        ours: {
          same: found,
          memoryFlat: step?.flat.memoryFactor ?? null,
          memoryStream: step?.stream.memoryFactor ?? null,
        },
        deviation: 7,
      };
    }),
  };
}
