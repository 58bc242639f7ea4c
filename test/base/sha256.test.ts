import { createHash } from 'node:crypto';
import test from 'ava';
import fc from 'fast-check';
import { sha256 } from '../../src/base/sha256.ts';
import { sha256 as byNode } from '../../src/node/sha256.ts';

test('the examples of FIPS 180-2: "abc", and 56 letters, which take two blocks', (t) => {
  const hash = (text: string) => sha256(new TextEncoder().encode(text));
  t.is(hash('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  t.is(
    hash('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'),
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  );
});

test('any bytes have the hash that OpenSSL gives them, here and in the program for Node', (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(3), (bytes, from) => {
      const part = bytes.subarray(from);
      const expected = createHash('sha256').update(part).digest('hex');
      return sha256(part) === expected && byNode(part) === expected;
    }),
  );
  t.pass();
});
