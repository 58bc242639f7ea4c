import test from 'ava';
import { groupWarnings } from '../../src/run/group-warnings.ts';

const layers = Array.from({ length: 2000 }, (_, index) => `layers.${index}:w`);
const many = layers.map((name, index) => `${name}: ${index + 10} weights share 15 values (4-bit codes)`);

test('what is said of 2,000 layers is one line with their count', (t) => {
  t.deepEqual(groupWarnings(['no inputs given', ...many, 'clock'], layers), [
    'no inputs given',
    'layers.0:w: 10 weights share 15 values (4-bit codes) (and 1999 other layers alike: layers.1:w, layers.2:w, layers.3:w, ...)',
    'clock',
  ]);
});

test('a few warnings stay as they are, and so do those of another kind', (t) => {
  const few = [...many.slice(0, 3), 'layers.5:w: 7 weights are clipped'];
  t.deepEqual(groupWarnings(few, layers), few);
});

test('the same warning is told once', (t) => {
  t.deepEqual(groupWarnings(['a', 'a'], []), ['a']);
});
