import test from 'ava';
import { pace } from '../../../src/cli/progress/pace.ts';

test('the rate is that of the work since the first look, so a resumed sweep does not count what was done before', (t) => {
  const speed = pace('points');
  t.deepEqual(speed.at(100, 2000, 2240), { rate: '', left: '' });
  t.deepEqual(speed.at(102, 2040, 2240), { rate: '20 points/s', left: '10 s left' });
});

test('a slow beginning is forgotten', (t) => {
  const speed = pace('points');
  speed.at(0, 1, 1001);
  for (let second = 30; second <= 50; second++) speed.at(second, 1 + (second - 29) * 10, 1001);
  t.deepEqual(speed.at(51, 221, 1001), { rate: '10 points/s', left: '78 s left' });
});

test('nothing is said of the first half second', (t) => {
  const speed = pace('points');
  speed.at(0, 1, 10);
  t.deepEqual(speed.at(0.2, 5, 10), { rate: '', left: '' });
});

test('a thousand looks a second tell what a few do', (t) => {
  const speed = pace('points');
  for (let k = 0; k < 20_000; k++) speed.look(k / 1000, 2 * k);
  t.deepEqual(speed.at(20, 40_000, 50_000), { rate: '2000 points/s', left: '5 s left' });
});
