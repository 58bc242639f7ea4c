import { readFileSync } from 'node:fs';
import test from 'ava';
import { parse } from 'csv-parse/sync';
import { randomBelow, randomStream } from '../../src/base/random.ts';
import { dramPartNames, FLAT_PART } from '../../src/config/dram-parts.ts';
import type { DramTiming } from '../../src/config/dram-timing.ts';
import { simulateDram } from '../../src/energy/simulate-dram.ts';
import type { DramRequest } from '../../src/simulate/dram/dram-requests.ts';
import { dramsim3Parameters } from '../oracles/dram/dramsim3-parameters.ts';
import { hasData, sharedPath } from '../oracles/shared-folder.ts';

const REFERENCE = sharedPath('data', 'memory', 'dram-reference.csv');
const REQUESTS = 6000;
const ROWS = 32768;

type Mapping = 'row' | 'bgi';
type Line = Omit<DramRequest, 'arrivalCycle' | 'isWrite'>;

/** Where a line lies: `row` fills a row before the next bank group, `bgi` changes the bank group, then the bank, with every line. */
function locate(p: DramTiming, mapping: Mapping, line: number): Line {
  let rest = line;
  const take = (size: number): number => {
    const part = rest % size;
    rest = Math.floor(rest / size);
    return part;
  };
  const first = mapping === 'row' ? take(p.linesPerRow) : 0;
  const bankGroup = take(p.bankGroups);
  const bank = take(p.banks / p.bankGroups);
  return { bankGroup, bank, column: mapping === 'row' ? first : take(p.linesPerRow), row: rest };
}

/** The patterns of the reference: streams, random lines, new rows of 1, 2 or 4 banks, runs of 4 or 16 lines, reads, writes and both. */
function patternOf(p: DramTiming, mapping: Mapping, pattern: string): DramRequest[] {
  const next = randomStream(1);
  const randomLine = (): number =>
    randomBelow(next, ROWS) * p.banks * p.linesPerRow + randomBelow(next, p.banks * p.linesPerRow);
  const length = Number(/\d+$/.exec(pattern)?.[0] ?? 1);
  let start = 0;
  const lineAt = (k: number): Line => {
    if (pattern.startsWith('seq')) return locate(p, mapping, k);
    if (pattern.startsWith('conf')) {
      const { bankGroup, bank } = locate(p, 'bgi', k % length);
      return { bankGroup, bank, row: randomBelow(next, ROWS), column: 0 };
    }
    if (k % length === 0) start = Math.floor(randomLine() / length) * length;
    return locate(p, mapping, start + (k % length));
  };
  return Array.from({ length: REQUESTS }, (_, k) => ({
    arrivalCycle: 0,
    ...lineAt(k),
    isWrite: pattern.endsWith('w') || (pattern.endsWith('mix') && randomBelow(next, 2) === 1),
  }));
}

interface Row {
  readonly tool: string;
  readonly type: string;
  readonly mapping: Mapping;
  readonly pattern: string;
  readonly mode: string;
  readonly bandwidth_GBps: string;
  readonly pJ_per_bit: string;
  readonly refresh_pJ_per_bit: string;
}

const agrees = test.macro((t, part: string, rows: readonly Row[]) => {
  const p = dramsim3Parameters(part);
  for (const { mapping, pattern, bandwidth_GBps, ...row } of rows) {
    const { bandwidthGBps, energyPj } = simulateDram(p, patternOf(p, mapping, pattern));
    const bandwidth = bandwidthGBps / Number(bandwidth_GBps) - 1;
    // the run is shorter than the reference's, so that its few refreshes are told apart
    const withoutRefresh = (energyPj.total - energyPj.refresh) / (REQUESTS * 512);
    const energy = withoutRefresh / (Number(row.pJ_per_bit) - Number(row.refresh_pJ_per_bit)) - 1;
    t.true(Math.abs(bandwidth) < 0.06, `${mapping} ${pattern}: bandwidth off by ${bandwidth}`);
    t.true(Math.abs(energy) < 0.02, `${mapping} ${pattern}: energy off by ${energy}`);
  }
});

const rows: Row[] = hasData(REFERENCE, 'runs of DRAMsim3') ? parse(readFileSync(REFERENCE), { columns: true }) : [];

for (const part of dramPartNames().filter((name) => name !== FLAT_PART)) {
  const own = rows.filter(
    ({ tool, type, mode }) =>
      tool === 'DRAMsim3' && mode === 'sat' && [part, `${part}-6000`].includes(type.toLowerCase()),
  );
  if (own.length > 0)
    test(`${part}: ${own.length} patterns within 6 % of DRAMsim3's bandwidth and 2 % of its energy`, agrees, part, own);
  else if (rows.length > 0) test.skip(`${part}: no runs of DRAMsim3 were made of this part`, agrees, part, own);
}
