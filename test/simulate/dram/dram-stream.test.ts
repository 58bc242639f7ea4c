import test from 'ava';
import { dramPart, dramPartNames } from '../../../src/config/dram-parts.ts';
import type { DramTiming } from '../../../src/config/dram-timing.ts';
import { serveRequests } from '../../../src/simulate/dram/dram-controller.ts';
import type { DramRequest } from '../../../src/simulate/dram/dram-requests.ts';
import { dramStream } from '../../../src/simulate/dram/dram-stream.ts';

/** Consecutive lines, bank group lowest, then bank, column, row. */
function stream(p: DramTiming, lines: number): DramRequest[] {
  const perGroup = p.banks / p.bankGroups;
  return Array.from({ length: lines }, (_, k) => ({
    arrivalCycle: 0,
    bankGroup: k % p.bankGroups,
    bank: Math.floor(k / p.bankGroups) % perGroup,
    column: Math.floor(k / p.banks) % p.linesPerRow,
    row: Math.floor(k / p.banks / p.linesPerRow),
    isWrite: false,
  }));
}

const agrees = test.macro((t, part: string) => {
  const { timing } = dramPart(part);
  const events = serveRequests(timing, stream(timing, 20000));
  const closed = dramStream(timing, 20000);
  t.true(Math.abs(closed.cycles / events.cycles - 1) < 0.04, `${closed.cycles} and ${events.cycles} cycles`);
  t.true(
    Math.abs(closed.activates - events.activates) <= 2 * timing.banks,
    `${closed.activates} and ${events.activates}`,
  );
});

for (const part of dramPartNames())
  test(`${part}: closed form and event model agree within 4 % on a long stream`, agrees, part);

test('nothing streamed takes nothing', (t) => {
  t.deepEqual(dramStream(dramPart('ddr3-1600').timing, 0), {
    lines: 0,
    cycles: 0,
    latencyCycles: 0,
    activates: 0,
    refreshes: 0,
  });
});
