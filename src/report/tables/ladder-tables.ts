import type { LadderResult, LadderRung, RungCost } from '../../run/ladder-result.ts';
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
  times('paper\nclaims', ({ rung }) => rung.claim?.factor ?? null, 'what the paper says that this step saves'),
];

/** A table for each way of charging DRAM: as the paper does, and as a real stream. */
export function ladderTables({ rungs }: LadderResult): ReportTable[] {
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
  ];
}
