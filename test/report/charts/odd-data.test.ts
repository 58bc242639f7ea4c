import test from 'ava';
import { operationCosts } from '../../../src/report/charts/built-in/operation-costs.ts';
import { heatMap } from '../../../src/report/charts/sweep/heat-map.ts';
import { paretoFrontChart } from '../../../src/report/charts/sweep/pareto-front.ts';
import { drawCharts } from '../../../src/report/draw-charts.ts';
import { chartSvg } from '../../../src/report/formats/svg.ts';
import { chartStyle } from '../../../src/report/picture/style.ts';
import { subjectOf } from '../../../src/report/records/subject.ts';
import type { SweepRecord } from '../../../src/report/records/sweep-record.ts';
import { buildResult } from '../fixtures/result-builder.ts';

const style = chartStyle('column');
const texts = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);

async function drawn(record: unknown, chart: string): Promise<string> {
  return chartSvg(drawCharts(subjectOf(record), [chart], style)[0]);
}

const layer = (name: string) => ({ name, rows: 100, columns: 200, weightDensity: 0.1, activationDensity: 0.5 });

test('a layer named like a script is text, escaped, and nothing in the picture leads outside', async (t) => {
  const svg = await drawn(buildResult([layer('<script>alert(1)</script>&"x')]), 'energy-by-component');
  t.notRegex(svg, /<script|href=|url\(http/);
  t.true(svg.includes('&lt;script&gt;'));
});

test('layers that differ at the end of long names have different labels', async (t) => {
  const name = 'body_decoder_layer_0_encdec_attention_multihead_attention_';
  const labels = texts(await drawn(buildResult([layer(`${name}k`), layer(`${name}q`)]), 'load-balance'));
  t.true(labels.some((text) => text.endsWith('_k')) && labels.some((text) => text.endsWith('_q')));
});

function sweep(axis: string, metric: string, values: readonly (number | null)[]): SweepRecord {
  return {
    kind: 'sweep',
    name: 'odd',
    axes: [{ name: axis }],
    metrics: [metric],
    points: values.map((value, k) => ({ axes: { [axis]: k + 1 }, metrics: { [metric]: value } })),
  };
}

const points = (svg: string) => svg.match(/aria-roledescription="point"/g)?.length ?? 0;

test('names with dots, brackets and quotes are columns, not paths: every value is drawn', async (t) => {
  for (const name of ['a.b[0].c', "it's", 'a "b"', 'back\\slash', 'µ (%)'])
    t.is(points(await drawn(sweep(name, `${name} y`, [1, 2, 3]), 'sweep-lines')), 3, name);
});

test('a missing value is a gap: neither zero nor a line across it', async (t) => {
  const svg = await drawn(sweep('depth', 'timeUs', [5, 4, null, 2, 1]), 'sweep-lines');
  t.is(points(svg), 4);
  const [, line] = /aria-roledescription="line mark"[^>]* d="([^"]*)"/.exec(svg)!;
  t.is(line.match(/M/g)?.length, 2);
});

test('where the layer is an axis each layer has a panel with the line of its own points', async (t) => {
  const of = (name: string) =>
    [1, 2].map((depth) => ({
      axes: { depth, layer: name },
      metrics: { timeUs: depth },
      layers: [{ name, metrics: { timeUs: depth } }],
    }));
  const record: SweepRecord = {
    kind: 'sweep',
    name: 'layers',
    axes: [{ name: 'depth' }, { name: 'layer' }],
    metrics: ['timeUs'],
    points: ['first', 'second'].flatMap(of),
  };
  t.is(points(await drawn(record, 'sweep-by-layer')), 4);
});

test('one point is drawn, and of ten thousand as many as can be told apart, first and last among them', async (t) => {
  t.is(points(await drawn(sweep('depth', 'timeUs', [3]), 'sweep-lines')), 1);
  const many = Array.from({ length: 10_000 }, (_, k) => Math.sin(k / 500));
  t.is(points(await drawn(sweep('depth', 'timeUs', many), 'sweep-lines')), 900);
});

test('a plane of a hundred by a hundred values has a picture that can be opened, and says what of it is drawn', async (t) => {
  const metrics = ['timeUs', 'energyPj.total'];
  const values = Array.from({ length: 100 }, (_, k) => k + 1);
  const plane: SweepRecord = {
    kind: 'sweep',
    name: 'plane',
    axes: [{ name: 'x' }, { name: 'y' }],
    metrics,
    points: values.flatMap((x) =>
      values.map((y) => ({ axes: { x, y }, metrics: { timeUs: 1000 / x, 'energyPj.total': x * y } })),
    ),
  };
  const map = await drawn(plane, 'heat-map');
  const cells = map.match(/aria-roledescription="rect mark"/g)!.length;
  const told = [...heatMap.leftOut!(plane, style)!.matchAll(/(\d+) of 100 values of [xy] are drawn/g)].map(([, n]) =>
    Number(n),
  );
  t.is(cells, told[0] * told[1]);
  t.true(cells <= 1024);
  const front = await drawn(plane, 'pareto-front');
  t.true(points(front) <= 1100);
  const [, shown] = /(\d+) of 10000 points are drawn/.exec(paretoFrontChart.leftOut!(plane, style)!)!;
  t.is(points(front), Number(shown));
  const lines = await drawn(plane, 'sweep-lines');
  t.is(points(lines), 0);
  t.true(lines.match(/aria-roledescription="line mark"/g)!.length >= 9);
});

test('on a log axis a zero stands at the start with a 0, and squeezes nothing', async (t) => {
  const cost = (name: string, energyPj: number) => ({ name, group: 'sram' as const, energyPj, source: 'made up' });
  const record = {
    kind: 'operationCosts' as const,
    technologyNm: 45,
    operations: [cost('DRAM', 640), cost('SRAM', 5), cost('multiply', 0)],
  };
  const { scale } = (
    operationCosts.draw(record, style).layer as { encoding: { x: { scale: { domain: number[] } } } }[]
  )[0].encoding.x;
  t.true(scale.domain[0] > 1 && scale.domain[0] < 5);
  const labels = texts(await drawn(record, 'operation-costs'));
  for (const label of ['0', '5', '640']) t.true(labels.includes(label), label);
});

test('a layer without arithmetic says so in place of a factor', async (t) => {
  const [first] = buildResult([layer('empty')]).layers;
  const result = buildResult([layer('empty')]);
  const energyPj = { ...first.energyPj, arithmetic: 0 };
  const svg = await drawn(
    { ...result, layers: [{ ...first, energyPj, memoryToArithmeticRatio: null }] },
    'arithmetic-against-memory',
  );
  t.true(texts(svg).includes('no arithmetic'));
});
