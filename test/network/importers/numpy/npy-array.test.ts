import test from 'ava';
import fc from 'fast-check';
import { dump } from 'npyjs';
import { readNpyArray } from '../../../../src/network/importers/numpy/npy-array.ts';
import { npyFile } from './npy-file.ts';

const bigEndian = test.macro({
  exec: (t, descr: string, bytes: number[], value: number) => {
    t.deepEqual([...readNpyArray('f', npyFile(descr, false, [1, 1], Uint8Array.from(bytes))).values], [value]);
  },
  title: (_given, descr: string, _bytes: number[], value: number) =>
    `${descr} reads ${value} most significant byte first`,
});
test(bigEndian, '>i2', [0xff, 0xfe], -2);
test(bigEndian, '>u2', [1, 2], 258);
test(bigEndian, '>i4', [0xff, 0xff, 0xff, 0xfd], -3);
test(bigEndian, '>u4', [0x80, 0, 0, 0], 2 ** 31);
test(bigEndian, '>i8', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfc], -4);
test(bigEndian, '>f2', [0x3e, 0], 1.5);
test(bigEndian, '>f4', [0x3f, 0xc0, 0, 0], 1.5);
test(bigEndian, '>f8', [0xbf, 0xf8, 0, 0, 0, 0, 0, 0], -1.5);

test('Fortran order of three axes gives the same elements as C order', (t) => {
  const stored = Uint8Array.from({ length: 24 }, (_, index) => index);
  const { values } = readNpyArray('f', npyFile('|u1', true, [2, 3, 4], stored));
  // element (i, j, k) lies at i + 2 j + 6 k in Fortran order, at 12 i + 4 j + k in C order
  t.is(values[12 * 1 + 4 * 2 + 3], 1 + 2 * 2 + 6 * 3);
  t.is(values[4 * 1 + 2], 0 + 2 * 1 + 6 * 2);
});

test('arrays that npyjs writes read back unchanged', (t) => {
  fc.assert(
    fc.property(fc.float32Array({ noNaN: true, minLength: 1, maxLength: 40 }), (data) => {
      const file = new Uint8Array(dump(data, [1, data.length]));
      t.deepEqual(readNpyArray('f', file).values, data);
    }),
  );
});
