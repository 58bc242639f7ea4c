import test from 'ava';
import { spreadLabels } from '../../../src/report/lines/end-labels.ts';

const HEIGHT = 100;
const toUnit = (value: number) => HEIGHT * (1 - value);
const labels = (...values: number[]) => values.map((value, k) => ({ series: `s${k}`, value }));

test('a label with room stands at its line', (t) => {
  t.deepEqual(spreadLabels(labels(0.75, 0.5, 0.25), toUnit, HEIGHT, 10), [25, 50, 75]);
});

test('close labels keep their order and their distance', (t) => {
  const places = spreadLabels(labels(0.5, 0.52, 0.51), toUnit, HEIGHT, 10);
  t.true(places[1] < places[2] && places[2] < places[0]);
  t.true(places[2] - places[1] >= 10 && places[0] - places[2] >= 10);
});

test('labels stay within the plot, also where all lines end at its bottom', (t) => {
  const places = spreadLabels(labels(0, 0, 0, 0), toUnit, HEIGHT, 10);
  t.deepEqual(
    places.toSorted((a, b) => a - b),
    [70, 80, 90, 100],
  );
});

test('more labels than the plot has room for share it evenly', (t) => {
  const places = spreadLabels(labels(...Array.from({ length: 21 }, () => 1)), toUnit, HEIGHT, 10);
  t.deepEqual(
    places,
    Array.from({ length: 21 }, (_, k) => k * 5),
  );
});
