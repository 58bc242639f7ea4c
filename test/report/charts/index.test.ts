import { Resvg } from '@resvg/resvg-js';
import test from 'ava';
import { drawCharts } from '../../../src/report/draw-charts.ts';
import { fontFiles } from '../../../src/report/formats/fonts.ts';
import { chartSvg } from '../../../src/report/formats/svg.ts';
import { chartStyle } from '../../../src/report/picture/style.ts';
import { subjectOf } from '../../../src/report/records/subject.ts';
import * as others from '../fixtures/other-records.ts';
import { manyLayers, nineLayers, oneLayer } from '../fixtures/result-builder.ts';
import * as sweeps from '../fixtures/sweep-builder.ts';

/** A picture whose outermost pixels are not all white has something cut off at its border. */
function borderIsWhite(svg: string): boolean {
  const { regular, bold } = fontFiles();
  const font = { loadSystemFonts: false, fontFiles: [regular, bold], defaultFontFamily: 'Arimo' };
  const { pixels, width, height } = new Resvg(svg, { background: '#ffffff', font }).render();
  const white = (x: number, y: number) => pixels.readUIntBE((y * width + x) * 4, 3) === 0xffffff;
  for (let x = 0; x < width; x++) if (!white(x, 0) || !white(x, height - 1)) return false;
  for (let y = 0; y < height; y++) if (!white(0, y) || !white(width - 1, y)) return false;
  return true;
}

const draws = test.macro(async (t, record: unknown, styleName: string) => {
  const drawings = drawCharts(subjectOf(record), 'all', chartStyle(styleName));
  t.true(drawings.length > 0);
  for (const drawing of drawings) {
    const svg = await chartSvg(drawing);
    t.true(borderIsWhite(svg), `${drawing.chart.name} touches its border`);
    t.notRegex(svg, /NaN|undefined|<script|href="http/, drawing.chart.name);
    t.true(drawing.spec.data.values.length > 0, drawing.chart.name);
  }
});

for (const style of ['column', 'screen']) {
  test(`one layer is drawn whole in ${style} style`, draws, oneLayer(), style);
  test(`nine layers are drawn whole in ${style} style`, draws, nineLayers(), style);
  test(`26 layers with long and odd names are drawn whole in ${style} style`, draws, manyLayers(), style);
}
for (const [name, build] of [...Object.entries(sweeps), ...Object.entries(others)])
  test(`${name} is drawn whole in column style`, draws, build(), 'column');
