import test from 'ava';
import { math } from '../../src/base/math-engine.ts';
import { inUnit } from '../../src/base/quantity.ts';
import { DIMENSIONS, UNITS, unitHint } from '../../src/base/units.ts';

test('every unit means the same here and in mathjs', (t) => {
  const named = [...UNITS].filter(([name]) => name !== '' && name !== '%');
  t.true(named.length > 80);
  for (const [name, { dimension }] of named) {
    const { unit } = DIMENSIONS[dimension];
    const theirs = math.unit(1, name).toNumber(unit);
    const ours = inUnit({ amount: 1, unit: name }, unit);
    t.true(Math.abs(theirs / ours - 1) < 1e-12, `${name}: ${ours} ${unit} here, ${theirs} in mathjs`);
  }
});

test('kB is 1000 byte, KiB is 1024 byte, kb is 1000 bit, and KB is no unit', (t) => {
  t.is(inUnit({ amount: 128, unit: 'kB' }, 'B'), 128_000);
  t.is(inUnit({ amount: 128, unit: 'KiB' }, 'B'), 131_072);
  t.is(inUnit({ amount: 128, unit: 'kb' }, 'B'), 16_000);
  t.false(UNITS.has('KB'));
  t.is(unitHint('KB'), 'write kB (1000 byte) or KiB (1024 byte)');
  t.is(unitHint('Kb'), 'write kb (1000 bit) or Kib (1024 bit)');
});

test('a unit in the wrong case is answered with the right ones', (t) => {
  t.is(unitHint('pj'), 'did you mean pJ or PJ?');
  t.is(unitHint('mhz'), 'did you mean mHz or MHz?');
  t.is(unitHint('furlong'), undefined);
  t.is(unitHint('degC'), 'write kelvin: 358 K for 85 degrees Celsius');
});

test('names that mathjs takes for units but that are more likely misspelt keys are no units', (t) => {
  for (const name of ['in', 'N', 'T', 'h', 'cycle', 'A']) t.false(UNITS.has(name), name);
});
