import { readFileSync } from 'node:fs';
import test from 'ava';
import type { Row } from '../../../../src/report/charts/chart.ts';
import { drawCharts } from '../../../../src/report/draw-charts.ts';
import { chartStyle } from '../../../../src/report/picture/style.ts';
import { onlyLayer } from '../../../../src/report/records/only-layer.ts';
import { subjectOf } from '../../../../src/report/records/subject.ts';
import type { TrainingResult } from '../../../../src/train/run/training-result.ts';
import { faultsOf } from '../../../config/faults-of.ts';

const record = JSON.parse(readFileSync('reports/lenet-300-100/seed-1.json', 'utf8')) as TrainingResult;
const last = record.stages[record.stages.length - 1];

function specOf(chart: string, of: unknown = record) {
  return drawCharts(subjectOf(of), [chart], chartStyle('column'))[0].spec;
}

const rowsOf = (chart: string, of?: unknown): readonly Row[] => specOf(chart, of).data.values;
const sum = (rows: readonly Row[], column: string) => rows.reduce((total, row) => total + Number(row[column]), 0);
const panels = (rows: readonly Row[]) => [...new Set(rows.map(({ panel }) => String(panel)))];

test('the three histograms hold the weights of the largest layer: all, and what pruning left, before it learns and behind', (t) => {
  const rows = rowsOf('weight-histograms');
  t.deepEqual(panels(rows), [
    'before pruning: 235200 weights',
    'pruned (round 4): 18816 weights',
    'retrained (round 4): 18816 weights',
  ]);
  t.deepEqual(
    panels(rows).map((name) =>
      sum(
        rows.filter(({ panel }) => panel === name),
        'weights',
      ),
    ),
    [235200, 18816, 18816],
  );
  const pruned = rows.filter(({ panel, weights }) => String(panel).startsWith('pruned') && weights !== 0);
  const [low, high] = [pruned.filter(({ to }) => Number(to) <= 0), pruned.filter(({ from }) => Number(from) >= 0)];
  t.is(low.length + high.length, pruned.length);
  // pruning cuts the middle out
  t.true(Number(high[0].from) > 0.02 && Number(low.at(-1)!.to) < -0.02);
});

test('the codebook has the weights that share each value, and fine-tuning moves values alone', (t) => {
  const rows = rowsOf('codebook-histograms');
  const [before, shared, tuned] = panels(rows).map((name) => rows.filter(({ panel }) => panel === name));
  for (const of of [before, shared, tuned]) t.is(sum(of, 'weights'), 18816);
  t.is(shared.length, 15);
  t.deepEqual(
    tuned.map(({ weights }) => weights),
    shared.map(({ weights }) => weights),
  );
  t.true(tuned.some(({ from }, k) => from !== shared[k].from));
});

test('codes and gaps with the lengths of their Huffman codes take the bytes that the record tells', (t) => {
  const rows = rowsOf('huffman-lengths');
  for (const [kind, bytes] of [
    ['code', last.layers[0].weightBytes],
    ['gap', last.layers[0].indexBytes],
  ] as const) {
    const own = rows.filter((row) => row.kind === kind);
    t.is(sum(own, 'entries'), last.layers[0].entries);
    t.true(Math.abs(sum(own, 'share') - 1) < 1e-12);
    const bits = own.reduce((total, { entries, huffmanBits }) => total + Number(entries) * Number(huffmanBits), 0);
    t.is(Math.ceil(bits / 8), bytes);
  }
});

test('what is stored adds up to the bytes of each stage, and of each layer behind the last one', (t) => {
  const stages = rowsOf('stored-bytes-by-stage');
  for (const { name, bytes } of record.stages) {
    const own = stages.filter(({ bar }) => bar === name);
    // a stage that changes no byte is not drawn
    if (own.length > 0) t.is(sum(own, 'bytes'), bytes, name);
  }
  t.deepEqual([...new Set(stages.map(({ bar }) => bar))].slice(-3), ['share', 'encode', 'Huffman']);
  const layers = rowsOf('stored-bytes-by-layer');
  for (const { name, bytes } of last.layers)
    t.is(
      sum(
        layers.filter(({ bar }) => bar === name),
        'bytes',
      ),
      bytes,
      name,
    );
});

test('the sensitivity of a layer begins with the error of the network and ends with that of the fewest weights', (t) => {
  const stage = record.stages.find(({ sensitivity }) => sensitivity !== undefined)!;
  const rows = rowsOf('sensitivity-by-layer');
  for (const { name, points } of stage.sensitivity!) {
    const own = rows.filter(({ layer }) => layer === name);
    t.deepEqual([own[0].prunedPercent, own[0].error], [0, 1 - stage.accuracy.top1]);
    t.is(own.at(-1)!.error, 1 - points.at(-1)!.top1);
  }
});

test('the mask is drawn in rows that hold all weights that are left', (t) => {
  t.is(sum(rowsOf('first-layer-mask'), 'kept'), last.layers[0].kept);
});

test('one layer alone is drawn where it is asked for; a name that is none is told with those that are', async (t) => {
  const rows = rowsOf('weight-histograms', onlyLayer(record, 'fc3'));
  t.deepEqual(panels(rows)[0], 'before pruning: 1000 weights');
  t.deepEqual(await faultsOf(() => onlyLayer(record, 'fc4')), [
    'no layer "fc4" (known: fc1, fc2, fc3; did you mean "fc1" or "fc2" or "fc3"?) [UNKNOWN_NAME]',
  ]);
});

test('an older record, without what these charts need, says why each of them cannot be drawn', async (t) => {
  const { mask: _, ...older } = record;
  const stages = older.stages.map(({ sensitivity: _s, ...stage }) => ({
    ...stage,
    layers: stage.layers.map(({ histogram: _h, codebook: _c, huffman: _u, ...layer }) => layer),
  }));
  const names = [
    'weight-histograms',
    'codebook-histograms',
    'huffman-lengths',
    'sensitivity-by-layer',
    'first-layer-mask',
  ];
  const faults = await faultsOf(() => drawCharts(subjectOf({ ...older, stages }), names, chartStyle('column')));
  t.is(faults.length, names.length);
  for (const [k, name] of names.entries()) t.regex(faults[k], new RegExp(`"${name}" cannot be drawn: .*CHART_NO_DATA`));
});
