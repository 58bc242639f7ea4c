import { costOf } from '../../energy/cost-of.ts';
import { dramCost } from '../../energy/models/dram-cost.ts';
import { TABLE_1 } from '../../papers/eie.ts';
import type { FoundRow, FoundSection } from '../section.ts';
import { slug } from '../section.ts';
import { CLOCK, ED2 } from './choices.ts';
import type { EieRuns } from './eie-runs.ts';

/** Table I: energy of an operation. */
export async function table1(runs: EieRuns): Promise<FoundSection> {
  const { hardware } = await runs.machine();
  const operation = (name: keyof typeof TABLE_1, format: string, action: string): FoundRow => {
    const pj = costOf('arithmetic', { format }).actions[action].energyPj;
    return rowOf(name, name, { clock: pj, ed2: pj });
  };
  const read = (objective: string) =>
    costOf('sram', { capacity: '32 KiB', width: '32 bit', clock: `${hardware.clockHz} Hz`, objective }).actions.read
      .energyPj;
  const stream = (await runs.ladder()).reason.streamDramPjPerBit;
  const alone = openedForOneWord(hardware.dram.part);
  const sram = '32-bit read of 32 KiB SRAM';
  const dram = '32-bit read of DRAM';
  return {
    key: 'table-1',
    title: 'Table I: energy of operations at 45 nm',
    about: [
      'Energy of one operation, pJ. The figures of arithmetic are those of Horowitz (ISSCC 2014) in the paper and here alike, so that they agree by construction and prove nothing; the memories are computed here: SRAM by CACTI 7, DRAM command by command.',
    ],
    choices: [CLOCK, ED2],
    rows: [
      operation('int32 add', 'int32', 'add'),
      operation('fp32 add', 'fp32', 'add'),
      operation('int32 multiply', 'int32', 'multiply'),
      operation('fp32 multiply', 'fp32', 'multiply'),
      rowOf(sram, sram, { clock: read('clock'), ed2: read('ed2') }, 7),
      rowOf(dram, `${dram}, in a stream of whole rows`, both(stream === null ? null : stream * 32), 7),
      rowOf(dram, `${dram}, alone: a row is opened for it`, both(alone), 7),
    ],
  };
}

function both(pj: number | null) {
  return { clock: pj, ed2: pj };
}

function rowOf(
  published: keyof typeof TABLE_1,
  name: string,
  ours: Readonly<Record<string, number | null>>,
  deviation?: number,
): FoundRow {
  return {
    key: slug(name),
    name,
    unit: 'pJ',
    published: TABLE_1[published],
    place: 'Table I',
    ours,
    ...(deviation !== undefined && { deviation }),
  };
}

/** The row is opened and closed, and one burst is read, of which a word is used. */
function openedForOneWord(part: string): number {
  const { energies } = dramCost(part);
  return energies.activatePrecharge + energies.read + (energies.ioLine ?? 0);
}
