import { readFileSync } from 'node:fs';
import test, { type ExecutionContext } from 'ava';
import { parse } from 'csv-parse/sync';
import { arrayTable, CACTI_NODES_NM, type Corner, FRONTS_NS, keyOf } from '../../../src/energy/sram/arrays.ts';
import { choose } from '../../../src/energy/sram/objective.ts';
import { ordered, orderedAt } from '../../../src/energy/sram/ordered.ts';
import { arrayAt, planeOf } from '../../../src/energy/sram/plane.ts';
import { refined } from '../../../src/energy/sram/refined.ts';
import { type SramShape, sramCost } from '../../../src/energy/sram/sram-cost.ts';
import { sharedPath, testWithData } from '../../oracles/shared-folder.ts';
import { DEVICES, deviceNamed, quantile, SHAPE } from './shape.ts';

type Row = Readonly<Record<string, string>>;

function rowsOf(file: string): readonly Row[] {
  return parse(readFileSync(file), { columns: true, comment: '#' });
}

const kept = rowsOf('test/energy/sram/kept-points.csv');
const banked = rowsOf('test/energy/sram/banks-and-ports.csv');

function group(rows: readonly Row[], key: (row: Row) => string): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return groups;
}

/** Median and 95th percentile of relative errors, in per cent; written to the log of the test. */
function spread(t: ExecutionContext, what: string, errors: readonly number[]): { median: number; p95: number } {
  const sizes = errors.map((error) => Math.abs(error) * 100);
  const [median, p95, worst] = [0.5, 0.95, 1].map((share) => quantile(sizes, share));
  t.log(
    `${what}: ${sizes.length} memories, median ${median.toFixed(2)} %, 95 % within ${p95.toFixed(1)} %, worst ${worst.toFixed(0)} %`,
  );
  return { median, p95 };
}

const errorsOf = (rows: readonly Row[], column: string, figure: (row: Row) => number): number[] =>
  rows.map((row) => figure(row) / Number(row[column]) - 1);

const cornerOf = ({ capacityBytes, widthBits }: Row): Corner => ({
  words: Math.log2((Number(capacityBytes) * 8) / Number(widthBits)),
  width: Math.log2(Number(widthBits)),
});

/** Read energies of the arrays that can begin an access in every period. */
const fittingReads = (arrays: readonly Row[], periodNs: number): number[] =>
  arrays.filter(({ cycleNs }) => Number(cycleNs) <= periodNs).map(({ readPj }) => Number(readPj));

const costOfRow = (row: Row, change: Partial<SramShape> = {}) =>
  sramCost({ ...SHAPE, capacityBytes: Number(row.capacityBytes), widthBits: Number(row.widthBits), ...change });

/**
 * ED^2 is decided by ties: between two organisations that CACTI finds equally good an energy jumps by up to 67 %, and where in a cell of the grid the tie lies
 * no table tells. Hence the long tail. 0.8 of the 11.7 % are the price of order: CACTI's picks fall with capacity or width at one memory in five.
 */
test('random memories that were kept out (45 nm lstp, ED^2): read energy within 0.7 % in the median, 95 % of them within 12 %', (t) => {
  const inside = kept.filter(({ capacityBytes, widthBits }) => (Number(capacityBytes) * 8) / Number(widthBits) >= 32);
  t.true(inside.length > 360);
  const read = spread(
    t,
    'read',
    errorsOf(inside, 'readPj', (row) => costOfRow(row).readPj),
  );
  t.true(read.median <= 0.7 && read.p95 <= 12);
  const write = spread(
    t,
    'write',
    errorsOf(inside, 'writePj', (row) => costOfRow(row).writePj),
  );
  t.true(write.median <= 0.7 && write.p95 <= 9);
  const area = spread(
    t,
    'area',
    errorsOf(inside, 'areaMm2', (row) => costOfRow(row).areaMm2),
  );
  t.true(area.median <= 0.5 && area.p95 <= 6);
  const leakage = inside.map(
    (row) => costOfRow(row).leakageMw / (Number(row.leakageMw) + Number(row.gateLeakageMw)) - 1,
  );
  t.true(spread(t, 'leakage with gate leakage', leakage).median <= 0.5);
});

/** Which memories of the fine grid of 45 nm lstp are left out, so that those around them tell what they would cost. */
const FOLDS: readonly ((corner: Corner) => boolean)[] = [
  ({ words }) => !Number.isInteger(words * 2),
  ({ words }) => Number.isInteger(words * 2) && !Number.isInteger(words),
  ({ width }) => !Number.isInteger(width),
];

test('between the two orders a price lies where memories of the grid that are left out are met best', (t) => {
  const table = arrayTable('lstp', 45);
  const picks = table.corners.map((corner) => [corner, table.at(corner)!.pick] as const);
  // of energies alone is asked
  const between = table.picksBetween().map(([corner, pick]) => [corner, { ...pick, accessNs: 1 }] as const);
  const known = new Map([...between, ...picks].map((memory) => [keyOf(memory[0]), memory]));
  const tails = [0, 0.5, 0.6, 0.7, 1].map((share) => {
    const sum = FOLDS.reduce((total, isOut) => {
      const around = [...known.values()].filter(([corner]) => !isOut(corner));
      const anchors = picks.filter(([corner]) => !isOut(corner));
      const plane = ordered(
        () => planeOf(around),
        anchors.map(([corner]) => corner),
        (place) => anchors[place][1],
        share,
      );
      const errors = [...known.values()].flatMap(([corner, array]) => {
        const found = isOut(corner) && corner.words >= 5 ? orderedAt(plane, corner.words, corner.width) : undefined;
        return found === undefined ? [] : [Math.abs(found.readPj / array.readPj - 1)];
      });
      return total + quantile(errors, 0.95);
    }, 0);
    t.log(`${share} towards the least: 95 % within ${((100 * sum) / FOLDS.length).toFixed(2)} % (mean of the folds)`);
    return sum;
  });
  t.is(tails.indexOf(Math.min(...tails)), 2);
});

const everywhere = rowsOf('test/energy/sram/kept-points-all-nodes.csv');
const costEverywhere = (row: Row, change: Partial<SramShape> = {}) =>
  costOfRow(row, { technologyNm: Number(row.nodeNm), device: deviceNamed(row.device), rule: 'roadmap', ...change });

const ED2 = { name: 'ed2' } as const;

/** Picks around a memory, interpolated; a larger memory may cost less. */
const unorderedReadPj = (row: Row): number => {
  const table = arrayTable(deviceNamed(row.device), Number(row.nodeNm));
  const picks = planeOf(table.corners.map((corner) => [corner, table.at(corner)!.pick]));
  const { words, width } = cornerOf(row);
  return arrayAt(refined(picks, table, ED2), words, width)!.readPj;
};

/**
 * Twelve were wanted of 95 in 100. Order takes what is missing: CACTI's picks fall with capacity or width where another organisation takes over. At 65 nm hp each
 * organisation interpolated by itself (half octaves of words, widths of two and three times powers of two) meets 95 % of 250 picks within 1.9 %; put in order,
 * those prices are within 14 %. Nor is there much to win: of such prices by twenty-fourths of an octave, 4.9 in 100 (65 nm hp; 3.4, 3.6, 3.8 at 22 nm hp, lop, lstp)
 * are missed by more than 12 % by any ordered price whatever (the least set to leave out of a partial order, by a matching).
 */
test('random memories that were kept out, all nodes and devices, ED^2: read energy within 2.5 % in the median, 95 % of them within 15 %', (t) => {
  t.is(everywhere.length, CACTI_NODES_NM.length * DEVICES.length * 20);
  const read = spread(
    t,
    'read',
    errorsOf(everywhere, 'readPj', (row) => costEverywhere(row).readPj),
  );
  t.true(read.median <= 2.5 && read.p95 <= 15);
  const unordered = spread(t, 'read, were prices not put in order', errorsOf(everywhere, 'readPj', unorderedReadPj));
  t.true(unordered.p95 > 12 && unordered.p95 < read.p95);
  for (const [column, most] of [
    ['writePj', 2.5],
    ['areaMm2', 2.5],
  ] as const) {
    const errors = errorsOf(everywhere, column, (row) => costEverywhere(row)[column]);
    t.true(spread(t, column, errors).median <= most);
  }
});

for (const periodNs of [1.25, 2.5, 5])
  test(`random memories that were kept out, all nodes and devices, a clock of ${periodNs} ns: the cheapest read that fits within 2.5 % in the median`, (t) => {
    const column = `clock${periodNs}ReadPj`;
    const fitting = everywhere.filter((row) => row[column] !== '');
    t.true(fitting.length > 280);
    const errors = errorsOf(
      fitting,
      column,
      (row) => costEverywhere(row, { objective: { name: 'clock', periodNs } }).readPj,
    );
    t.true(spread(t, 'read', errors).median <= 2.5);
  });

const fronts = rowsOf('test/energy/sram/fronts-at-powers.csv');

test('at powers of two no array of the whole front that fits a clock reads for over 1 % less than the one that is taken', (t) => {
  const memories = [
    ...group(fronts, (row) => `${row.nodeNm} ${row.device} ${row.capacityBytes} ${row.widthBits}`).values(),
  ];
  t.is(memories.length, 2 * CACTI_NODES_NM.length * DEVICES.length);
  const errors = memories.flatMap((front) => {
    const [{ nodeNm, device }] = front;
    const memory = arrayTable(deviceNamed(device), Number(nodeNm)).at(cornerOf(front[0]))!;
    // at each cycle time of the front and right below it, where the array before still is the cheapest; cycle times have five digits
    return front.flatMap((row) =>
      [1 + 1e-4, 1 - 1e-4].flatMap((factor) => {
        const periodNs = Number(row.cycleNs) * factor;
        const fitting = fittingReads(front, periodNs);
        if (periodNs < FRONTS_NS.from || periodNs > FRONTS_NS.to || fitting.length === 0) return [];
        return [choose(memory, { name: 'clock', periodNs }).readPj / Math.min(...fitting) - 1];
      }),
    );
  });
  t.true(errors.length > 800, `${errors.length}`);
  t.true(Math.min(...errors) > -1e-4 && Math.max(...errors) < 0.0101, `${Math.min(...errors)} ${Math.max(...errors)}`);
});

/** cacti-pareto-cycle-energy-45nm.csv: the whole front of some memories; cacti-pareto.csv: ten arrays of the front of each. */
const FULL_FRONTS = sharedPath('data', 'memory', '2026-11', 'cacti-pareto-cycle-energy-45nm.csv');
const THINNED = sharedPath('data', 'memory', '2026-11', 'cacti-pareto.csv');

testWithData(FULL_FRONTS)(
  "of the memories whose whole front is known, EIE's among them, a clock finds the cheapest of it",
  (t) => {
    const arrays = rowsOf(FULL_FRONTS).filter(({ periphery }) => periphery === 'lstp');
    for (const memory of group(arrays, ({ capacityBytes, widthBits }) => `${capacityBytes} ${widthBits}`).values())
      for (const periodNs of [0.7, 1, 1.25, 2, 5]) {
        const fitting = fittingReads(memory, periodNs);
        const { readPj } = costOfRow(memory[0], { objective: { name: 'clock', periodNs } });
        t.true(Math.abs(readPj / Math.min(...fitting) - 1) < 1e-4, `${JSON.stringify(memory[0])} ${periodNs}`);
      }
  },
);

test('banks: read and write energy as CACTI has them with the tree to the bank, within 5 % in the median', (t) => {
  const single = banked.filter(({ ports, banks }) => ports === '1rw' && banks !== '1');
  for (const action of ['readPj', 'writePj'] as const) {
    const errors = errorsOf(single, action, (row) => costOfRow(row, { banks: Number(row.banks) })[action]);
    const { median } = spread(t, `banks, ${action}`, errors);
    t.true(median <= 5);
  }
  const area = errorsOf(single, 'areaMm2', (row) => costOfRow(row, { banks: Number(row.banks) }).areaMm2);
  t.true(spread(t, 'banks, area', area).median <= 10);
});

for (const ports of ['2rw', '1rw1r', '1r1w'] as const)
  test(`ports ${ports}: read and write energy within 10 % of CACTI in the median, in one to eight banks`, (t) => {
    const rows = banked.filter((row) => row.ports === ports);
    t.is(rows.length, 20);
    for (const action of ['readPj', 'writePj'] as const) {
      const errors = errorsOf(rows, action, (row) => costOfRow(row, { banks: Number(row.banks), ports })[action]);
      t.true(spread(t, action, errors).median <= 10);
    }
    const area = errorsOf(rows, 'areaMm2', (row) => costOfRow(row, { banks: Number(row.banks), ports }).areaMm2);
    t.true(spread(t, 'area', area).median <= 15);
  });

testWithData(THINNED)('every array of the CACTI run is in the package', (t) => {
  const rows = rowsOf(THINNED).filter(
    ({ capacityBytes, widthBits }) => (Number(capacityBytes) * 8) / Number(widthBits) >= 32,
  );
  const packed = CACTI_NODES_NM.flatMap((nm) =>
    DEVICES.flatMap((device) => {
      const table = arrayTable(device, nm);
      return table.corners.map((corner) => table.at(corner)!);
    }),
  );
  const added = packed.length + packed.reduce((sum, { front }) => sum + front().length, 0) - rows.length;
  t.true(added > 19_000 && added < 19_500, `${added} of the whole fronts`);
  for (const row of rows) {
    const { pick, front } = arrayTable(deviceNamed(row.device), Number(row.nm)).at(cornerOf(row))!;
    const same = (row.choice === 'ed2' ? [pick] : front()).some(
      (array) =>
        array.cycleNs === Number(row.cycleNs) &&
        array.readPj === Number(row.readPj) &&
        Math.abs(array.gateLeakageMw / Number(row.gateLeakageMw) - 1) < 1e-4,
    );
    if (!same) t.fail(JSON.stringify(row));
  }
});

const TEMPERATURES = sharedPath('data', 'memory', '2026-11', 'cacti-temperature.csv');
/** Where CACTI breaks: the factor jumps off its neighbours and back. */
const BROKEN = ['22 lstp 360', '90 lop 350', '90 lop 360', '90 lop 370'];

testWithData(TEMPERATURES)(
  'leakage follows the temperature as in CACTI at every node and device, but for its broken rows',
  (t) => {
    const rows = rowsOf(TEMPERATURES);
    t.is(rows.length, 165);
    for (const row of rows) {
      const { nm, device, temperatureK } = row;
      const shape = { ...SHAPE, technologyNm: Number(nm), device: deviceNamed(device), rule: 'roadmap' } as const;
      const cost = sramCost({ ...shape, temperatureK: Number(temperatureK) });
      const error = cost.leakageMw / (Number(row.leakageMw) + Number(row.gateLeakageMw)) - 1;
      t.is(
        Math.abs(error) > 2e-3,
        BROKEN.includes(`${nm} ${device} ${temperatureK}`),
        `${nm} ${device} ${temperatureK}: ${error}`,
      );
    }
  },
);

const GRID = sharedPath('data', 'memory', 'cacti-sram.csv');

testWithData(GRID)(
  'an earlier run of CACTI, all nodes and devices: its pick to five digits, less only where a larger or wider memory is cheaper',
  (t) => {
    const rows = rowsOf(GRID).filter(({ status }) => status === 'ok');
    t.is(rows.length, 1305);
    let lowered = 0;
    for (const row of rows) {
      const { readPj } = sramCost({
        ...SHAPE,
        rule: 'roadmap',
        device: deviceNamed(row.device_type.replace('itrs-', '')),
        technologyNm: Number(row.tech_nm),
        capacityBytes: Number(row.size_bytes),
        widthBits: Number(row.read_width_bits),
      });
      const ratio = readPj / Number(row.read_energy_pJ_per_access);
      if (ratio < 1 - 1e-4) lowered++;
      t.true(ratio < 1 + 1e-4 && ratio > 0.49, `${JSON.stringify(row)}: ${readPj}`);
    }
    t.true(lowered < 60, `${lowered} lowered`);
  },
);
