import test from 'ava';
import { chartsFor, drawCharts } from '../../../src/report/draw-charts.ts';
import { chartSvg } from '../../../src/report/formats/svg.ts';
import { chartStyle } from '../../../src/report/picture/style.ts';
import { subjectOf } from '../../../src/report/records/subject.ts';
import { comparedSweeps, comparisonRecord } from '../fixtures/other-records.ts';

const draw = (record: unknown, chart: string) => drawCharts(subjectOf(record), [chart], chartStyle('column'))[0];

test('sweeps are compared along the axis with the most values, a line for each result and value of the others, not as bars', async (t) => {
  const record = comparedSweeps();
  t.deepEqual(chartsFor(subjectOf(record)), ['comparison-along-axis']);
  const drawing = draw(record, 'comparison-along-axis');
  const rows = drawing.spec.data.values;
  t.deepEqual(
    [...new Set(rows.map(({ series }) => series))],
    ['eie-64pe, depth 4', 'eie-64pe, depth 8', 'slow clock, depth 4', 'slow clock, depth 8'],
  );
  const slow = rows.filter(({ series }) => series === 'slow clock, depth 8');
  t.deepEqual(
    slow.map(({ processingElements, timeUs }) => [processingElements, timeUs]),
    [1, 2, 4, 8].map((count) => [count, 1.5 * (1000 / count + 5)]),
  );
  const svg = await chartSvg(drawing);
  // the efficiency is that of the depth, whatever the clock: each pair of lines has one name
  t.regex(svg, />depth 4</);
  t.regex(svg, />depth 8</);
});

test('runs are compared by bars that say what is better and what is worse', (t) => {
  const record = comparisonRecord();
  t.deepEqual(chartsFor(subjectOf(record)), ['comparison', 'measured-platforms-compared']);
  const rows = draw(record, 'comparison').spec.data.values;
  const effects = (metric: string) => rows.filter((row) => row.metric === metric).map(({ effect }) => effect);
  t.deepEqual(effects('time'), ['better', 'better']);
  t.deepEqual(effects('energy'), ['worse', 'better']);
  t.deepEqual(effects('arithmetic energy'), ['', '']);
});
