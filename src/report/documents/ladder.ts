import type { LadderResult, RungCost } from '../../run/ladder/ladder-result.ts';
import { ladderSums } from '../records/ladder-sums.ts';
import { ladderTables } from '../tables/ladder-tables.ts';
import { type ReportTable, tableOf, wordColumn } from '../tables/report-table.ts';
import { numberText } from '../text/number-text.ts';
import type { ReportDocument } from './document.ts';

const ABOUT =
  'The same network on machines that differ by one idea each, from dense weights in memory outside the chip to pruned and shared weights on the chip. Each rung says how many times less it takes than the one before.';

function machines({ rungs }: LadderResult): ReportTable {
  type Rung = LadderResult['rungs'][number];
  const columns = [wordColumn<Rung>('rung', ({ name }) => name), wordColumn<Rung>('config', ({ file }) => file)];
  return tableOf('machines', 'The machines of the ladder', columns, rungs);
}

/** How many times less energy the last rung takes than the first. */
function gain({ rungs }: LadderResult, costOf: (rung: LadderResult['rungs'][number]) => RungCost): string {
  return numberText(costOf(rungs[0]).energyPj.total / costOf(rungs[rungs.length - 1]).energyPj.total);
}

/** The dense rungs are PEs of the EIE; what it saves over an array is another number. */
function againstArrays({ rungs, arrays = [] }: LadderResult): string[] {
  const last = rungs[rungs.length - 1].stream.energyPj.total;
  return arrays
    .slice(0, 1)
    .map(
      ({ stream }) =>
        `The dense rungs are the PEs of the EIE, so that each step changes one thing. Over a systolic array of as many multipliers, which has no queues and fewer registers to clock, the EIE saves ${numberText(stream.energyPj.total / last)} times the energy.`,
    );
}

/** The ladder: what each step saves. */
export function ladderDocument(result: LadderResult): ReportDocument {
  const { rungs, network, floorPj, reason } = result;
  const sums = ladderSums(result);
  const [first, last] = [rungs[0], rungs[rungs.length - 1]];
  const [stream, flat] = [gain(result, (rung) => rung.stream), gain(result, (rung) => rung.flat)];
  const microjoules = (energyPj: number) => `${numberText(energyPj * 1e-6)} µJ`;
  return {
    name: `ladder ${network.name}`,
    title: `The ladder from dense weights in DRAM to the EIE, on ${network.name}`,
    headline: `${last.name}: ${stream} times less energy than ${first.name} (${flat} times with DRAM as the paper counts it), ${numberText(first.timeUs / last.timeUs)} times less time`,
    figures: [
      ['energy of the first rung', microjoules(first.stream.energyPj.total)],
      ['energy of the last rung', microjoules(last.stream.energyPj.total)],
      ['time of the first rung', `${numberText(first.timeUs)} µs`],
      ['time of the last rung', `${numberText(last.timeUs)} µs`],
    ],
    about: ABOUT,
    remarks: [
      ...(sums === undefined ? [] : [`Times and energies are ${sums}.`]),
      ...againstArrays(result),
      `The floor: arithmetic alone takes ${numberText(floorPj * 1e-6)} uJ on the last rung.`,
      reason.text,
    ],
    warnings: result.warnings,
    tables: ladderTables(result),
    background: [machines(result)],
    command: result.command,
    tool: result.tool,
  };
}
