import { deflateRawSync } from 'node:zlib';
import test from 'ava';
import packed from '../../generated/energy/cacti-arrays.json.ts';
import { unpackBytes, unpackText } from '../../src/base/files/packed-text.ts';
import { unpackBytes as bytesByNode, unpackText as unpackedByNode } from '../../src/node/packed-text.ts';

test('Node unpacks every table to the same text', (t) => {
  for (const [name, table] of Object.entries(packed.tables)) t.is(unpackedByNode(table), unpackText(table), name);
});

test('bytes that are no text are unpacked alike', (t) => {
  const bytes = Uint8Array.of(0, 255, 128, 10, 0);
  const packed = deflateRawSync(bytes).toString('base64');
  t.deepEqual(unpackBytes(packed), bytes);
  t.deepEqual(new Uint8Array(bytesByNode(packed)), bytes);
});
