import type { Format } from './format.ts';
import { pdfOfSvg } from './pdfkit.ts';
import { chartSvg } from './svg.ts';

/** The chart as PDF; its library is loaded when the first one is drawn. */
export const pdf: Format = {
  name: 'pdf',
  description: 'charts as PDF, vector, fonts embedded',
  ofChart: async (drawing) => {
    return { name: `${drawing.chart.name}.pdf`, content: await pdfOfSvg(await chartSvg(drawing), drawing.chart.title) };
  },
};
