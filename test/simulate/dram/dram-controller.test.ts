import test from 'ava';
import * as fc from 'fast-check';
import { dramPart, dramPartNames } from '../../../src/config/dram-parts.ts';
import type { DramTiming } from '../../../src/config/dram-timing.ts';
import { serveRequests } from '../../../src/simulate/dram/dram-controller.ts';
import type { DramCommand, DramRequest } from '../../../src/simulate/dram/dram-requests.ts';
import { brokenRules } from '../../oracles/dram/dram-rules.ts';

/** Runs of requests of different kinds one behind the other: streams, random rows, one bank, writes, mixes, with gaps up to several refreshes. */
function requestsFor(p: DramTiming): fc.Arbitrary<DramRequest[]> {
  const place = {
    bankGroup: fc.nat(p.bankGroups - 1),
    bank: fc.nat(p.banks / p.bankGroups - 1),
    row: fc.nat(3),
    column: fc.nat(p.linesPerRow - 1),
    isWrite: fc.boolean(),
  };
  const gap = fc.oneof(
    { weight: 6, arbitrary: fc.constant(0) },
    { weight: 3, arbitrary: fc.nat(60) },
    { weight: 1, arbitrary: fc.nat(3 * p.REFI) },
  );
  return fc
    .array(fc.record({ ...place, gap, times: fc.integer({ min: 1, max: 12 }) }), { maxLength: 40 })
    .map((runs) => {
      let arrivalCycle = 0;
      return runs.flatMap(({ gap: wait, times, ...request }) => {
        arrivalCycle += wait;
        return Array.from({ length: times }, () => ({ arrivalCycle, ...request }));
      });
    });
}

function commandsOf(p: DramTiming, requests: readonly DramRequest[]): DramCommand[] {
  const commands: DramCommand[] = [];
  serveRequests(p, requests, { onCommand: (command) => commands.push(command) });
  return commands;
}

const keepsRules = test.macro((t, part: string) => {
  const { timing } = dramPart(part);
  fc.assert(
    fc.property(requestsFor(timing), (requests) => {
      t.deepEqual(brokenRules(timing, commandsOf(timing, requests)), []);
    }),
    { numRuns: 60 },
  );
});

for (const part of dramPartNames())
  test(`${part}: no command comes sooner than the timing of the part allows`, keepsRules, part);

const DDR4 = dramPart('ddr4-2400').timing;
const line = (arrivalCycle: number, bankGroup: number, row: number, isWrite = false): DramRequest => ({
  arrivalCycle,
  bankGroup,
  bank: 0,
  row,
  column: 0,
  isWrite,
});

test('the rules are tight: of a run without a wait, no command could come a cycle sooner', (t) => {
  const requests = [line(0, 0, 1), line(0, 0, 2), line(0, 1, 1, true), line(0, 1, 1)];
  const commands = commandsOf(DDR4, requests);
  const first = Math.min(...commands.map(({ cycle }) => cycle));
  for (const [k, command] of commands.entries()) {
    const sooner = commands.with(k, { ...command, cycle: command.cycle - 1 });
    if (command.cycle > first) t.not(brokenRules(DDR4, sooner).length, 0, JSON.stringify(command));
  }
});

test('a read waits WTR_L for a write to its bank group, also when one to another group lies between', (t) => {
  const requests = [
    line(0, 0, 1, true),
    line(0, 1, 1, true),
    line(400, 0, 1, true),
    line(400, 1, 1, true),
    line(400, 0, 1),
  ];
  const columns = commandsOf(DDR4, requests).filter(({ command }) => command === 'read' || command === 'write');
  const [first, , read] = columns.slice(2).map(({ cycle }) => cycle);
  t.is(read - first, DDR4.CWL + DDR4.burst + DDR4.WTR_L);
});

const counts = test.macro((t, part: string) => {
  const { timing } = dramPart(part);
  fc.assert(
    fc.property(requestsFor(timing), fc.nat(20000), (requests, more) => {
      const run = serveRequests(timing, requests);
      t.is(run.reads + run.writes, requests.length);
      t.is(run.activates - run.lostActivates + run.rowHits, requests.length);
      t.true(run.rowHits >= 0);
      t.is(run.activeStandbyCycles + run.prechargeStandbyCycles, run.cycles);
      const longer = serveRequests(timing, requests, { energyCycles: run.cycles + more });
      t.true(longer.refreshes >= run.refreshes && longer.activeStandbyCycles >= run.activeStandbyCycles);
      t.is(longer.activeStandbyCycles + longer.prechargeStandbyCycles, run.cycles + more);
    }),
    { numRuns: 30 },
  );
});

for (const part of ['ddr3-1600', 'hbm2'])
  test(
    `${part}: every request is a hit or opens a row, but for rows that a refresh closed unused, and every cycle has a row open or none`,
    counts,
    part,
  );

test('a long idle time costs refreshes and standby without a row', (t) => {
  const idle = 100 * DDR4.REFI;
  const { refreshes, activeStandbyCycles, cycles } = serveRequests(DDR4, [line(0, 0, 1), line(idle, 0, 1)]);
  const closedRow = DDR4.RCD + DDR4.CL + DDR4.burst;
  t.is(refreshes, 100);
  t.is(cycles, idle + DDR4.RFC + closedRow);
  // the row of the first read, opened two clocks after it came, stays open until the first refresh
  t.is(activeStandbyCycles, DDR4.REFI - 2 + closedRow);
});

test('posted writes wait for one another: nine in a bunch do not stop the reads that come with them, and all are carried out', (t) => {
  const requests = [
    ...Array.from({ length: 9 }, (_, k) => line(0, k % 4, 1, true)),
    ...Array.from({ length: 9 }, (_, k) => line(0, k % 4, 2)),
  ].toSorted((a, b) => a.bankGroup - b.bankGroup);
  const columns = commandsOf(DDR4, requests).filter(({ command }) => command === 'read' || command === 'write');
  const kinds = columns.map(({ command }) => command);
  t.is(kinds.filter((kind) => kind === 'write').length, 9);
  t.is(kinds.filter((kind, k) => kind !== kinds[k - 1]).length, 2, kinds.join(' '));
});

test('a read of a line that waits to be written is read after the write, and a write of a line that waits to be read after the read', (t) => {
  const of = (requests: DramRequest[]): string[] =>
    commandsOf(DDR4, requests).flatMap(({ command, row }) =>
      row === 7 && (command === 'read' || command === 'write') ? [command] : [],
    );
  t.deepEqual(of([line(0, 0, 7, true), line(0, 0, 7)]), ['write', 'read']);
  t.deepEqual(of([line(0, 0, 7), line(0, 0, 7, true), line(0, 0, 7)]), ['read', 'write', 'read']);
});

test('every parameter and request without meaning is an error with its place', (t) => {
  const rest = JSON.parse(JSON.stringify({ ...DDR4, CL: undefined, RFC: undefined }));
  t.throws(() => serveRequests(rest, []), { message: /dram\.CL: .*found nothing.*\n.*dram\.RFC: / });
  const wrong = [line(5, 4, 1), { ...line(3, 0, -1), column: 128 }];
  t.throws(() => serveRequests(DDR4, wrong), {
    message:
      /requests\[0\]\.bankGroup: .*0 to 3, found 4.*\n.*\.row: .*found -1.*\n.*\.column: .*0 to 127, found 128.*\n.*before cycle 5, found 3/,
  });
  t.throws(() => serveRequests(DDR4, [], { energyCycles: -1 }), { message: /energyCycles: expected a whole number/ });
});

test('the 33rd activation waits for the end of the window of 32, no sooner and no later; the 5th for that of 4', (t) => {
  const activations = (p: DramTiming) => {
    const requests = Array.from({ length: 70 }, (_, k) => ({ ...line(0, k % p.bankGroups, k), bank: (k >> 2) % 4 }));
    return commandsOf(p, requests).flatMap(({ command, cycle }) => (command === 'activate' ? [cycle] : []));
  };
  const calm = { ...DDR4, REFI: 1e6 };
  const window = 4000; // longer than anything else takes
  const by32 = activations({ ...calm, AW32: window });
  t.is(by32.length, 70);
  t.is(by32[32], by32[0] + window);
  t.is(by32[64], by32[32] + window);
  t.true(by32[31] < by32[0] + window);
  const by4 = activations({ ...calm, FAW: window });
  for (let k = 4; k < 70; k += 4) t.is(by4[k], by4[k - 4] + window, `activation ${k}`);
  t.true(by4[3] < by4[0] + window);
});

test('posted writes wait while there are reads, until 32 of them fill their buffer', (t) => {
  const reads = Array.from({ length: 300 }, (_, k): DramRequest => ({ ...line(0, k % 4, 1), column: k >> 2 }));
  const writesBeforeLastRead = (count: number): number => {
    const writes = Array.from({ length: count }, (_, k): DramRequest => ({ ...line(0, k % 4, 2, true), column: k }));
    const kinds = commandsOf({ ...DDR4, REFI: 1e6 }, [...reads.slice(0, 30), ...writes, ...reads.slice(30)]).map(
      ({ command }) => command,
    );
    return kinds.slice(0, kinds.lastIndexOf('read')).filter((kind) => kind === 'write').length;
  };
  t.is(writesBeforeLastRead(31), 0);
  t.is(writesBeforeLastRead(32), 32);
});
