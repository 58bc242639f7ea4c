import test from 'ava';
import * as fc from 'fast-check';
import { UserError } from '../../src/base/user-error.ts';
import type { Initialisation } from '../../src/compress/k-means.ts';
import { shareWeights } from '../../src/compress/share-weights.ts';

const repeat = (value: number, times: number): number[] => new Array<number>(times).fill(value);
const valuesOf = (values: Float32Array, codeBits: number, initialisation: Initialisation = 'linear'): number[] => {
  const { codes, codebook } = shareWeights(values, { codeBits, initialisation });
  return [...codes].map((code) => codebook[code]);
};

const INITIALISATIONS = ['linear', 'density', 'forgy'] as const;

const few = test.macro({
  exec: (t, initialisation: Initialisation) => {
    const weights = Float32Array.from([...repeat(20, 12), ...repeat(22, 3), 59]);
    const shared = shareWeights(weights, { codeBits: 4, initialisation });
    t.is(shared.used, 3);
    t.is(shared.available, 15);
    t.deepEqual(
      [...shared.codes].map((code) => shared.codebook[code]),
      [...weights],
    );
  },
  title: (_given, initialisation: Initialisation) =>
    `${initialisation}: three different weights use 3 of 15 values, each exactly`,
});
for (const initialisation of INITIALISATIONS) test(few, initialisation);

test('16 identical weights use one value', (t) => {
  const shared = shareWeights(Float32Array.from(repeat(-0.7, 16)), { codeBits: 4 });
  t.is(shared.used, 1);
  t.true([...shared.codes].every((code) => shared.codebook[code] === Math.fround(-0.7)));
});

test('16 different weights share 15 values: none becomes padding', (t) => {
  const weights = Float32Array.from({ length: 16 }, (_, index) => index + 1);
  const shared = shareWeights(weights, { codeBits: 4 });
  t.false(shared.codes.includes(0));
  t.is(new Set(shared.codes).size, 15);
});

test('no weights need no values', (t) => {
  const { used, codes } = shareWeights(new Float32Array(0), { codeBits: 4 });
  t.is(used, 0);
  t.is(codes.length, 0);
});

test('weights around zero whose mean is zero stay stored, and are counted', (t) => {
  const weights = Float32Array.from([-1e-4, 1e-4]);
  const shared = shareWeights(weights, { codeBits: 1 });
  t.deepEqual([...shared.codes], [1, 1]);
  t.is(shared.codebook[1], 0);
  t.is(shared.zeroValues, 2);
});

const clusters = test.macro({
  exec: (t, initialisation: Initialisation) => {
    const weights = fc.float32Array({
      noNaN: true,
      noDefaultInfinity: true,
      min: -1e6,
      max: 1e6,
      minLength: 1,
      maxLength: 200,
    });
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 8 }), (values, codeBits) => {
        const { codes, codebook, used } = shareWeights(values, { codeBits, initialisation });
        const distinct = new Set(values.map((value) => value + 0)).size;
        t.is(used, Math.min(distinct, 2 ** codeBits - 1));
        t.is(new Set(codes).size, used);
        t.true(codebook.every(Number.isFinite));
        t.true(codes.every((code) => code >= 1 && code <= used));
      }),
    );
  },
  title: (_given, initialisation: Initialisation) =>
    `${initialisation}: no cluster is empty, no value is NaN, code 0 is never used`,
});
for (const initialisation of INITIALISATIONS) test(clusters, initialisation);

test('each weight takes the nearest shared value', (t) => {
  const weights = Float32Array.from({ length: 500 }, (_, index) => Math.sin(index) ** 3);
  const { codes, codebook, used } = shareWeights(weights, { codeBits: 4 });
  const centroids = [...codebook.subarray(1, used + 1)];
  weights.forEach((weight, index) => {
    const nearest = Math.min(...centroids.map((centroid) => Math.abs(centroid - weight)));
    t.true(Math.abs(codebook[codes[index]] - weight) <= nearest + 1e-6);
  });
});

test('the same seed gives the same Forgy clusters', (t) => {
  const weights = Float32Array.from({ length: 100 }, (_, index) => Math.cos(index));
  t.deepEqual(valuesOf(weights, 3, 'forgy'), valuesOf(weights, 3, 'forgy'));
});

test('code widths beyond 8 bits are refused', (t) => {
  t.throws(() => shareWeights(Float32Array.of(1), { codeBits: 9 }), {
    instanceOf: UserError,
    message: /from 1 to 8, found 9/,
  });
});
