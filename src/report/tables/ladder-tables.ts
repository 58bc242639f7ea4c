import type { LadderArray, LadderClaim, LadderResult, LadderRung, RungCost } from '../../run/ladder/ladder-result.ts';
import { type ColumnOf, numberColumn, type ReportTable, tableOf, wordColumn } from './report-table.ts';

interface Rung {
  readonly label: string;
  readonly rung: LadderRung;
  readonly cost: RungCost;
}

function microjoules(head: string, value: (cost: RungCost) => number, meaning: string): ColumnOf<Rung> {
  return numberColumn(head, 'uJ', ({ cost }) => value(cost), { factor: 1e-6, meaning });
}

function times(head: string, value: (row: Rung) => number | null, meaning: string): ColumnOf<Rung> {
  return numberColumn(head, 'x', value, { meaning, unitInCells: true });
}

const columns: readonly ColumnOf<Rung>[] = [
  wordColumn('rung', ({ label }) => label),
  numberColumn('time', 'us', ({ rung }) => rung.timeUs),
  microjoules('arith.', ({ energyPj }) => energyPj.arithmetic, 'multiplying and adding'),
  microjoules('SRAM', ({ energyPj }) => energyPj.sram, 'memories on the chip'),
  microjoules('DRAM', ({ energyPj }) => energyPj.dram, 'memory outside the chip'),
  microjoules('total', ({ energyPj }) => energyPj.total, 'all of it, registers, control and leakage too'),
  times('gain\ntime', ({ rung }) => rung.timeFactor, 'how many times less time than the rung before'),
  times('gain\nmemory', ({ cost }) => cost.memoryFactor, 'how many times less energy of SRAM and DRAM'),
  times('gain\ntotal', ({ cost }) => cost.totalFactor, 'how many times less energy in all'),
];

interface Claimed {
  readonly claim: LadderClaim;
  readonly rung: LadderRung;
}

const claimColumns: readonly ColumnOf<Claimed>[] = [
  wordColumn('step', ({ claim }) => claim.of),
  numberColumn('paper\nclaims', 'x', ({ claim }) => claim.factor, {
    meaning: 'how many times less',
    unitInCells: true,
  }),
  numberColumn('here', 'x', ({ claim }) => claim.found, { meaning: 'the same quantity', unitInCells: true }),
  wordColumn('of what', ({ claim }) => claim.quantity),
  ...otherQuantities(),
];

/** What else the step changes, on the ladder, where each rung has the gains of those before. */
function otherQuantities(): ColumnOf<Claimed>[] {
  const other = (head: string, value: (rung: LadderRung) => number | null, meaning: string): ColumnOf<Claimed> =>
    numberColumn(head, 'x', ({ rung }) => value(rung), { meaning, unitInCells: true });
  return [
    other('time', ({ timeFactor }) => timeFactor, 'time over the rung before'),
    other('memory\nflat', ({ flat }) => flat.memoryFactor, 'memory energy, DRAM at 640 pJ per 32 bits'),
    other('memory\nstream', ({ stream }) => stream.memoryFactor, 'memory energy, DRAM as a stream'),
    other('all\nstream', ({ stream }) => stream.totalFactor, 'energy in all, DRAM as a stream'),
  ];
}

/** Each claim of the paper beside the quantity that it was made for, and what else the step changes. */
function claimsTable(claims: readonly LadderClaim[], rungs: readonly LadderRung[]): ReportTable {
  const rows = claims.map((claim) => ({ claim, rung: rungs.find(({ name }) => name === claim.rung)! }));
  return tableOf('ladder-claims', 'What the paper claims for each step, and of what', claimColumns, rows);
}

/** Dense weights on an array instead of the EIE's PEs, and how many times as much as the last rung that takes. */
function arraysTable(arrays: readonly LadderArray[], rungs: readonly LadderRung[]): ReportTable {
  const last = rungs[rungs.length - 1];
  const [name, time, arithmetic, sram, dram, total] = columns;
  const over = (head: string, value: (rung: LadderRung) => number, meaning: string): ColumnOf<Rung> =>
    times(head, ({ rung }) => value(rung) / value(last), meaning);
  return tableOf(
    'ladder-arrays',
    'The dense rungs as systolic arrays of as many multipliers, DRAM as a stream',
    [
      name,
      time,
      arithmetic,
      sram,
      dram,
      total,
      over('over EIE\ntime', ({ timeUs }) => timeUs, 'time over the last rung'),
      over('over EIE\ntotal', ({ stream }) => stream.energyPj.total, 'energy in all over the last rung'),
    ],
    arrays.map((rung) => ({
      label: `${rungs.findIndex((one) => one.name === rung.rung) + 1} ${rung.name}`,
      rung,
      cost: rung.stream,
    })),
  );
}

/** A table for each way of charging DRAM: as the paper does, and as a real stream. */
export function ladderTables({ rungs, arrays = [], claims = [] }: LadderResult): ReportTable[] {
  const table = (name: string, caption: string, costOf: (rung: LadderRung) => RungCost) =>
    tableOf(
      name,
      caption,
      columns,
      rungs.map((rung, k) => ({ label: `${k + 1} ${rung.name}`, rung, cost: costOf(rung) })),
    );
  return [
    table('ladder-flat', 'DRAM as the paper counts it (640 pJ per 32 bits)', ({ flat }) => flat),
    table('ladder-stream', `DRAM as a stream of ${rungs[0].stream.dramPart}`, ({ stream }) => stream),
    ...(arrays.length > 0 ? [arraysTable(arrays, rungs)] : []),
    ...(claims.length > 0 ? [claimsTable(claims, rungs)] : []),
  ];
}
