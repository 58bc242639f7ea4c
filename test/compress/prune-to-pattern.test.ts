import test from 'ava';
import * as fc from 'fast-check';
import { UserError } from '../../src/base/user-error.ts';
import { type PruneRule, prune } from '../../src/compress/prune.ts';
import { keepOnly, placesWhere } from '../oracles/machines/patterns.ts';
import { dense, sparse } from './dense.ts';

const matrix = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 24 })).chain(([rows, columns]) =>
  fc.array(fc.array(fc.integer({ min: -4, max: 4 }), { minLength: columns, maxLength: columns }), {
    minLength: rows,
    maxLength: rows,
  }),
);

const pruned = (rows: number[][], rule: PruneRule) => dense(prune([sparse(...rows)], rule)[0]);
const count = (rows: number[][], of: (row: number, column: number) => boolean) =>
  placesWhere(rows, of).filter(([row, column]) => rows[row][column] !== 0).length;

test('2:4 keeps the two largest magnitudes of each four inputs, the first at a tie', (t) => {
  t.deepEqual(pruned([[1, -5, 3, 2, 2, 2, -2, 0, 7, 1]], { pattern: { kept: 2, of: 4 } }), [
    [0, -5, 3, 0, 2, 2, 0, 0, 7, 1],
  ]);
});

test('N:M keeps what a choice by brute force keeps', (t) => {
  fc.assert(
    fc.property(matrix, fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 8 }), (rows, kept, more) => {
      const of = kept + more;
      const blocks = Math.ceil(rows[0].length / of);
      const sets = rows.flatMap((_, row) =>
        Array.from({ length: blocks }, (__, block) => ({
          places: placesWhere(rows, (r, c) => r === row && Math.floor(c / of) === block),
          count: kept,
        })),
      );
      t.deepEqual(pruned(rows, { pattern: { kept, of } }), keepOnly(rows, sets));
    }),
  );
});

test('k a bank keeps the largest of each bank; a row of full banks has exactly k in each', (t) => {
  fc.assert(
    fc.property(matrix, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), (rows, banks, perBank) => {
      const size = Math.ceil(rows[0].length / banks);
      fc.pre(perBank <= size);
      const sets = rows.flatMap((_, row) =>
        Array.from({ length: banks }, (__, bank) => ({
          places: placesWhere(rows, (r, c) => r === row && Math.floor(c / size) === bank),
          count: perBank,
        })),
      );
      t.deepEqual(pruned(rows, { perBank, banks }), keepOnly(rows, sets));
    }),
  );
  const full = pruned(
    Array.from({ length: 4 }, (_, r) => Array.from({ length: 16 }, (__, c) => 1 + ((7 * r + 5 * c) % 16))),
    { perBank: 3, banks: 4 },
  );
  for (let row = 0; row < 4; row++)
    for (let bank = 0; bank < 4; bank++)
      t.is(
        count(full, (r, c) => r === row && Math.floor(c / 4) === bank),
        3,
      );
});

test('balance gives each PE the same share of the layer, its largest', (t) => {
  fc.assert(
    fc.property(
      matrix,
      fc.integer({ min: 1, max: 5 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (rows, processingElements, density) => {
        const each = Math.round((density * rows.length * rows[0].length) / processingElements);
        const sets = Array.from({ length: processingElements }, (_, pe) => ({
          places: placesWhere(rows, (r) => r % processingElements === pe),
          count: each,
        }));
        const rule = { density, balance: 'processingElements', processingElements } as const;
        t.deepEqual(pruned(rows, rule), keepOnly(rows, sets));
      },
    ),
  );
});

test('balance of columns gives each PE as many of a column, as many as its largest weights would have had over PEs', (t) => {
  fc.assert(
    fc.property(
      matrix,
      fc.integer({ min: 1, max: 5 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (rows, processingElements, density) => {
        const free = dense(prune([sparse(...rows)], { density })[0]);
        const room = Math.floor(rows.length / processingElements);
        const sets = rows[0].flatMap((_, column) =>
          Array.from({ length: processingElements }, (__, pe) => ({
            places: placesWhere(rows, (r, c) => r % processingElements === pe && c === column),
            count: Math.min(room, Math.round(count(free, (_r, c) => c === column) / processingElements)),
          })),
        );
        const rule = { density, balance: 'columns', processingElements } as const;
        t.deepEqual(pruned(rows, rule), keepOnly(rows, sets));
      },
    ),
  );
});

test('blocks of rows stay or go together, those with the largest sum of magnitudes', (t) => {
  const rows = [
    [1, 0, 3],
    [1, 5, 0],
    [2, 2, 2],
    [2, 2, 1],
  ];
  // blocks: 2, 5, 3 and 4, 4, 3
  t.deepEqual(pruned(rows, { density: 0.5, blockRows: 2 }), [
    [0, 0, 0],
    [0, 5, 0],
    [2, 2, 0],
    [2, 2, 0],
  ]);
  fc.assert(
    fc.property(
      matrix,
      fc.integer({ min: 1, max: 4 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (given, blockRows, density) => {
        const all = given.map((row) => row.map((value) => (value === 0 ? 1 : value)));
        const kept = pruned(all, { density, blockRows });
        const high = Math.ceil(all.length / blockRows);
        let blocks = 0;
        for (let block = 0; block < high; block++)
          for (let column = 0; column < all[0].length; column++) {
            const stays = count(kept, (r, c) => c === column && Math.floor(r / blockRows) === block);
            const size = Math.min(blockRows, all.length - block * blockRows);
            t.true(stays === 0 || stays === size);
            if (stays > 0) blocks++;
          }
        t.is(blocks, Math.round(density * high * all[0].length));
      },
    ),
  );
});

const refused = test.macro({
  exec: (t, rule: PruneRule, scope: 'layer' | 'global', expected: RegExp) => {
    t.throws(() => prune([sparse([1, 2, 3, 4])], rule, scope), { instanceOf: UserError, message: expected });
  },
  title: (given = '') => given,
});
test(
  'a bank does not keep more than it has',
  refused,
  { perBank: 3, banks: 2 },
  'layer',
  /expected at most the 2 inputs of a bank \(4 inputs in 2 banks\), found 3/,
);
test(
  'a pattern is of each layer',
  refused,
  { pattern: { kept: 2, of: 4 } },
  'global',
  /expected layer for pattern 2:4, a pattern of each layer, found global/,
);
test(
  'a density is checked whatever stands beside it',
  refused,
  { blockRows: 2, density: 2 },
  'layer',
  /expected a number from 0 to 1, found 2/,
);
