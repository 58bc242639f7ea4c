import test from 'ava';
import { drawCharts } from '../../../src/report/draw-charts.ts';
import { pdf } from '../../../src/report/formats/pdf.ts';
import { chartStyles } from '../../../src/report/picture/style.ts';
import { subjectOf } from '../../../src/report/records/subject.ts';
import { everyRecord } from '../fixtures/every-record.ts';

for (const [styleName, style] of Object.entries(chartStyles))
  test(`every chart is drawn as PDF in ${styleName} style`, async (t) => {
    const kinds = new Set<string>();
    for (const [name, record] of Object.entries(everyRecord))
      for (const drawing of drawCharts(subjectOf(record()), 'all', style)) {
        if (kinds.has(drawing.chart.name)) continue;
        kinds.add(drawing.chart.name);
        const { content } = await pdf.ofChart!(drawing);
        const text = Buffer.from(content).toString('latin1');
        t.true(text.startsWith('%PDF-') && text.trimEnd().endsWith('%%EOF'), `${name}: ${drawing.chart.name}`);
      }
    t.true(kinds.size > 20);
  });
