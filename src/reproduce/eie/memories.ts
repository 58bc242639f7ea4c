import { memoryCost } from '../../energy/models/sram.ts';
import type { FoundRow, FoundSection } from '../section.ts';
import { CLOCK, ED2 } from './choices.ts';
import type { EieRuns, PricedMachine } from './eie-runs.ts';

/** Section V: the memories of a PE, of which the paper gives capacities and no figures of an access. */
export async function memories(runs: EieRuns): Promise<FoundSection> {
  const machines = { clock: await runs.machine(), ed2: await runs.ed2() };
  const rows: FoundRow[] = [];
  const cost = ({ hardware }: PricedMachine, memory: string) => memoryCost(hardware, memory);
  const add = (
    memory: string,
    title: string,
    what: string,
    unit: string,
    value: (found: ReturnType<typeof memoryCost>) => number,
  ) =>
    rows.push({
      key: `${title.replaceAll(' ', '-')}/${what.replaceAll(' ', '-')}`,
      name: title,
      table: what,
      unit,
      published: null,
      place: 'not published',
      ours: { clock: value(cost(machines.clock, memory)), ed2: value(cost(machines.ed2, memory)) },
      deviation: 2,
    });
  for (const [memory, title] of [
    ['sparseMatrix', 'sparse matrix'],
    ['pointers', 'pointers'],
    ['activationMemory', 'activations'],
  ] as const) {
    add(memory, title, 'read', 'pJ', ({ readPj }) => readPj);
    add(memory, title, 'cycle time', 'ns', ({ cycleTimeNs }) => cycleTimeNs);
    add(memory, title, 'access time', 'ns', ({ accessTimeNs }) => accessTimeNs);
    add(memory, title, 'area', 'mm2', ({ areaMm2 }) => areaMm2);
  }
  return {
    key: 'memories',
    title: 'The memories of a processing element',
    about: [
      'The paper gives capacities and widths of its memories (128 KiB, 32 KiB in two banks, 2 KiB) and no figure of an access. What a read costs hangs on which array is taken, and all rows on energy below and above hang on that.',
    ],
    choices: [CLOCK, ED2],
    rows,
  };
}
