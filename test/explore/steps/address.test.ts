import assert from 'node:assert/strict';
import test from 'ava';
import * as fc from 'fast-check';
import { fromAddress, toAddress } from '../../../src/explore/steps/address.ts';
import { EXAMPLES } from '../../../src/explore/steps/examples.ts';
import { CHOICES, readNumber, resized } from '../../../src/explore/steps/small-layer.ts';
import { holds } from '../../oracles/hold.ts';

const value = fc.oneof(
  fc.constant(0),
  fc.integer({ min: -32768, max: 32767 }).map((raw) => raw / 256),
);
const line = (length: number) => fc.array(value, { minLength: length, maxLength: length });
const choice = fc
  .record({ rows: fc.integer({ min: 1, max: 16 }), columns: fc.integer({ min: 1, max: 16 }) })
  .chain(({ rows, columns }) =>
    fc.record(
      {
        weights: fc.array(line(columns), { minLength: rows, maxLength: rows }),
        activations: line(columns),
        processingElements: fc.constantFrom(...CHOICES.processingElements),
        depth: fc.constantFrom(...CHOICES.depth),
        widthBits: fc.constantFrom(...CHOICES.widthBits),
        indexBits: fc.constantFrom(...CHOICES.indexBits),
      },
      { noNullPrototype: true },
    ),
  );

test('an address gives back the layer, the machine and the cycle that it was made of', (t) => {
  holds(t, choice, (one) => assert.deepEqual(fromAddress(toAddress(one, 12)), { choice: one, cycle: 12 }), 300);
});

for (const [what, address] of [
  ['nothing', ''],
  ['a machine that cannot be chosen', 'pe=64&depth=4&width=32&index=4&x=1&w=1'],
  ['an index that cannot be chosen', 'pe=2&depth=4&width=32&index=5&x=1&w=1'],
  ['a line that is too short', 'pe=2&depth=4&width=32&index=4&x=1,1&w=1,2;3'],
  ['a word for a number', 'pe=2&depth=4&width=32&index=4&x=1,one&w=1,2'],
  ['more columns than are shown', `pe=2&depth=4&width=32&index=4&x=${','.repeat(16)}&w=${','.repeat(16)}`],
] as const)
  test(`an address with ${what} names no layer`, (t) => t.is(fromAddress(address), undefined));

for (const [typed, expected] of [
  ['', 0],
  [' 0.75 ', 0.75],
  ['-1,5', -1.5],
  ['−2', -2],
  ['.5', 0.5],
  ['128', 'expected a number from -128 to 127.99609375 (16 bits, 8 of them behind the point), found 128'],
  ['1e3', 'expected a number such as 0.75 or -1.5, found "1e3"'],
  ['one', 'expected a number such as 0.75 or -1.5, found "one"'],
] as const)
  test(`"${typed}" in a field is ${typeof expected === 'number' ? expected : 'refused, with what would do'}`, (t) =>
    t.is(readNumber(typed), expected));

test('a layer keeps what still fits when its size changes', (t) => {
  const small = {
    weights: [
      [1, 2, 3],
      [4, 5, 6],
    ],
    activations: [7, 8, 9],
  };
  t.deepEqual(resized(small, 3, 2), {
    weights: [
      [1, 2],
      [4, 5],
      [0, 0],
    ],
    activations: [7, 8],
  });
  t.deepEqual(resized(small, 1, 4), { weights: [[1, 2, 3, 0]], activations: [7, 8, 9, 0] });
});

test('every example fits its address', (t) => {
  for (const { choice: one } of EXAMPLES) t.deepEqual(fromAddress(toAddress(one, 0))?.choice, one);
});
