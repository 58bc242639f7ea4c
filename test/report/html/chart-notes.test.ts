import test from 'ava';
import { charts } from '../../../src/report/charts/index.ts';
import { chartNotes } from '../../../src/report/html/chart-notes.ts';

test('every chart has a sentence that says how to read it, and no sentence is about a chart that is gone', (t) => {
  t.deepEqual(Object.keys(chartNotes).toSorted(), Object.keys(charts).toSorted());
});
