import test from 'ava';
import fc from 'fast-check';
import { assignClusters, assignClustersTwin } from '../../../src/kernels/weights/assign-clusters.ts';
import { manyFloats } from './random-floats.ts';

test('kernel and twin count the borders that are not above a value', (t) => {
  const borders = fc.uniqueArray(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 255 });
  fc.assert(
    fc.property(
      manyFloats,
      fc.oneof(borders, fc.uniqueArray(fc.integer({ min: -9, max: 9 }), { minLength: 1 })),
      (values, drawn) => {
        const ascending = Float32Array.from(drawn).toSorted();
        const counted = Uint8Array.from(values, (value) => ascending.filter((border) => border <= value).length);
        t.deepEqual(assignClusters(values, ascending), counted);
        t.deepEqual(assignClustersTwin(values, ascending), counted);
      },
    ),
    { numRuns: 60 },
  );
});
