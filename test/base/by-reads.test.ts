import test from 'ava';
import fc from 'fast-check';
import { byReads } from '../../src/base/by-reads.ts';

interface Machine {
  readonly elements: number;
  readonly clock: number;
  readonly memories: { readonly width: number };
  readonly energy: { readonly activity: number; readonly prices: readonly number[] };
}

const machine: fc.Arbitrary<Machine> = fc.record({
  elements: fc.integer({ min: 0, max: 3 }),
  clock: fc.integer({ min: 0, max: 3 }),
  memories: fc.record({ width: fc.integer({ min: 0, max: 3 }) }),
  energy: fc.record({ activity: fc.integer({ min: 0, max: 3 }), prices: fc.array(fc.integer(), { maxLength: 2 }) }),
});

/** What it reads depends on what it has read. */
function costOf(one: Machine): string {
  if (one.elements === 0) return 'nothing';
  if (one.elements === 1) return `memory ${one.memories.width}`;
  return one.elements === 2 ? `clock ${one.clock} activity ${one.energy.activity}` : `activity ${one.energy.activity}`;
}

test('records get what the function says of them, whatever was asked before', (t) => {
  fc.assert(
    fc.property(fc.array(machine, { maxLength: 60 }), (machines) => {
      const remembering = byReads(costOf, ['energy']);
      for (const one of machines) t.is(remembering(one), costOf(one));
    }),
  );
});

test('what differs in nothing that is read is not computed again', (t) => {
  let computed = 0;
  const remembering = byReads(
    (one: Machine) => {
      computed++;
      return costOf(one);
    },
    ['energy'],
  );
  const base: Machine = { elements: 1, clock: 1, memories: { width: 64 }, energy: { activity: 1, prices: [] } };
  t.is(remembering(base), 'memory 64');
  t.is(remembering({ ...base, clock: 2, energy: { activity: 5, prices: [3] }, memories: { width: 64 } }), 'memory 64');
  t.is(computed, 1);
  t.is(remembering({ ...base, memories: { width: 32 } }), 'memory 32');
  t.is(remembering({ ...base, elements: 3 }), 'activity 1');
  t.is(remembering({ ...base, elements: 3, energy: { activity: 1, prices: [7] } }), 'activity 1');
  t.is(computed, 3);
});

/** Of some machines there is none. */
function widthOf(one: Machine): number {
  if (one.clock === 1) throw new Error('no');
  return one.memories.width;
}

test('one that asks others follows what they follow, found or remembered, told apart or not', (t) => {
  const choice = fc.constantFrom([], ['energy'], ['memories'], ['energy', 'memories']);
  fc.assert(
    fc.property(fc.array(machine, { maxLength: 60 }), choice, choice, choice, (machines, ...apart) => {
      const asked = byReads(costOf, apart[0]);
      const failing = byReads(widthOf, apart[1]);
      const whole = (cost: (one: Machine) => string, width: (one: Machine) => number) => (one: Machine) => {
        let found: number | string;
        try {
          found = width(one);
        } catch {
          found = 'none';
        }
        return `${cost(one)}, ${found}`;
      };
      const asking = byReads(whole(asked, failing), apart[2]);
      const plain = whole(costOf, widthOf);
      for (const one of machines) t.is(asking(one), plain(one));
    }),
  );
});

test('a function that lists the fields of its record is told so at once', (t) => {
  const remembering = byReads((one: Machine) => Object.keys(one).length);
  t.throws(() => remembering({ elements: 1 } as Machine), { message: /cannot be listed/ });
});

test('what fails is tried again', (t) => {
  let isBroken = true;
  const remembering = byReads((one: Machine) => {
    if (isBroken) throw new Error(`broken at ${one.clock}`);
    return one.clock;
  });
  const one = { clock: 4 } as Machine;
  t.throws(() => remembering(one), { message: 'broken at 4' });
  isBroken = false;
  t.is(remembering(one), 4);
});
