import test from 'ava';
import { valueAt } from '../../src/base/field-path.ts';
import { jsonSchema } from '../../src/check/json-schema.ts';
import { faultsOf } from '../config/faults-of.ts';

/** A value deep in the schema of a kind, by keys with `/` between them. */
function at(kind: string, path: string): unknown {
  return valueAt(jsonSchema(kind), path.split('/'));
}

test('the schema of hardware knows every key, its description and its default', (t) => {
  t.is(at('hardware', '$schema'), 'http://json-schema.org/draft-07/schema#');
  t.deepEqual(at('hardware', 'properties/clock'), {
    description: 'Clock of the PEs: a frequency from 100 kHz to 20 GHz',
    examples: ['800 MHz'],
    type: ['number', 'string'],
  });
  t.is(at('hardware', 'properties/encoding/properties/indexBits/default'), 4);
  t.deepEqual(at('hardware', 'properties/weights/properties/home/enum'), ['sparseMatrix', 'dram']);
  t.is(at('hardware', 'additionalProperties'), false);
});

test('a file that extends another one lacks nothing', (t) => {
  const required = ['name', 'technology', 'clock', 'processingElements', 'activationQueue', 'memories'];
  t.deepEqual(at('hardware', 'anyOf'), [{ required: ['extends'] }, { required }]);
  t.is(at('hardware', 'properties/memories/required'), undefined);
});

test('elements of lists keep their required keys', (t) => {
  t.deepEqual(at('network', 'properties/layers/items/required'), ['name']);
});

test('an unknown kind is answered with the known ones', async (t) => {
  const [fault] = await faultsOf(() => jsonSchema('hardwear'));
  t.regex(
    fault,
    /^no kind of config file "hardwear" \(known: hardware, network, energy.*; did you mean "hardware"\?\)/,
  );
});
