import test from 'ava';
import fc from 'fast-check';
import { largestByte, largestByteTwin } from '../../src/kernels/largest-byte.ts';

test('the kernel finds the largest byte that the twin finds, whatever the length', (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(70_000), (bytes, zeros) => {
      const all = new Uint8Array(bytes.length + zeros);
      all.set(bytes, zeros);
      t.is(largestByte(all), largestByteTwin(all));
      t.is(largestByteTwin(all), Math.max(0, ...bytes));
    }),
  );
});
