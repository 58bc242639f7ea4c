import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import fc from 'fast-check';
import { concatenate, latin1, utf8 } from '../../../src/base/files/bytes.ts';
import { crc32 } from '../../../src/base/files/crc32.ts';

const bytes = fc.uint8Array({ maxLength: 40 });

test('text of bytes is what a Buffer says, a byte order mark is no text', (t) => {
  fc.assert(fc.property(bytes, (some) => t.is(latin1(some), Buffer.from(some).toString('latin1'))));
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => t.is(utf8(Buffer.from(text)), text.replace(/^\ufeff/, ''))),
  );
  t.is(utf8(Buffer.from('\ufeffa')), 'a');
  t.is(utf8(Uint8Array.of(0x61, 0xff, 0x62)), 'a\ufffdb');
});

test('parts are joined in order', (t) => {
  fc.assert(
    fc.property(fc.array(bytes), (parts) =>
      t.deepEqual(
        [...concatenate(parts)],
        parts.flatMap((part) => [...part]),
      ),
    ),
  );
});

test('the checksum is the one that gzip writes', (t) => {
  t.is(crc32(new TextEncoder().encode('123456789')), 0xcbf43926); // the check value of the catalogue of CRCs
  const written = (some: Uint8Array) => gzipSync(some).readUInt32LE(gzipSync(some).length - 8);
  fc.assert(
    fc.property(bytes, fc.nat(3), (some, from) => t.is(crc32(some.subarray(from)), written(some.subarray(from)))),
  );
});
