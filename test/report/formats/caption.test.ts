import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { drawCharts } from '../../../src/report/draw-charts.ts';
import { captionOf } from '../../../src/report/formats/caption.ts';
import { chartStyle } from '../../../src/report/picture/style.ts';
import { plotResult } from '../../../src/report/plot-result.ts';
import { subjectOf } from '../../../src/report/records/subject.ts';
import { nineLayers } from '../fixtures/result-builder.ts';
import { designSpace } from '../fixtures/sweep-builder.ts';

test('a caption says what is shown, of which machine, network and seed, and which version made it', (t) => {
  const [drawing] = drawCharts(subjectOf(nineLayers()), ['load-balance'], chartStyle('column'));
  t.regex(
    captionOf(drawing),
    /^Load balance of the processing elements\. Each thin line .* PEs.*45 nm\) runs .*seed 1.* picojoule [\d.]+\.$/,
  );
});

test('a caption says which slice of a sweep is drawn', (t) => {
  const [drawing] = drawCharts(subjectOf(designSpace()), ['heat-map'], chartStyle('column'));
  t.regex(
    captionOf(drawing),
    /50 of 600 points are drawn, through a point of the front \(.*technology node 22 nm.*\)\./,
  );
});

test('beside each picture for a paper lies its caption; a slide has a title', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'picojoule-caption-'));
  await plotResult(nineLayers(), folder, ['svg'], { charts: ['load-balance'], style: 'column' });
  t.deepEqual(
    readdirSync(folder).filter((name) => !name.startsWith('.')),
    ['load-balance.caption.txt', 'load-balance.svg'],
  );
  const slides = mkdtempSync(join(tmpdir(), 'picojoule-caption-'));
  await plotResult(nineLayers(), slides, ['svg'], { charts: ['load-balance'], style: 'slide' });
  t.deepEqual(
    readdirSync(slides).filter((name) => !name.startsWith('.')),
    ['load-balance.svg'],
  );
});
