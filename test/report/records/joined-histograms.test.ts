import test from 'ava';
import { joinedHistograms } from '../../../src/report/records/joined-histograms.ts';
import { weightHistogram } from '../../../src/train/network/weight-histogram.ts';

test('finer bins are added up to those that the values would have had, below zero too', (t) => {
  const fine = { width: 0.25, first: -3, counts: [1, 2, 4, 8, 16] };
  const wide = { width: 1, first: 0, counts: [1] };
  t.deepEqual(joinedHistograms([fine, wide]), [{ width: 1, first: -1, counts: [7, 24] }, wide]);
});

test('no weight is lost', (t) => {
  const values = Float32Array.from({ length: 500 }, (_, k) => Math.sin(k) * (1 + (k % 7)));
  const own = weightHistogram(values);
  const [joined] = joinedHistograms([own, { width: own.width * 8, first: 0, counts: [1] }]);
  t.is(joined.width, own.width * 8);
  joined.counts.forEach((count, bin) => {
    const [from, to] = [(joined.first + bin) * joined.width, (joined.first + bin + 1) * joined.width];
    t.is(count, values.filter((value) => value >= from && value < to).length);
  });
});
