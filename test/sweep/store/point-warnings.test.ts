import test from 'ava';
import { PointWarnings } from '../../../src/sweep/store/point-warnings.ts';

function toldOf(texts: readonly string[]): string[] {
  const warnings = new PointWarnings();
  for (const text of texts) warnings.add(text);
  return warnings.told();
}

const texts = Array.from({ length: 300 }, (_, k) => `text ${100 + ((k * 7) % 300)}`);
const sorted = texts.toSorted();

test('of few warnings each is told once, in alphabetical order', (t) => {
  t.deepEqual(toldOf([]), []);
  t.deepEqual(toldOf(['b', 'a', 'b', 'a']), ['a', 'b']);
  t.deepEqual(toldOf(sorted.slice(0, 50).toReversed()), sorted.slice(0, 50));
});

test('of many the first fifty are told, and how many others there are, in whatever order they come and however often', (t) => {
  const told = [...sorted.slice(0, 50), '250 more warnings of this kind'];
  t.deepEqual(toldOf(texts), told);
  t.deepEqual(toldOf(sorted), told);
  t.deepEqual(toldOf(sorted.toReversed()), told);
  t.deepEqual(toldOf([...texts, ...sorted.toReversed(), ...texts]), told);
});

test('a warning is new once, whether it is told or only counted', (t) => {
  const warnings = new PointWarnings();
  t.true(sorted.toReversed().every((text) => warnings.add(text)));
  t.false(texts.some((text) => warnings.add(text)));
});
