import { TABLE_5 } from '../../papers/eie.ts';
import type { Choice } from '../record.ts';
import type { FoundRow, FoundSection } from '../section.ts';
import type { EieRuns } from './eie-runs.ts';

const SWEPT: Choice = {
  name: 'simulated',
  title: 'simulated',
  meaning:
    'Alex-7 with the densities of Table III; memories that fit the clock; 256 PEs simulated and priced at 28 nm, where the paper multiplies',
};

/** Table V: the EIE beside other machines. */
export async function table5(runs: EieRuns): Promise<FoundSection> {
  const { points } = await runs.sweep('eie-table5');
  const columns = [
    ['framesPerSecond', 'throughput', '1/s'],
    ['powerW', 'power', 'W'],
    ['areaMm2', 'area', 'mm2'],
    ['framesPerSecondPerMm2', 'throughput per area', '1/s/mm2'],
    ['framesPerJoule', 'inputs per joule', '1/J'],
  ] as const;
  const rows = TABLE_5.eie.flatMap((machine, k) =>
    columns.map(
      ([metric, what, unit]): FoundRow => ({
        key: `${machine.slug}/${what.replaceAll(' ', '-')}`,
        name: `${machine.name}: ${what}`,
        unit,
        published: machine[metric],
        place: 'Table V',
        ours: { simulated: points[k].metrics[metric] },
        deviation: 11,
      }),
    ),
  );
  return {
    key: 'table-5',
    title: 'Table V: FC7 of AlexNet on several machines',
    about: [
      'Throughput, power and area of the EIE on FC7 of AlexNet (Alex-7), as it is and as the paper projects it to 256 PEs at 28 nm. The paper projects by factors; here the larger machine is simulated.',
    ],
    choices: [SWEPT],
    rows,
    context: [
      {
        name: 'eie-table-5-others',
        caption: 'Table V: the other machines, as published',
        unit: '',
        columns: ['type', 'nm', 'MHz', 'memory', 'mm2', 'W', 'frames/s', 'frames/J'],
        rows: Object.entries(TABLE_5.machines).map(([name, machine]) => ({
          name,
          values: [
            machine.type,
            machine.technologyNm,
            machine.clockMhz,
            machine.memory,
            machine.areaMm2,
            machine.powerW,
            machine.framesPerSecond,
            machine.framesPerJoule,
          ],
        })),
      },
    ],
  };
}
