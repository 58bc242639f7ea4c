import type { LadderResult, LadderRung, RungCost } from '../../run/ladder-result.ts';
import { numberText } from '../number-text.ts';
import { type TextColumn, textTable } from './text-table.ts';
import { wrapWords } from './wrap-words.ts';

/** The ladder for people: a table for each way of charging DRAM, the floor, and why the two differ. */
export function renderLadder(result: LadderResult, width = 120): string {
  const part = result.rungs[0].stream.dramPart;
  const floorUj = numberText(result.floorPj * 1e-6);
  return `${[
    `The ladder from dense weights in DRAM to the EIE, on ${result.network.name}`,
    `DRAM as the paper counts it (640 pJ per 32 bits)\n\n${costTable(result.rungs, (rung) => rung.flat)}`,
    `DRAM as a stream of ${part}\n\n${costTable(result.rungs, (rung) => rung.stream)}`,
    `The floor: arithmetic alone takes ${floorUj} uJ on the last rung.`,
    wrapWords(result.reason.text, width),
  ].join('\n\n')}\n`;
}

function costTable(rungs: readonly LadderRung[], costOf: (rung: LadderRung) => RungCost): string {
  const energy = (head: string, value: (cost: RungCost) => number): TextColumn => ({
    head: `${head}\nuJ`,
    cells: rungs.map((rung) => numberText(value(costOf(rung)) * 1e-6)),
    align: 'right',
  });
  const factor = (head: string, value: (rung: LadderRung) => number | null): TextColumn => ({
    head,
    cells: rungs.map((rung) => {
      const times = value(rung);
      return times === null ? '-' : `${numberText(times)}x`;
    }),
    align: 'right',
  });
  return textTable([
    { head: '\nrung', cells: rungs.map((rung, k) => `${k + 1} ${rung.name}`), align: 'left' },
    { head: 'time\nus', cells: rungs.map((rung) => numberText(rung.timeUs)), align: 'right' },
    energy('arith.', ({ energyPj }) => energyPj.arithmetic),
    energy('SRAM', ({ energyPj }) => energyPj.sram),
    energy('DRAM', ({ energyPj }) => energyPj.dram),
    energy('total', ({ energyPj }) => energyPj.total),
    factor('gain\ntime', (rung) => rung.timeFactor),
    factor('gain\nmemory', (rung) => costOf(rung).memoryFactor),
    factor('gain\ntotal', (rung) => costOf(rung).totalFactor),
    factor('paper\nclaims', (rung) => rung.claim?.factor ?? null),
  ]);
}
