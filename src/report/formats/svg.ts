import type { Drawing, Format } from './format.ts';
import { cutNumbers, sizedIn, withoutEmptyDashes } from './svg-text.ts';
import { compileSpec, drawSvg } from './vega.ts';

/** The chart as SVG text of the style's size; PNG and PDF are made from it. */
export async function chartSvg({ spec, style }: Pick<Drawing, 'spec' | 'style'>): Promise<string> {
  return `${sizedIn(cutNumbers(withoutEmptyDashes(await drawSvg(await compileSpec(spec)))), style.unit)}\n`;
}

export const svg: Format = {
  name: 'svg',
  description: 'charts as SVG',
  ofChart: async (drawing) => ({ name: `${drawing.chart.name}.svg`, content: await chartSvg(drawing) }),
};
