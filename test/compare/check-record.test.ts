import test from 'ava';
import { checkRecord } from '../../src/compare/check-record.ts';
import { subjectOf } from '../../src/report/records/subject.ts';
import type { LadderResult } from '../../src/run/ladder/ladder-result.ts';
import { faultsOf } from '../config/faults-of.ts';
import { everyRecord } from '../report/fixtures/every-record.ts';

const why = 'expected a value, found nothing; was the file made by another version, or edited? [RESULT_FIELD]';
const tool = { name: 'picojoule', version: '1' };
const hardware = { name: 'm', file: 'm.yaml', processingElements: 1 };
/** What every record of a command has beside what it is about. */
const head = {
  tool,
  hardware,
  network: { name: 'n', file: 'n.yaml' },
  energyTable: [],
  warnings: [],
  passes: {},
  reason: { text: '' },
};
const point = { axes: { a: 1 }, metrics: {} };

test('a record that holds what is read passes, whatever else it holds', (t) => {
  t.notThrows(() => checkRecord({ ...head, axes: [{ name: 'a' }], metrics: ['m'], points: [point], more: 1 }, 'sweep'));
  t.notThrows(() => checkRecord({ operations: [] }, 'operationCosts'));
});

test('every field that is missing or holds something else is told once, with its place', async (t) => {
  const record = {
    ...head,
    axes: [{ name: 'a' }, {}],
    metrics: 'm',
    points: [point, { axes: {} }, null, { ...point, metrics: { m: 'x' } }],
  };
  t.deepEqual(await faultsOf(() => checkRecord(record, 'sweep', 'sweep.json')), [
    `sweep.json axes[1].name: ${why}`,
    'sweep.json metrics: expected a list, found "m" [RESULT_FIELD]',
    `sweep.json points[1].metrics: ${why}`,
    `sweep.json points[2]: ${why}`,
    'sweep.json points[3].metrics.m: expected a number, found "x" [RESULT_FIELD]',
  ]);
});

test('of very many faults the first are told, and the number of the others', async (t) => {
  const points = Array.from({ length: 100 }, () => ({ axes: {} }));
  const faults = await faultsOf(() =>
    checkRecord({ ...head, axes: [{ name: 'a' }], metrics: ['m'], points }, 'sweep', 'sweep.json'),
  );
  t.is(faults.length, 21);
  t.is(faults.at(-1), 'sweep.json: 80 more faults [RESULT_FIELD]');
});

test('every record that a command writes passes', (t) => {
  for (const [name, make] of Object.entries(everyRecord)) {
    const record = { ...head, ...(JSON.parse(JSON.stringify(make())) as object) };
    t.notThrows(() => checkRecord(record, subjectOf(record).kind), name);
  }
});

test('a claim about a rung that the ladder lacks is told with the rungs that it has', async (t) => {
  const ladder = everyRecord.ladderRecord() as LadderResult;
  const rungs = ladder.rungs.map(({ name }) => name).join(', ');
  const record = { ...ladder, claims: [{ rung: 'no such', of: 'x', factor: 1, quantity: 'x', found: 1 }] };
  t.deepEqual(await faultsOf(async () => checkRecord(record, 'ladder')), [
    `claims[0].rung: expected a rung of the record (${rungs}), found "no such" [RESULT_FIELD]`,
  ]);
});

test('the whole result of a sweep says what its axes hold and how its metrics are defined', async (t) => {
  const record = { ...head, axes: [{ name: 'a' }], metrics: ['m'], points: [point], sensitivity: [] };
  t.deepEqual(await faultsOf(async () => checkRecord(record, 'sweep')), [
    `metricDefinitions: ${why}`,
    `axes[0].values: ${why}`,
  ]);
});
