import { inflateSync } from 'node:zlib';
import test from 'ava';
import { parse } from 'csv-parse/sync';
import { drawCharts } from '../../../src/report/draw-charts.ts';
import { formats } from '../../../src/report/formats/index.ts';
import { chartStyles } from '../../../src/report/picture/style.ts';
import { subjectOf } from '../../../src/report/records/subject.ts';
import { restore } from '../../../src/report/text/csv-text.ts';
import { everyRecord } from '../fixtures/every-record.ts';
import { nineLayers } from '../fixtures/result-builder.ts';

const drawingOf = (style: string) =>
  drawCharts(subjectOf(nineLayers()), ['energy-by-component'], chartStyles[style])[0];

async function fileOf(format: string, style: string): Promise<Buffer> {
  return Buffer.from((await formats[format].ofChart!(drawingOf(style))).content);
}

for (const [style, pixels] of [
  ['column', Math.round((251.05 / 72) * 300)],
  ['page', Math.round((514.05 / 72) * 300)],
] as const)
  test(`a PNG in ${style} style has 300 dots per inch, and says so`, async (t) => {
    const png = await fileOf('png', style);
    t.is(png.readUInt32BE(16), pixels);
    const resolution = png.indexOf('pHYs');
    t.is(png.readUInt32BE(resolution + 4), Math.round(300 / 0.0254));
    t.is(png.readUInt8(resolution + 12), 1);
  });

test('a PDF is one page of exactly the size of the chart, with its fonts embedded and no other', async (t) => {
  const [pdf, svg] = [await fileOf('pdf', 'column'), await fileOf('svg', 'column')];
  const text = pdf.toString('latin1');
  const [, height] = / height="([\d.]+)pt"/.exec(svg.toString())!;
  t.regex(text, new RegExp(`/MediaBox \\[0 0 251.05 ${height}\\]`));
  t.is(text.match(/\/Type \/Page\b/g)?.length, 1);
  const fonts = text.match(/\/BaseFont \/\S+/g)!;
  t.true(
    fonts.every((font) => /Arimo/.test(font)),
    fonts.join(),
  );
  t.is(text.match(/\/FontFile2 /g)?.length, new Set(fonts).size);
});

/** The drawing operators of a PDF: its compressed streams that place something. */
function drawingOperators(pdf: Buffer): string {
  for (let at = pdf.indexOf('\nstream\n'); at >= 0; at = pdf.indexOf('\nstream\n', at + 1)) {
    const text = inflateSync(pdf.subarray(at + 8)).toString('latin1');
    if (/ cm$/m.test(text)) return text;
  }
  return '';
}

for (const style of ['column', 'slide', 'screen'])
  test(`the drawing fills the page of a PDF in ${style} style as it is: nothing is scaled and cut off`, async (t) => {
    const [flip, ...others] = drawingOperators(await fileOf('pdf', style)).match(/^.* cm$/gm)!;
    t.regex(flip, /^1 0 0 -1 0 [\d.]+ cm$/);
    t.regex(others[0], /^1 0 0 1 [\d.]+ [\d.]+ cm$/);
  });

test('the same chart gives the same bytes, in every format', async (t) => {
  for (const name of ['csv', 'vl.json', 'svg', 'png', 'pdf'])
    t.deepEqual(await fileOf(name, 'column'), await fileOf(name, 'column'), name);
});

test('a column and a page have no title, a slide and the screen have one', (t) => {
  const titled = Object.keys(chartStyles).filter((style) => 'title' in drawingOf(style).spec);
  t.deepEqual(titled, ['slide', 'screen']);
});

for (const [name, record] of Object.entries(everyRecord))
  test(`the CSV of every chart of ${name} reads back as what the chart draws`, async (t) => {
    for (const drawing of drawCharts(subjectOf(record()), 'all', chartStyles.column)) {
      const { content } = await formats.csv.ofChart!(drawing);
      const found: Record<string, string>[] = parse(String(content), { columns: true });
      const drawn = drawing.spec.data.values;
      t.is(found.length, drawn.length);
      for (const [k, row] of drawn.entries())
        for (const [column, value] of Object.entries(row)) {
          const cell = found[k][column];
          if (typeof value === 'number') t.is(Number(cell), value, `${drawing.chart.name} ${column}`);
          else t.is(restore(cell), String(value ?? ''), `${drawing.chart.name} ${column}`);
        }
    }
  });
