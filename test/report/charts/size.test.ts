import test from 'ava';
import { chartsLeaveOut } from '../../../src/report/charts-leave-out.ts';
import { drawCharts } from '../../../src/report/draw-charts.ts';
import { chartSvg } from '../../../src/report/formats/svg.ts';
import { svgSize } from '../../../src/report/formats/svg-text.ts';
import { chartStyles } from '../../../src/report/picture/style.ts';
import type { ComparisonRecord } from '../../../src/report/records/comparison-record.ts';
import { subjectOf } from '../../../src/report/records/subject.ts';
import type { SweepRecord } from '../../../src/report/records/sweep-record.ts';
import type { RunResult } from '../../../src/run/result.ts';
import { everyRecord } from '../fixtures/every-record.ts';
import { compressionRecord } from '../fixtures/other-records.ts';
import { manyLayers } from '../fixtures/result-builder.ts';

/** A run of so many layers. */
function layers(count: number): RunResult {
  const run = manyLayers();
  const all = Array.from({ length: count }, (_, k) => ({
    ...run.layers[k % 26],
    name: `features/block${k >> 2}/conv${k % 4}`,
  }));
  return { ...run, layers: all };
}

/** Points on a grid of two axes; each keeps its layers where there are some. */
function grid(across: number, up: number, layerNames: readonly string[] = []): SweepRecord {
  const metrics = (x: number, y: number) => ({
    timeUs: 1 / (x + 1) + y / up,
    'energyPj.total': 1 + ((x * 7919 + y) % 101) / 3,
  });
  return {
    kind: 'sweep',
    name: 'grid',
    axes: [{ name: 'clock', unit: 'Hz' }, { name: 'activationQueue.depth' }],
    metrics: ['timeUs', 'energyPj.total'],
    points: Array.from({ length: across * up }, (_, k) => {
      const [x, y] = [k % across, Math.floor(k / across)];
      return {
        axes: { clock: (x + 1) * 1e6, 'activationQueue.depth': y + 2 },
        metrics: metrics(x, y),
        ...(layerNames.length > 0 && { layers: layerNames.map((name) => ({ name, metrics: metrics(x, y) })) }),
      };
    }),
  };
}

function comparedPoints(count: number): ComparisonRecord {
  const rows = Array.from({ length: count }, (_, k) => ({
    label: `clock ${k}`,
    metric: 'timeUs',
    values: [k + 1, k + 2, k],
  }));
  return { kind: 'comparison', names: ['a', 'b', 'c'], rows };
}

function compressed(count: number): object {
  const { layers: few, total } = compressionRecord() as { layers: readonly object[]; total: object };
  return { layers: Array.from({ length: count }, (_, k) => ({ ...few[k % few.length], name: `layer ${k}` })), total };
}

const large: Readonly<Record<string, () => unknown>> = {
  '300 layers': () => layers(300),
  '2,000 layers': () => layers(2000),
  'a sweep of 100,000 points on a square': () => grid(400, 250),
  'a sweep of 100,000 points on a line': () => grid(100_000, 1),
  'a sweep of 300 layers': () =>
    grid(
      5,
      3,
      layers(300).layers.map(({ name }) => name),
    ),
  'a comparison of 1,000 points': () => comparedPoints(1000),
  'a compression of 300 layers': () => compressed(300),
};

/** A chart fits its style, or what is wrong. */
async function faultsOf(record: unknown, styleName: string): Promise<string[]> {
  const style = chartStyles[styleName];
  const faults: string[] = [];
  for (const drawing of drawCharts(subjectOf(record), 'all', style)) {
    const svg = await chartSvg(drawing);
    const { width, height } = svgSize(svg);
    if (width > style.width + 0.01) faults.push(`${drawing.chart.name} is ${width} wide in ${styleName} style`);
    if (height > style.height) faults.push(`${drawing.chart.name} is ${height} high in ${styleName} style`);
    if (svg.length > 1e6) faults.push(`${drawing.chart.name} has ${svg.length} bytes in ${styleName} style`);
  }
  return faults;
}

for (const [name, record] of Object.entries(everyRecord))
  test(`${name}: no chart is wider or higher than its style`, async (t) => {
    for (const style of Object.keys(chartStyles)) t.deepEqual(await faultsOf(record(), style), []);
  });

for (const [name, record] of Object.entries(large))
  test(`${name}: charts fit their style, none has more than a megabyte, and what is left out is said`, async (t) => {
    const found = record();
    for (const style of ['column', 'screen']) {
      t.deepEqual(await faultsOf(found, style), []);
      t.not(chartsLeaveOut(found, 'all', style).length, 0);
    }
  });

test('the layers that are not drawn one by one are drawn as one, and nothing of the energy is lost', (t) => {
  const run = layers(300);
  const [share] = drawCharts(subjectOf(run), ['energy-share-by-component'], chartStyles.column);
  const rows = share.spec.data.values;
  const names = [...new Set(rows.map((row) => row.layer))];
  t.regex(String(names.at(-1)), /^\d+ others$/);
  t.is(names.length - 1 + Number.parseInt(String(names.at(-1)), 10), 300);
  const drawn = rows.reduce((sum, row) => sum + Number(row.energyPj), 0);
  const all = run.layers.reduce((sum, layer) => sum + layer.energyPj.total, 0);
  t.true(Math.abs(drawn / all - 1) < 1e-9);
});
