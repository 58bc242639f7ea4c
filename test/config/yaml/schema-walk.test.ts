import test from 'ava';
import { networkSchema } from '../../../src/config/network/network-schema.ts';
import { defaultOf, knownKeys, numericSpecOf, schemaAt, withDefaults } from '../../../src/config/yaml/schema-walk.ts';
import { eieSchema } from '../../../src/machines/eie/schema.ts';
import { hardwareSchema } from '../../../src/machines/hardware-schema.ts';

const hardware = await hardwareSchema();

test('the spec of a key is found by its path, through defaults and lists', (t) => {
  const width = schemaAt(hardware, ['memories', 'sourceActivations', 'width']);
  t.like(numericSpecOf(width!), { dimension: 'information', unit: 'bit', example: '16 bit' });
  t.is(defaultOf(width!), '16 bit');
  t.truthy(numericSpecOf(schemaAt(networkSchema, ['layers', 3, 'generate', 'rows'])!));
  t.is(numericSpecOf(schemaAt(hardware, ['name'])!), undefined);
  t.is(schemaAt(hardware, ['memories', 'constructor']), undefined);
});

test('missing keys get their defaults, deep down, and given ones stay', (t) => {
  const filled = withDefaults(eieSchema, { memories: { pointers: { banks: 4 } }, clock: [] });
  t.like(filled, {
    clock: [],
    dram: { channels: 1 },
    memories: { pointers: { banks: 4, device: 'lstp' }, sourceActivations: { entries: 64 } },
  });
  t.deepEqual(knownKeys(schemaAt(hardware, ['dram'])!), ['part', 'channels']);
});
