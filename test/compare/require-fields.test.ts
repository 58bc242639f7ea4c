import test from 'ava';
import { requireFields } from '../../src/compare/require-fields.ts';
import { faultsOf } from '../config/faults-of.ts';

const why = 'expected a value, found nothing; was the file made by another version, or edited? [RESULT_FIELD]';
const point = { axes: {}, metrics: {} };

test('a record that holds what is read passes, whatever else it holds', (t) => {
  t.notThrows(() => requireFields({ axes: [{ name: 'a' }], metrics: ['m'], points: [point], more: 1 }, 'sweep'));
  t.notThrows(() => requireFields({}, 'operationCosts'));
});

test('every missing field is told once, with its place', async (t) => {
  const record = { axes: [{ name: 'a' }, {}], metrics: 'm', points: [point, { axes: {} }, null] };
  t.deepEqual(await faultsOf(() => requireFields(record, 'sweep', 'sweep.json')), [
    `sweep.json axes[1].name: ${why}`,
    `sweep.json metrics: ${why}`,
    `sweep.json points[2]: ${why}`,
    `sweep.json points[1].metrics: ${why}`,
  ]);
});
