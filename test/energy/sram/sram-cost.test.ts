import test from 'ava';
import { UserError } from '../../../src/base/user-error.ts';
import { type SramShape, slowCycleWarning, sramCost } from '../../../src/energy/sram/sram-cost.ts';
import { EIE_CLOCK, SHAPE } from './shape.ts';

const cost = (change: Partial<SramShape>) => sramCost({ ...SHAPE, ...change });
const read = (change: Partial<SramShape>): number => cost(change).readPj;

test('a memory that CACTI computed has its figures: its ED^2 pick of 128 KiB x 64 at 45 nm lstp', (t) => {
  const { readPj, writePj, areaMm2, leakageMw, cycleTimeNs, accessTimeNs, provenance } = cost({});
  t.deepEqual([readPj, writePj, areaMm2, cycleTimeNs, accessTimeNs], [32.286, 26.065, 0.42959, 1.6509, 2.1132]);
  t.true(Math.abs(leakageMw - (0.0023322 + 0.0010084)) < 1e-9);
  t.is(provenance, 'modelled');
});

test('with a clock it is the cheapest read of those arrays whose cycle time fits; where none does the fastest, and that is told', (t) => {
  const fitting = cost({ objective: EIE_CLOCK });
  t.is(fitting.readPj, 28.1136);
  t.is(fitting.cycleTimeNs, 1.02061);
  t.deepEqual(slowCycleWarning(fitting.cycleTimeNs, 8e8), []);
  t.is(read({ objective: { name: 'clock', periodNs: 1e3 } }), 15.895);
  t.is(read({ objective: { name: 'energy' } }), 15.895);
  const fastest = cost({ objective: { name: 'clock', periodNs: 0.1 } });
  t.is(fastest.readPj, 66.869);
  t.regex(slowCycleWarning(fastest.cycleTimeNs, 1e10).join(), /every 0.31 ns, not in every clock period of 0.10 ns/);
  t.is(cost({ objective: { name: 'area' } }).areaMm2, 0.42959);
});

test('a faster clock never makes a read cheaper', (t) => {
  const reads = [0.2, 0.4, 0.6, 0.9, 1.25, 2, 5].map((periodNs) => read({ objective: { name: 'clock', periodNs } }));
  t.deepEqual(
    reads,
    reads.toSorted((a, b) => b - a),
  );
});

test('between two memories of one width the smallest array, of which nothing is known there, has their geometric mean in the middle of the log axis', (t) => {
  const objective = { name: 'area' } as const;
  const half = cost({ capacityBytes: 131072 * Math.SQRT2, objective });
  const around = [131072, 262144].map((capacityBytes) => cost({ capacityBytes, objective }).areaMm2);
  t.true(Math.abs(half.areaMm2 / Math.sqrt(around[0] * around[1]) - 1) < 1e-9);
  t.is(half.provenance, 'interpolated');
});

test("between powers of two CACTI's own pick of the finer grid: 96 bit at 45 nm lstp, 16 Ki words", (t) => {
  const { readPj, writePj, areaMm2 } = cost({ capacityBytes: 16384 * 12, widthBits: 96 });
  for (const [found, expected] of [
    [readPj, 52.7977],
    [writePj, 43.4664],
    [areaMm2, 0.652554],
  ])
    t.true(Math.abs(found / expected - 1) < 1e-9, `${found} ${expected}`);
});

const refuses = test.macro({
  exec(t, change: Partial<SramShape>) {
    const error = t.throws(() => cost(change), { instanceOf: UserError });
    t.regex(error.message, /512 bytes to 64 MiB a bank, 8 to 2048 bit wide, 32 words or more.*SRAM_RANGE/);
  },
  title: (_, change: Partial<SramShape>) =>
    `outside what CACTI computed: an error with the range (${JSON.stringify(change)})`,
});
test(refuses, { capacityBytes: 2 ** 27 });
test(refuses, { capacityBytes: 400, widthBits: 8 });
test(refuses, { widthBits: 4096 });
test(refuses, { widthBits: 4 });
test(refuses, { capacityBytes: 512, widthBits: 256 });
test(refuses, { capacityBytes: 8192, banks: 32 });

test('every memory of 32 words or more from 512 bytes to 32 MiB and 16 to 2048 bits has a price', (t) => {
  for (let capacityBytes = 512; capacityBytes <= 2 ** 25; capacityBytes *= 1.37)
    for (let widthBits = 16; widthBits <= 2048 && (capacityBytes * 8) / widthBits >= 32; widthBits *= 1.23)
      t.true(read({ capacityBytes, widthBits }) > 0, `${capacityBytes} x ${widthBits}`);
});

test('a node between two nodes of CACTI lies between their energies, and beyond 90 nm it is scaled as logic', (t) => {
  const [at45, at55, at65] = [45, 55, 65].map((technologyNm) => read({ technologyNm }));
  t.true(at45 < at55 && at55 < at65);
  t.is(cost({ technologyNm: 55 }).provenance, 'interpolated');
  const [at90, at130] = [90, 130].map((technologyNm) => cost({ technologyNm }));
  t.true(Math.abs(at130.readPj / at90.readPj - 7.317 / 3.7298) < 1e-12);
  t.true(Math.abs(at130.areaMm2 / at90.areaMm2 - 6.4 / 2.8) < 1e-12);
  t.is(at130.provenance, 'scaled');
  t.regex(at130.source, /90 nm, energy and area brought to 130 nm by Stillmaker & Baas 2017/);
});

test('capacity is the total over the banks: leakage and area of all', (t) => {
  const one = cost({ capacityBytes: 16384, widthBits: 16 });
  const two = cost({ capacityBytes: 32768, widthBits: 16, banks: 2 });
  t.is(two.leakageMw, 2 * one.leakageMw);
  t.true(two.areaMm2 > 2 * one.areaMm2 && two.areaMm2 < 2.1 * one.areaMm2, 'the wires to the banks take room');
  t.true(two.readPj > one.readPj && two.readPj < 1.15 * one.readPj);
});

test('a port more costs energy, area and time', (t) => {
  for (const ports of ['2rw', '1rw1r', '1r1w'] as const)
    for (const banks of [1, 4]) {
      const [one, more] = [cost({ banks }), cost({ banks, ports })];
      t.true(more.readPj > 1.25 * one.readPj && more.areaMm2 > 1.9 * one.areaMm2 && more.cycleTimeNs > one.cycleTimeNs);
      t.true(more.leakageMw > one.leakageMw);
    }
});

test('heat multiplies leakage and nothing else', (t) => {
  const [cold, hot] = [cost({}), cost({ temperatureK: 360 })];
  t.is(hot.readPj, cold.readPj);
  t.regex(hot.leakageRemark, /brought to 360 K/);
  t.true(Math.abs(hot.leakageMw - (0.0023322 * 12.87 + 0.0010084)) < 1e-5);
  t.throws(() => cost({ temperatureK: 200 }), { message: /300 to 400 K, found 200 K/ });
});
