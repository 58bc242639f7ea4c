import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import test from 'ava';
import { parse } from 'yaml';
import { valueAt } from '../../src/base/field-path.ts';
import { jsonSchema, resultSchema } from '../../src/check/json-schema.ts';
import { MACHINES } from '../../src/machines/index.ts';
import { KNOWN_COUNTERS } from '../../src/machines/known/known-counters.ts';
import { builtInConfigs } from '../../src/node/read-configs.ts';
import { faultsOf } from '../config/faults-of.ts';

/** A value deep in the schema of a kind, by keys with `/` between them. */
async function at(kind: string, path: string): Promise<unknown> {
  return valueAt(await jsonSchema(kind), path.split('/'));
}

test('the schema of hardware knows every key of every machine, its description and its default', async (t) => {
  t.is(await at('hardware', '$schema'), 'http://json-schema.org/draft-07/schema#');
  t.deepEqual(await at('hardware', 'anyOf/0/properties/clock'), {
    description: 'Clock of the PEs: a frequency from 100 kHz to 20 GHz',
    examples: ['800 MHz'],
    type: ['number', 'string'],
  });
  t.is(await at('hardware', 'anyOf/0/properties/encoding/properties/indexBits/default'), 4);
  t.deepEqual(await at('hardware', 'anyOf/0/properties/weights/properties/home/enum'), ['sparseMatrix', 'dram', null]);
  t.is(await at('hardware', 'anyOf/0/additionalProperties'), false);
  const machines = (await at('hardware', 'anyOf')) as readonly { properties: { machine: { const: string } } }[];
  t.deepEqual(
    machines.map(({ properties }) => properties.machine.const),
    Object.keys(MACHINES),
  );
});

test('a file that extends another one lacks nothing', async (t) => {
  const required = ['name', 'technology', 'clock', 'processingElements', 'activationQueue', 'memories'];
  t.deepEqual(await at('hardware', 'anyOf/0/anyOf'), [{ required: ['extends'] }, { required }]);
  t.is(await at('hardware', 'anyOf/0/properties/memories/required'), undefined);
});

test('every built-in machine obeys the schema of hardware, and none with a misspelt key', async (t) => {
  const obeys = new Ajv({ strict: false }).compile(await jsonSchema('hardware'));
  for (const name of builtInConfigs('hardware')) {
    const config = parse(readFileSync(`configs/hardware/${name}.yaml`, 'utf8')) as Record<string, unknown>;
    t.true(obeys(config), `${name}: ${JSON.stringify(obeys.errors)}`);
    t.false(obeys({ ...config, clokc: '1 GHz' }), name);
  }
});

test('elements of lists keep their required keys', async (t) => {
  t.deepEqual(await at('network', 'properties/layers/items/required'), ['name']);
});

test('an unknown kind is answered with the known ones', async (t) => {
  const [fault] = await faultsOf(() => jsonSchema('hardwear'));
  t.regex(
    fault,
    /^no kind of config file "hardwear" \(known: hardware, network, energy.*; did you mean "hardware"\?\)/,
  );
});

test('the records that lie here obey the schema of result.json, and what lacks or mistypes a field that is read does not', (t) => {
  const obeys = new Ajv({ strict: false }).compile(resultSchema());
  const record = JSON.parse(readFileSync('reports/eie-benchmark/result.json', 'utf8')) as Record<string, unknown>;
  t.true(obeys(record), JSON.stringify(obeys.errors));
  for (const field of ['tool', 'hardware', 'energyTable', 'network', 'layers', 'totals', 'warnings'])
    t.false(obeys(Object.fromEntries(Object.entries(record).filter(([name]) => name !== field))), field);
  t.false(obeys({ ...record, totals: { ...(record.totals as object), utilization: '59 %' } }));
});

test('the schema of result.json says of each counter what it counts', (t) => {
  for (const { name, definition } of KNOWN_COUNTERS.values())
    for (const part of ['properties/layers/items', 'properties/totals']) {
      const found = valueAt(resultSchema(), `${part}/properties/${name}`.split('/')) as { description?: string };
      t.true(found.description?.includes(definition), `${part} ${name}`);
    }
});
