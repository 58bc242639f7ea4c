import test from 'ava';
import { firstFrom } from '../../src/base/first-from.ts';

test('the first number that is large enough is found, or the end', (t) => {
  const numbers = Uint32Array.of(1, 3, 3, 8);
  for (let low = 0; low <= 4; low++)
    for (let high = low; high <= 4; high++)
      for (const least of [0, 1, 2, 3, 4, 8, 9]) {
        let place = low;
        while (place < high && numbers[place] < least) place++;
        t.is(firstFrom(numbers, low, high, least), place);
      }
});
