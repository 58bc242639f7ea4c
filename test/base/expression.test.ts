import test from 'ava';
import * as fc from 'fast-check';
import { type Evaluate, loadEvaluator } from '../../src/base/expression.ts';
import { inUnit, type Quantity } from '../../src/base/quantity.ts';
import { UserError } from '../../src/base/user-error.ts';

const NAMES: Readonly<Record<string, Quantity>> = {
  processingElements: { amount: 64, unit: '' },
  'memories.sparseMatrix.width': { amount: 64, unit: 'bit' },
};
let evaluate: Evaluate;
test.before(async () => {
  evaluate = await loadEvaluator();
});
const value = (text: string) => evaluate(text, (name) => (Object.hasOwn(NAMES, name) ? NAMES[name] : undefined));

const computes = test.macro<[string, number, string]>({
  exec(t, text, amount, unit) {
    const result = value(text);
    if (typeof result === 'boolean') t.fail('expected a quantity');
    else t.deepEqual([inUnit(result, unit), result.unit === ''], [amount, unit === '']);
  },
  title: (_, text = '') => `${text} is computed`,
});
test(computes, 'processingElements * 2 KiB', 131_072, 'B');
test(computes, 'memories.sparseMatrix.width / 8 bit', 8, '');
test(computes, '1024 * 64 bit', 8192, 'B');
test(computes, '1/(800 MHz)', 1.25, 'ns');
test(computes, '1/800 MHz', 1.25, 'kHz');
test(computes, '5 pJ / 32 bit * 32 bit', 5, 'pJ');
test(computes, '640 pJ/(32 bit)', 20, 'pJ/bit');
test(computes, 'max(2 KiB, 1024 B)', 2, 'KiB');
test(computes, 'ceil(log2(processingElements + 1))', 7, '');
test(computes, '10 % 3', 1, '');
test(computes, '50 % * 2', 1, '');
test(computes, 'processingElements > 32 ? 2 : 1', 2, '');
test(computes, '2 processingElements', 128, '');
test(computes, '3 um^2', 3, 'um2');
test(computes, '0x10', 16, '');

test('a comparison is true or false', (t) => {
  t.is(value('1 KiB < 2 KiB'), true);
  t.is(value('processingElements == 65'), false);
});

const refuses = test.macro<[string, RegExp]>({
  exec(t, text, message) {
    const error = t.throws(() => value(text), { instanceOf: UserError });
    t.regex(error.message, message);
  },
  title: (_, text = '') => `${text.slice(0, 40)} is refused`,
});
test(refuses, '5 pJ + 3', /a quantity with a unit meets a plain number/);
test(refuses, '3 pJ + 4 bit', /measure different things/);
test(refuses, '2 * 3 in', /no name or unit "in"/);
test(refuses, '128 KB', /write kB \(1000 byte\) or KiB \(1024 byte\)/);
test(refuses, '3.7 pj', /did you mean pJ or PJ/);
test(refuses, 'bit', /the unit bit without a number/);
test(refuses, 'processingElemnts', /no name or unit "processingElemnts"/);
test(refuses, '1/0', /finite number, found Infinity/);
test(refuses, '0/0', /finite number, found NaN/);
test(refuses, '9^9^9^9', /finite/);
test(refuses, 'sqrt(-1)', /expected a number/);
test(refuses, '3 s * 2 Hz * 1 V^3', /known kind of quantity/);
test(refuses, '12:30', /expected arithmetic/);
test(refuses, '1_000', /without underscores/);
test(refuses, '0,8 GHz', /found "0,8 GHz"; write decimals behind a point, and nothing between thousands/);
test(refuses, '1,000', /write decimals behind a point/);
test(refuses, '1 < 2 or 3 < 4', /expected one of \+ .* < <= == != >= > or min/);
test(refuses, '4 +', /expected a number or an expression/);
test(refuses, '"text"', /expected a number/);

// Everything that makes a full mathjs hang, allocate, or change itself.
const isolated = test.macro<[string]>({
  exec: (t, text) => void t.throws(() => value(text), { instanceOf: UserError }),
  title: (given, text = '') => `${given ?? text} cannot run`,
});
for (const text of [
  'ones(1e4,1e4)',
  '1:1e9',
  'map(1:1e7,f)',
  'combinations(1e9,5e8)',
  'inv(identity(2000))',
  'nthRoots(1,1e8)',
  'rationalize("(x+1)^100")',
  'isPrime(10)',
  'fraction(1/3)^1e8',
  'x = 3',
  'f(x) = x',
  '[1, 2]',
  '{a: 1}',
  'a[1]',
  '5!',
  'import({})',
  'createUnit("foo")',
  'evaluate("1")',
  'parse("1")',
  'config({})',
  'unit("5 m")',
  'processingElements.constructor',
  'constructor',
  '__proto__',
  'toString()',
  'min.constructor("return 1")()',
  'cos(1)',
  '1; 2',
  `${'('.repeat(25)}1${')'.repeat(25)}`,
])
  test(isolated, text);
test('an expression of 601 characters', isolated, `${'1+'.repeat(300)}1`);
test('an expression of 201 terms', isolated, `${'1+'.repeat(200)}1`);
test('an expression with 25 nested brackets', isolated, `${'('.repeat(25)}1${')'.repeat(25)}`);
test('an expression with 100,000 open brackets', isolated, '('.repeat(100_000));
test('an expression with 400 signs', isolated, `${'-'.repeat(400)}1`);
test('an expression with 200 nested powers', isolated, `${'2^'.repeat(200)}2`);

test('random text gives a value or a UserError, nothing else', (t) => {
  const words = [
    '64',
    '1e9',
    '2.5',
    'processingElements',
    'KiB',
    'pJ',
    'MHz',
    '(',
    ')',
    '+',
    '-',
    '*',
    '/',
    '^',
    '%',
    ' ',
    ',',
    'min',
    'ceil',
    '?',
    ':',
    '.',
    '"',
    '[',
    '=',
    'to',
    'e',
    '!',
  ];
  const text = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.array(fc.constantFrom(...words), { maxLength: 24 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, (random) => {
      try {
        const result = value(random);
        return typeof result === 'boolean' || Number.isFinite(result.amount);
      } catch (error) {
        return error instanceof UserError;
      }
    }),
    { numRuns: 3000 },
  );
  t.pass();
});
