import test from 'ava';
import type { Row } from '../../../src/report/charts/chart.ts';
import { drawCharts } from '../../../src/report/draw-charts.ts';
import { chartStyle } from '../../../src/report/picture/style.ts';
import { subjectOf } from '../../../src/report/records/subject.ts';
import { ladderRecord } from '../fixtures/other-records.ts';
import { nineLayers } from '../fixtures/result-builder.ts';
import { designSpaceSweep, precisionSweep, processingElementSweep, sramWidthSweep } from '../fixtures/sweep-builder.ts';

function rowsOf(record: unknown, chart: string): readonly Row[] {
  return drawCharts(subjectOf(record), [chart], chartStyle('column'))[0].spec.data.values;
}

const result = nineLayers();
const close = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.abs(b);

test('energy by component adds up to the energy of each layer, its counts to all actions', (t) => {
  const rows = rowsOf(result, 'energy-by-component');
  for (const layer of result.layers) {
    const own = rows.filter((row) => row.layer === layer.name);
    const sum = (column: string) => own.reduce((total, row) => total + Number(row[column]), 0);
    t.true(close(sum('energyPj'), layer.energyPj.total), layer.name);
    t.true(close(sum('sharePercent'), 100), layer.name);
    t.is(
      sum('actionCount'),
      Object.values(layer.actionCounts).reduce((total, count) => total + count, 0),
    );
  }
});

test('arithmetic against memory draws the categories of the record and their ratio, layers and total', (t) => {
  const rows = rowsOf(result, 'arithmetic-against-memory');
  const records = [...result.layers, { name: 'total', ...result.totals }];
  t.deepEqual(
    rows.map(({ layer, arithmeticPj, memoryPj, ratio }) => [layer, arithmeticPj, memoryPj, ratio]),
    records.map(({ name, energyPj, memoryToArithmeticRatio }) => [
      name,
      energyPj.arithmetic,
      energyPj.sram + energyPj.dram,
      memoryToArithmeticRatio,
    ]),
  );
});

test('time draws the simulated and the published time of each layer, null where none is published', (t) => {
  const [first, ...others] = result.layers;
  const { published: _, ...unpublished } = first;
  t.deepEqual(
    rowsOf({ ...result, layers: [unpublished, ...others] }, 'time-simulated-against-published').map((row) => [
      row.simulatedUs,
      row.publishedUs,
    ]),
    [[first.timeUs, null], ...others.map(({ timeUs, published }) => [timeUs, published!.timeUs])],
  );
});

test('load balance draws one mark a PE, and their mean is the efficiency of the layer', (t) => {
  const rows = rowsOf(result, 'load-balance');
  for (const layer of result.layers) {
    const own = rows.filter((row) => row.layer === layer.name);
    const pes = own.filter(({ processingElement }) => processingElement !== null);
    const mean = pes.reduce((sum, row) => sum + Number(row.notStarvedPercent), 0) / pes.length;
    t.is(pes.length, 64);
    t.true(close(mean, 100 * layer.loadBalanceEfficiency));
    t.is(
      own.find(({ processingElement }) => processingElement === null)!.notStarvedPercent,
      100 * layer.loadBalanceEfficiency,
    );
  }
});

test('speed-up is the time of the fewest PEs over that of a point, layer by layer, beside the ideal', (t) => {
  const sweep = processingElementSweep();
  const rows = rowsOf(sweep, 'speed-up-against-processing-elements');
  const time = (point: number, layer: number) => sweep.points[point].layers![layer].metrics.timeUs!;
  for (const [point, layer] of [
    [0, 0],
    [3, 2],
    [8, 6],
  ]) {
    const { name } = sweep.points[0].layers![layer];
    const row = rows.find((one) => one.series === name && one.processingElements === 2 ** point)!;
    t.is(row.speedUp, time(0, layer) / time(point, layer));
  }
  t.is(rows.find((row) => row.series === 'ideal' && row.processingElements === 64)!.speedUp, 64);
});

test('reads times the energy of a read is the energy of all reads', (t) => {
  const rows = rowsOf(sramWidthSweep(), 'sram-width-against-energy');
  t.is(rows.length, 45);
  t.true(rows.every((row) => close(Number(row.reads) * Number(row.energyPerReadPj), Number(row.energyPj))));
});

test('the ladder draws each rung with the one before it, and their factor', (t) => {
  const { rungs } = ladderRecord();
  const rows = rowsOf(ladderRecord(), 'ladder');
  for (const [k, row] of rows.entries()) {
    t.is(row.energyPj, rungs[k].stream.energyPj.total);
    t.is(row.beforePj, k === 0 ? null : rungs[k - 1].stream.energyPj.total);
    t.is(row.factor, k === 0 ? null : rungs[k - 1].stream.energyPj.total / rungs[k].stream.energyPj.total);
  }
});

test('a heat map has a cell for each point, null where the point failed', (t) => {
  const sweep = designSpaceSweep();
  const rows = rowsOf(sweep, 'heat-map');
  t.deepEqual(
    rows.map((row) => row.timeUs),
    sweep.points.map(({ metrics }) => metrics.timeUs ?? null),
  );
  t.is(rows.filter((row) => row.timeUs === null).length, 1);
});

test('an axis with a unit has it in its column', (t) => {
  t.true('memories.sparseMatrix.width (bit)' in rowsOf(sramWidthSweep(), 'sweep-lines')[0]);
});

test('the built-in cost of operations is the published table: what Horowitz measured, and 640 pJ for 32 bits of DRAM', (t) => {
  const [drawing] = drawCharts(undefined, ['operation-costs'], chartStyle('column'));
  const cost = new Map(drawing.spec.data.values.map((row) => [row.operation, row.energyPj]));
  t.is(cost.get('int8 add'), 0.03);
  t.is(cost.get('fp32 add'), 0.9);
  t.is(cost.get('int32 multiply'), 3.1);
  t.is(cost.get('fp32 multiply'), 3.7);
  t.is(cost.get('DRAM, 32 bit'), 640);
  const energies = drawing.spec.data.values.map((row) => Number(row.energyPj));
  t.deepEqual(
    energies,
    energies.toSorted((a, b) => a - b),
  );
});

test('the built-in number formats have the range of IEEE 754 and of two-complement integers', (t) => {
  const [drawing] = drawCharts(undefined, ['number-formats'], chartStyle('column'));
  const format = new Map(drawing.spec.data.values.map((row) => [row.format, row]));
  t.like(format.get('fp32'), { bits: 32, smallest: 2 ** -149, largest: 3.4028234663852886e38, precisionBits: 24 });
  t.like(format.get('fp16'), { bits: 16, smallest: 2 ** -24, largest: 65504, precisionBits: 11 });
  t.like(format.get('bf16'), { bits: 16, smallest: 2 ** -133, precisionBits: 8 });
  t.like(format.get('int8'), { bits: 8, smallest: 1, largest: 127, precisionBits: 7 });
  t.like(format.get('q7.8'), { bits: 16, smallest: 2 ** -8, largest: 128 - 2 ** -8, precisionBits: 15 });
});

test('precision draws the accuracy of each format under whatever name, axes beside the format as colours, and nothing of another network', (t) => {
  const sweep = precisionSweep();
  const twice = {
    ...sweep,
    axes: [...sweep.axes, { name: 'arithmetic.activation' }, { name: 'simulation.fractionBits' }],
    metrics: ['top1', 'multiplyEnergyPj'],
    points: sweep.points.flatMap(({ axes, metrics }) =>
      ['declared', 'perLayer'].map((bits) => ({
        axes: { ...axes, 'arithmetic.activation': axes['arithmetic.weight'], 'simulation.fractionBits': bits },
        metrics: { top1: metrics.accuracy, multiplyEnergyPj: metrics.multiplyEnergyPj },
      })),
    ),
  };
  const rows = rowsOf(twice, 'precision-against-accuracy');
  t.deepEqual(
    rows.slice(0, 4).map(({ series, format, accuracy }) => [series, format, accuracy]),
    [
      ['fraction bits declared', 'fp32', 0.803],
      ['fraction bits per layer', 'fp32', 0.803],
      ['fraction bits declared', 'int16', 0.801],
      ['fraction bits per layer', 'int16', 0.801],
    ],
  );
  t.is(rows.length, 2 * sweep.points.length);
});
