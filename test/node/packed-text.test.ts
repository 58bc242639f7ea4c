import test from 'ava';
import packed from '../../generated/energy/cacti-arrays.json.ts';
import { unpackText } from '../../src/base/files/packed-text.ts';
import { unpackText as unpackedByNode } from '../../src/node/packed-text.ts';

test('Node unpacks every table to the same text', (t) => {
  for (const [name, table] of Object.entries(packed.tables)) t.is(unpackedByNode(table), unpackText(table), name);
});
