import { documentOf } from '../documents/index.ts';
import { drawCharts } from '../draw-charts.ts';
import { chartNotes } from '../html/chart-notes.ts';
import { type Pictures, paperPdf } from '../pdf/paper.ts';
import { chartStyles } from '../picture/style.ts';
import type { Subject } from '../records/subject.ts';
import type { Format } from './format.ts';
import { pdfOfSvg } from './pdfkit.ts';
import { chartSvg } from './svg.ts';

/** The charts of a document, each as wide as a page of paper, whatever style its own files have. */
async function pictures(subject: Subject, names: readonly string[]): Promise<Pictures> {
  const drawn = names.length === 0 ? [] : drawCharts(subject, names, chartStyles.page);
  const found: [string, { title: string; note: string; svg: string }][] = [];
  for (const drawing of drawn) {
    const { chart } = drawing;
    const note = chart.note ?? chartNotes[chart.name] ?? '';
    found.push([chart.name, { title: chart.title, note, svg: await chartSvg(drawing) }]);
  }
  return new Map(found);
}

/** The chart as PDF; of a document in sections (a recomputed paper) all of it too. Its library is loaded when the first one is drawn. */
export const pdf: Format = {
  name: 'pdf',
  description: 'charts as PDF, vector, fonts embedded; a recomputed paper as a whole',
  ofRecord: async (subject) => {
    const document = documentOf(subject);
    if (document?.sections === undefined) return [];
    const names = document.sections.flatMap(({ charts }) => charts);
    return [{ name: 'report.pdf', content: await paperPdf(document, await pictures(subject, names)) }];
  },
  ofChart: async (drawing) => {
    return { name: `${drawing.chart.name}.pdf`, content: await pdfOfSvg(await chartSvg(drawing), drawing.chart.title) };
  },
};
