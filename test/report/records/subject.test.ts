import test from 'ava';
import { subjectOf } from '../../../src/report/records/subject.ts';
import { faultsOf } from '../../config/faults-of.ts';
import { ladderRecord } from '../fixtures/other-records.ts';
import { nineLayers } from '../fixtures/result-builder.ts';

test('a record is what its field says, and an older one what its other fields say', (t) => {
  t.is(subjectOf(nineLayers()).kind, 'run');
  t.is(subjectOf(ladderRecord()).kind, 'ladder');
  const { kind: _, ...older } = nineLayers();
  t.is(subjectOf(older).kind, 'run');
});

test('a record that lacks what its kind has is refused by the name of what is missing', async (t) => {
  const { layers: _, ...cut } = nineLayers();
  t.deepEqual(await faultsOf(() => subjectOf(cut, 'result.json')), [
    'result.json: expected a run with layers, totals, energyTable, found no layers [RESULT_FIELD]',
  ]);
});

test('a record of another kind is refused with the kinds that there are', async (t) => {
  const [fault] = await faultsOf(() => subjectOf({ kind: 'recipe' }));
  t.regex(fault, /expected a record that charts can draw, found none of a run \(layers, totals, energyTable\)/);
});
