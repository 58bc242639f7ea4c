import type { Format } from './format.ts';
import { pngOfSvg } from './resvg.ts';
import { chartSvg } from './svg.ts';

/** The chart as PNG; the raster library is loaded when the first one is drawn. */
export const png: Format = {
  name: 'png',
  description: 'charts as PNG, 300 dots per inch',
  ofChart: async (drawing) => {
    return { name: `${drawing.chart.name}.png`, content: await pngOfSvg(await chartSvg(drawing), drawing.style) };
  },
};
