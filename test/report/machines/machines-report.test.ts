import test from 'ava';
import { parse } from 'csv-parse/sync';
import { drawCharts } from '../../../src/report/draw-charts.ts';
import { captionOf } from '../../../src/report/formats/caption.ts';
import { machinesFiles } from '../../../src/report/machines/machines-files.ts';
import { chartStyle } from '../../../src/report/picture/style.ts';
import { renderReport } from '../../../src/report/render-report.ts';
import { machinesRecord } from '../fixtures/machines-record.ts';

const record = machinesRecord();

function rowsOf(name: string) {
  const [{ spec }] = drawCharts({ kind: 'machines', record }, [name], chartStyle('screen'));
  return spec.data.values;
}

test('a cell of the crossover is the machine that takes the least, but for bounds and those that do not hold the weights', (t) => {
  t.deepEqual(
    rowsOf('crossover').map(({ weightDensity, batch, winner, margin }) => [weightDensity, batch, winner, margin]),
    [
      [0.1, 1, 'EIE, 64 PEs', 2],
      [0.1, 64, 'Machine X *', 2],
      [1, 1, 'EIE, 64 PEs', null],
      [1, 64, 'EIE, 64 PEs', null],
    ],
  );
  t.deepEqual(
    rowsOf('crossover-time').map(({ winner, timeUs }) => [winner, timeUs]),
    [
      ['EIE, 64 PEs', 1],
      ['Machine X *', 0.5],
      ['EIE, 64 PEs', 9],
      ['EIE, 64 PEs', 9],
    ],
  );
});

test('of a machine that wins nowhere the mark stays on the line of its name', (t) => {
  const cells = record.crossover!.cells.slice(0, 1);
  const one = { ...record, crossover: { ...record.crossover!, cells } };
  const [{ spec }] = drawCharts({ kind: 'machines', record: one }, ['crossover'], chartStyle('screen'));
  t.regex(JSON.stringify(spec.title), /nowhere the least: Machine X\u00a0\*/);
});

test('a crossover of one machine that competes is refused with the reason', (t) => {
  const alone = { ...record, machines: [record.machines[0], record.machines[2]] };
  t.throws(() => drawCharts({ kind: 'machines', record: alone }, ['crossover'], chartStyle('screen')), {
    message: /fewer than two machines have times that are no bounds/,
  });
});

test('energy by machine adds up, and what was measured stands beside as measured', (t) => {
  const rows = rowsOf('energy-by-machine').filter(({ machine }) => machine === 'EIE, 64 PEs, batch 1');
  const parts = Object.fromEntries(rows.map(({ part, energyPj }) => [String(part), Number(energyPj)]));
  const { all, ...others } = parts;
  t.is(
    Object.values(others).reduce((sum, value) => sum + value, 0),
    all,
  );
  const measured = rowsOf('time-against-energy').filter((row) => row.measured === true);
  t.deepEqual(
    measured.map(({ machine, batch, energyPj }) => [machine, batch, energyPj]),
    [['H100, dense fp16, measured', 'batch 64', 8e8]],
  );
});

/** As many machines that win in turn as there are cells and more. */
function manyMachines(count: number): typeof record {
  const [first] = record.machines;
  const machines = Array.from({ length: count }, (_, k) => ({ ...first, name: `Machine ${k}` }));
  const cells = machines.map((_, k) => {
    const values = machines.map((__, m) => (m === k ? 1 : 2));
    return { weightDensity: 0.1, batch: k + 1, energyPj: values, timeUs: values };
  });
  return { ...record, machines, crossover: { ...record.crossover!, cells } };
}

interface Encoded {
  readonly scale: { readonly domain: readonly string[]; readonly range: readonly string[] };
}

test('no two machines look alike, also where there are more than colours', (t) => {
  const [{ spec }] = drawCharts(
    { kind: 'machines', record: manyMachines(12) },
    ['time-against-energy'],
    chartStyle('screen'),
  );
  const [, points] = spec.layer as readonly { encoding: { stroke: Encoded; fill: Encoded } }[];
  const { stroke, fill } = points.encoding;
  t.deepEqual(stroke.scale.domain, fill.scale.domain);
  t.is(new Set(stroke.scale.range.map((colour, k) => `${colour} ${fill.scale.range[k]}`)).size, 12);
});

test('of many machines those that win have colours of their own', (t) => {
  const many = manyMachines(12);
  // the first and the tenth would have the same colour
  const cells = many.crossover!.cells.filter((_, k) => k === 0 || k === 9);
  const two = { ...many, crossover: { ...many.crossover!, cells } };
  const [{ spec }] = drawCharts({ kind: 'machines', record: two }, ['crossover'], chartStyle('screen'));
  const [rectangles] = spec.layer as readonly { encoding: { color: Encoded } }[];
  t.is(new Set(rectangles.encoding.color.scale.range).size, 2);
});

test('machines.csv has a row for each machine, layer and batch, those that were measured with gross and net', (t) => {
  const [{ content }] = machinesFiles(record);
  const rows: Record<string, string>[] = parse(content, { columns: true });
  t.is(rows.length, 3 * 2 * 2 + 2);
  const all = rows.filter(({ layer }) => layer === 'all');
  t.is(all.filter(({ validation }) => /not validated/.test(validation)).length, 2);
  t.is(all.filter(({ bound }) => bound !== '').length, 2);
  const measured = rows.filter(({ provenance }) => provenance === 'measured');
  t.deepEqual(
    measured.map(({ machine, grossPj, netPj }) => [machine, grossPj, netPj]),
    [
      ['NVIDIA H100', '800000000', '600000000'],
      ['NVIDIA H100', '', ''],
    ],
  );
});

test('the text marks what is not validated and what is a bound, and names neither as the best', (t) => {
  const text = renderReport(record);
  t.regex(text, /Machine X \*/);
  t.regex(text, /\* a model by the rules of its paper, not validated/);
  t.regex(text, /Bound \+/);
  t.regex(
    text.replaceAll('\n', ' '),
    /One at a time: EIE, 64 PEs takes the least energy \(9\.96 µJ\) and the least time \(13\.0 µs\); 64 together: EIE, 64 PEs takes the least energy \(9\.96 µJ\), Machine X \* the least time \(9\.00 µs\)/,
  );
  t.regex(text, /measured, not modelled/);
  t.regex(text, /1 more ways?, of which only the time is known/);
});

test('tables and charts say whether their numbers are of an inference, or of a product of each layer', (t) => {
  const alone = { ...record, network: { ...record.network, layersAlone: true as const } };
  for (const [shown, what] of [
    [record, 'an inference'],
    [alone, 'a product of each layer'],
  ] as const) {
    t.true(renderReport(shown).includes(`Time and energy of ${what} of ${record.network.name}`));
    for (const chart of ['energy-by-machine', 'time-against-energy']) {
      const [drawing] = drawCharts({ kind: 'machines', record: shown }, [chart], chartStyle('column'));
      t.regex(JSON.stringify(drawing.spec), new RegExp(`"Energy of ${what} \\(`), chart);
      t.regex(captionOf(drawing), /not validated/, 'a caption knows the remark by the title before it');
    }
  }
  t.true(renderReport(alone).includes('No inference: a product of each layer, by itself.'));
});
