import test from 'ava';
import { UserError } from '../../src/base/user-error.ts';
import { costOf } from '../../src/energy/cost-of.ts';

const at = (technology: string, format: string, action: string): number =>
  costOf('arithmetic', { technology, format }).actions[action].energyPj;

const costs = test.macro({
  exec(t, component: string, attributes: Record<string, string>, action: string, energyPj: number) {
    t.is(costOf(component, attributes).actions[action].energyPj, energyPj);
  },
  title: (_, component: string, attributes: Record<string, string>, action: string, energyPj: number) =>
    `${component} ${Object.values(attributes).join(', ')}: ${action} costs ${energyPj} pJ`,
});
test(costs, 'sram', { capacity: '128 KiB', width: '64 bit' }, 'read', 32.286);
test(costs, 'sram', { capacity: '128 KiB', width: '64 bit', clock: '800 MHz' }, 'read', 28.1136);
test(costs, 'sram', { capacity: '128 KiB', width: '64 bit', clock: '800 MHz', objective: 'ed2' }, 'read', 32.286);
test(costs, 'sram', { capacity: '64 MiB', width: '512 bit' }, 'read', 4202);
test(costs, 'sram', { capacity: '131072 B', width: '64 bit', device: 'hp' }, 'write', 21.163);
test(costs, 'arithmetic', { format: 'int32' }, 'multiply', 3.1);
test(costs, 'arithmetic', { format: 'q7.8' }, 'multiplyAccumulate', 0.67);
test(costs, 'arithmetic', { format: 'fp16', technology: '7 nm' }, 'multiply', 0.34);
test(costs, 'arithmetic', { format: 'bf16', technology: '7 nm' }, 'add', 0.11);
test(
  costs,
  'arithmetic',
  { format: 'int16', technology: '7 nm' },
  'multiply',
  Number(Math.sqrt(0.07 * 1.48).toPrecision(9)),
);
test(costs, 'wire', { length: '2 mm', width: '16 bit', device: 'lstp', wire: 'semiGlobal' }, 'send', 6.01056);
test(costs, 'dram', { part: 'table-640pj' }, 'read', 640 * 16);
test(costs, 'dram', { part: 'ddr3-1600' }, 'read', 6426);

test('between 45 and 7 nm an operation is log-log between the two published figures', (t) => {
  // data/memory/arith-energy.json, recommended_interpolation, to its four digits
  t.is(at('28 nm', 'fp32', 'multiply').toFixed(4), '2.8394');
  t.is(at('16 nm', 'int32', 'add').toFixed(4), '0.0512');
  t.is(at('10 nm', 'int8', 'multiply').toFixed(4), '0.0856');
});

test('a node outside 45 to 7 nm is scaled by a stated rule, with a warning', (t) => {
  const { provenance, warnings, source } = costOf('arithmetic', { format: 'fp32', technology: '90 nm' });
  t.is(provenance, 'scaled');
  t.regex(warnings.join(), /90 nm.*Stillmaker/);
  t.regex(source, /scaled to 90 nm/);
});

test('int4 is marked assumed, int16 multiply scaled, int12 interpolated', (t) => {
  t.deepEqual(
    ['int4', 'int16', 'int8', 'int12'].map((format) => costOf('arithmetic', { format }).provenance),
    ['assumed', 'scaled', 'published', 'interpolated'],
  );
});

const refuses = test.macro((t, component: string, attributes: Record<string, string>, message: RegExp) => {
  t.regex(t.throws(() => costOf(component, attributes), { instanceOf: UserError }).message, message);
});
test(
  'outside the grid: an error that names the range',
  refuses,
  'sram',
  { capacity: '65 MiB', width: '64 bit' },
  /512 bytes to 64 MiB a bank/,
);
test(
  'KB is refused with kB and KiB',
  refuses,
  'sram',
  { capacity: '96 KB', width: '64 bit' },
  /kB \(1000 byte\) or KiB \(1024 byte\)/,
);
test(
  'a width without a unit is refused',
  refuses,
  'sram',
  { capacity: '96 KiB', width: '64' },
  /width: expected.*"64 bit", found "64"/,
);
test(
  'a memory of fewer than 32 words is told the range',
  refuses,
  'sram',
  { capacity: '128 B', width: '256 bit' },
  /^no SRAM figure for a bank of 128 bytes x 256 bit \(.*32 words or more\) \[SRAM_RANGE\]$/,
);
test('the answer names the objective: that of a clock where one is given, else ED^2', (t) => {
  const objective = (given: Record<string, string>): unknown =>
    costOf('sram', { capacity: '8 KiB', width: '64 bit', ...given }).attributes.objective;
  t.deepEqual(
    [objective({}), objective({ clock: '1 GHz' }), objective({ clock: '1 GHz', objective: 'area' })],
    ['ed2', 'clock', 'area'],
  );
});
test(
  'the objective of a clock needs one',
  refuses,
  'sram',
  { capacity: '8 KiB', width: '64 bit', objective: 'clock' },
  /objective clock needs a clock, such as "800 MHz"/,
);
test('a missing attribute is named', refuses, 'register', {}, /width: expected bits of a word/);
test(
  'an attribute of another component is refused',
  refuses,
  'dram',
  { format: 'int8' },
  /no attribute "format" \(known: part/,
);
test(
  'all faults come together',
  refuses,
  'sram',
  { capacity: '1 s', device: 'lpst' },
  /capacity[\s\S]*width[\s\S]*no device "lpst" \(known: hp, lstp, lop\)/,
);

test('a doubtful part carries its doubt and the published total', (t) => {
  t.regex(costOf('dram', { part: 'lpddr4-2400' }).warnings.join(), /doubtful.*8 pJ\/bit/);
});
