import { readFileSync } from 'node:fs';
import test from 'ava';
import { parse } from 'csv-parse/sync';
import { randomBelow, randomStream } from '../../src/base/random.ts';
import type { DramTiming } from '../../src/config/dram-timing.ts';
import { simulateDram } from '../../src/energy/simulate-dram.ts';
import type { DramRequest } from '../../src/simulate/dram/dram-requests.ts';
import { dramsim3Parameters } from '../oracles/dram/dramsim3-parameters.ts';
import { hasData, sharedPath } from '../oracles/shared-folder.ts';

const TRACES = sharedPath('data', 'memory', '2026-11', 'dramsim3-new-traces.csv');

type Line = Pick<DramRequest, 'bankGroup' | 'bank' | 'row' | 'column'>;

/** DRAMsim3's address mappings, lowest bits last in the name: column, bank group, bank, row; or bank group, bank, column, row. */
function locate(p: DramTiming, mapping: string, line: number): Line {
  let rest = line;
  const take = (size: number): number => {
    const part = rest % size;
    rest = Math.floor(rest / size);
    return part;
  };
  const columnFirst = mapping === 'rochrababgco';
  const first = columnFirst ? take(p.linesPerRow) : 0;
  const bankGroup = take(p.bankGroups);
  const bank = take(p.banks / p.bankGroups);
  const column = columnFirst ? first : take(p.linesPerRow);
  return { bankGroup, bank, column, row: rest };
}

/** The traces as their names tell them; where the writes of `seq` go and which lines are random is not recorded, and moves the cycles by about 1 %. */
function traceOf(p: DramTiming, mapping: string, trace: string): DramRequest[] {
  const next = randomStream(7);
  const elsewhere = 2 ** 20 + 7;
  const requestAt = (k: number): Line & { isWrite: boolean } => {
    if (trace.startsWith('random')) {
      const line = randomBelow(next, 32768) * p.banks * p.linesPerRow + randomBelow(next, p.banks * p.linesPerRow);
      return { ...locate(p, mapping, line), isWrite: randomBelow(next, 10) < 3 };
    }
    const isWrite = k % 4 === 3 && !trace.startsWith('long');
    const written = Math.floor(k / 4);
    if (trace.startsWith('stride')) return { ...locate(p, mapping, 33 * k), isWrite };
    if (trace.startsWith('long')) return { ...locate(p, mapping, k), isWrite };
    return { ...locate(p, mapping, isWrite ? elsewhere + written : k - written), isWrite };
  };
  const length = trace.startsWith('long') ? 100_000 : 20_000;
  return Array.from({ length }, (_, k) => ({ arrivalCycle: 0, ...requestAt(k) }));
}

interface Row {
  readonly part: string;
  readonly mapping: string;
  readonly trace: string;
  readonly 'DRAMsim3 cycles': string;
  readonly 'DRAMsim3 energy uJ': string;
}

const rows: Row[] = hasData(TRACES, 'traces of DRAMsim3') ? parse(readFileSync(TRACES), { columns: true }) : [];
const parts = [...new Set(rows.map(({ part }) => part))];

for (const part of parts) {
  test(`${part}: reads and writes in streams, strides and at random take DRAMsim3's cycles within 2 % and its energy within 3 %`, (t) => {
    const p = dramsim3Parameters(part);
    for (const { mapping, trace, ...row } of rows.filter((candidate) => candidate.part === part)) {
      const { cycles, energyPj } = simulateDram(p, traceOf(p, mapping, trace));
      const cyclesOff = cycles / Number(row['DRAMsim3 cycles']) - 1;
      const energyOff = energyPj.total / 1e6 / Number(row['DRAMsim3 energy uJ']) - 1;
      t.true(Math.abs(cyclesOff) < 0.02, `${mapping} ${trace}: cycles off by ${cyclesOff}`);
      t.true(Math.abs(energyOff) < 0.03, `${mapping} ${trace}: energy off by ${energyOff}`);
    }
  });
}
