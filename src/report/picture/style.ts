import { lookUp } from '../../base/registry.ts';

/** Where a chart will stand: how wide, how large its letters, with or without a title. */
export interface ChartStyle {
  readonly name: string;
  /** Width of the whole chart, in `unit`. */
  readonly width: number;
  readonly unit: 'pt' | 'px';
  /** No chart is higher, in `unit`: a page of a paper with a caption, a slide, what one scrolls over in one go. */
  readonly height: number;
  /** Size of labels, in `unit`; no text is smaller. */
  readonly fontSize: number;
  /** Off where the paper has a caption. */
  readonly titled: boolean;
  /** Pixels of a PNG per unit of width. */
  readonly pixelsPerUnit: number;
}

const pixelsPerPoint = 300 / 72;

/** The styles: one line each. Column and text widths are those of two-column papers of the IEEE, 252 and 516 points of TeX (72.27 to the inch, where PDF has 72). */
export const chartStyles: Readonly<Record<string, ChartStyle>> = {
  column: {
    name: 'column',
    width: 251.05,
    height: 560,
    unit: 'pt',
    fontSize: 8,
    titled: false,
    pixelsPerUnit: pixelsPerPoint,
  },
  page: {
    name: 'page',
    width: 514.05,
    height: 560,
    unit: 'pt',
    fontSize: 8,
    titled: false,
    pixelsPerUnit: pixelsPerPoint,
  },
  slide: {
    name: 'slide',
    width: 900,
    height: 506,
    unit: 'pt',
    fontSize: 18,
    titled: true,
    pixelsPerUnit: pixelsPerPoint / 2,
  },
  screen: { name: 'screen', width: 760, height: 1200, unit: 'px', fontSize: 12, titled: true, pixelsPerUnit: 2 },
};

/** The style of that name, or a UserError that tells the known ones. */
export function chartStyle(name: string): ChartStyle {
  return lookUp('style', chartStyles, name);
}
