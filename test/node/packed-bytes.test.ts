import { deflateRawSync } from 'node:zlib';
import test from 'ava';
import packed from '../../generated/energy/cacti-arrays.json.ts';
import { unpackBytes } from '../../src/base/files/packed-bytes.ts';
import { unpackBytes as unpackedByNode } from '../../src/node/packed-bytes.ts';

test('Node unpacks every table to the same bytes', (t) => {
  for (const [name, table] of Object.entries(packed.tables))
    t.deepEqual(new Uint8Array(unpackedByNode(table)), unpackBytes(table), name);
});

test('bytes are unpacked as they were', (t) => {
  const bytes = Uint8Array.of(0, 255, 128, 10, 0);
  t.deepEqual(unpackBytes(deflateRawSync(bytes).toString('base64')), bytes);
});
